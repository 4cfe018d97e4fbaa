// The picture as an editor: everything that can be dropped, moved, connected, selected, copied and taken back.

import { above, below, box, bring, chain, definition, drag, focusBoard, middle, open, openText, pass, takeBack, town, undo } from "../board.js";
import { expect, expectAccessible, shoot, state, test } from "../studio.js";

test("something new is dropped on every kind of place", async ({ page }) => {
  await open(page, town);
  const states = async () => (await definition(page)).States;
  // Before the first, and after the last.
  await bring(page, "Wait", await above(page, "First"));
  let now = await definition(page);
  expect([now.StartAt, now.States.Wait.Next]).toEqual(["Wait", "First"]);
  await takeBack(page);
  await bring(page, "Wait", await below(page, "Last"));
  now = await states();
  expect([now.Last.Next, now.Wait.End]).toEqual(["Wait", true]);
  await takeBack(page);
  // On an arrow between two states.
  await bring(page, "Wait", await below(page, "First"));
  now = await states();
  expect([now.First.Next, now.Wait.Next]).toEqual(["Wait", "Kind?"]);
  await takeBack(page);
  // Into an empty branch, and behind a state in a filled one.
  await bring(page, "Wait", await page.locator(".hole").first().boundingBox().then((hole) => ({ x: hole.x + hole.width / 2, y: hole.y + hole.height / 2 })));
  now = await states();
  expect(now.Both.Branches[1].StartAt).toBe("Wait");
  await takeBack(page);
  await bring(page, "Wait", await below(page, "Left", 8));
  now = await states();
  expect(now.Both.Branches[0].States.Left.Next).toBe("Wait");
  await takeBack(page);
  // Into the Map, before its first state.
  await bring(page, "Wait", await above(page, "Item"));
  now = await states();
  expect(now.Each.ItemProcessor.StartAt).toBe("Wait");
  await takeBack(page);
  // On a catcher.
  await bring(page, "Pass", await above(page, "Oops", 12));
  now = await states();
  expect([now.First.Catch[0].Next, now.Pass.Next]).toEqual(["Pass", "Oops"]);
  await takeBack(page);
  // On a choice rule.
  await bring(page, "Wait", await above(page, "Both", 12));
  now = await states();
  expect([now["Kind?"].Choices[0].Next, now.Wait.Next]).toEqual(["Wait", "Both"]);
  await takeBack(page);
  // As a further rule at the side of the Choice, and as a further branch.
  const choice = await box(page, "Kind?");
  await bring(page, "Wait", { x: choice.x + choice.width + 6, y: choice.y + choice.height / 2 });
  now = await states();
  expect([now["Kind?"].Choices.length, now["Kind?"].Choices[1].Next]).toEqual([2, "Wait"]);
  await takeBack(page);
  const parallel = await box(page, "Both");
  await bring(page, "Wait", { x: parallel.x + parallel.width - 4, y: parallel.y + parallel.height / 2 });
  now = await states();
  expect(now.Both.Branches[2].StartAt).toBe("Wait");
});

test("bars appear only where a drop is possible, the reason is told while dragging, and Escape cancels", async ({ page }) => {
  await open(page, town);
  const before = await definition(page);
  await bring(page, "Fail", await below(page, "First"), async () => {
    await expect(page.locator(".drop.over.refused")).toBeVisible();
    await expect(page.locator(".dragged")).toContainText("never be reached");
    await shoot(page, "drop-refused");
    // A place in the middle has no bar; a catcher and the ends have one.
    const bars = await page.locator(".drop:not(.over)").count();
    expect(bars).toBeGreaterThan(2);
    expect(bars).toBeLessThan(9);
    await page.keyboard.press("Escape");
    await expect(page.locator(".dragged")).toHaveCount(0);
  });
  const first = await middle(page, "First");
  await drag(page, first, await below(page, "Last"), async () => {
    await expect(page.locator(".drop.over")).toBeVisible();
    await shoot(page, "dragging");
    await page.keyboard.press("Escape");
  });
  await expect(page.locator(".drop")).toHaveCount(0);
  expect(await definition(page)).toEqual(before);
});

test("states are moved with their arrows mended", async ({ page }) => {
  await open(page, town);
  // A state with a catcher goes elsewhere in its scope, and keeps it.
  await drag(page, await middle(page, "First"), await below(page, "Last"));
  let now = await definition(page);
  expect([now.StartAt, now.States.Last.Next, now.States.First.End, now.States.First.Catch[0].Next]).toEqual(["Kind?", "First", true, "Oops"]);
  await takeBack(page);
  // Into a branch its catcher cannot go along.
  const hole = await page.locator(".hole").first().boundingBox();
  await drag(page, await middle(page, "First"), { x: hole.x + hole.width / 2, y: hole.y + hole.height / 2 });
  now = await definition(page);
  expect(now.StartAt).toBe("Kind?");
  expect(now.States.Both.Branches[1].States.First.Catch).toBeUndefined();
  expect(now.States.First).toBeUndefined();
  await openText(page, chain("A", "B", "C", "D"));
  // Two at once: selected with Shift, dragged together.
  await state(page, "A").click();
  await state(page, "B").click({ modifiers: ["Shift"] });
  await drag(page, await middle(page, "A"), await below(page, "D"));
  now = await definition(page);
  expect([now.StartAt, now.States.D.Next, now.States.A.Next, now.States.B.End]).toEqual(["C", "A", "B", true]);
});

test("arrows are drawn from handles, selected, led elsewhere and removed", async ({ page }) => {
  await open(page, chain("A", "B", "C", "D"));
  // From the handle below a state: its next one.
  await state(page, "A").click();
  await drag(page, await below(page, "A", 0), await middle(page, "C"), async () => {
    await expect(page.locator(".aim")).toBeVisible();
  });
  let now = (await definition(page)).States;
  expect(now.A.Next).toBe("C");
  await takeBack(page);
  // Click on an arrow: it has a look of its own; Delete ends the flow there.
  const line = await below(page, "B", 3);
  await page.mouse.click(line.x, line.y);
  await expect(page.locator(".edges path.selected").first()).toBeAttached();
  await expect(state(page, "B")).toHaveAttribute("aria-pressed", "false");
  await shoot(page, "arrow-selected");
  await page.keyboard.press("Delete");
  now = (await definition(page)).States;
  expect(now.B).toEqual(pass({ End: true }));
  await takeBack(page);
  // By keyboard: E takes the arrow out of the state, C asks where it should lead.
  await state(page, "B").click();
  await page.keyboard.press("e");
  await expect(page.locator(".edges path.selected").first()).toBeAttached();
  await page.keyboard.press("c");
  await page.getByRole("searchbox", { name: "Name of the state to lead to" }).fill("D");
  await page.keyboard.press("Enter");
  now = (await definition(page)).States;
  expect(now.B.Next).toBe("D");
  // A rule, a default and a catcher.
  await openText(page, town);
  await state(page, "Kind\\?").click();
  await drag(page, await below(page, "Kind?", 0), await middle(page, "Last"));
  now = (await definition(page)).States;
  expect(now["Kind?"].Choices[1].Next).toBe("Last");
  await takeBack(page);
  await state(page, "Both").click({ position: { x: 60, y: 20 } });
  const both = await box(page, "Both");
  const scale = both.width / (await state(page, "Both").evaluate((element) => element.offsetWidth));
  await drag(page, { x: both.x + both.width, y: both.y + 28 * scale }, await middle(page, "Last"));
  now = (await definition(page)).States;
  expect(now.Both.Catch[0].Next).toBe("Last");
  await takeBack(page);
  await state(page, "Kind\\?").click();
  await page.keyboard.press("e");
  await page.keyboard.press("e");
  await page.keyboard.press("Delete");
  now = (await definition(page)).States;
  expect(now["Kind?"].Default).toBeUndefined();
  await takeBack(page);
  await state(page, "Kind\\?").click();
  await page.keyboard.press("e");
  await page.keyboard.press("Delete");
  now = (await definition(page)).States;
  expect(now["Kind?"].Choices).toEqual([]);
});

test("many are selected, duplicated, wrapped, taken apart and deleted", async ({ page }) => {
  await open(page, chain("A", "B", "C", "D"));
  const selected = page.locator(".node.selected");
  // A marquee with Shift.
  const [b, c] = [await box(page, "B"), await box(page, "C")];
  await page.keyboard.down("Shift");
  await drag(page, { x: b.x - 60, y: b.y - 4 }, { x: c.x + c.width + 30, y: c.y + c.height + 4 }, async () => {
    await expect(page.locator(".marquee")).toBeVisible();
  });
  await page.keyboard.up("Shift");
  await expect(selected).toHaveCount(2);
  await page.keyboard.press("Control+d");
  let now = (await definition(page)).States;
  expect(Object.keys(now)).toHaveLength(6);
  await takeBack(page);
  for (const [word, name, inner] of [
    ["Wrap in Parallel", "Parallel", (made) => made.Branches[0]],
    ["Wrap in Map", "Map", (made) => made.ItemProcessor],
    ["Try with Catch", "Try", (made) => made.Branches[0]],
  ]) {
    await state(page, "B").click();
    await state(page, "C").click({ modifiers: ["Shift"] });
    await state(page, "C").click({ button: "right" });
    await page.getByRole("menuitem", { name: word }).click();
    now = (await definition(page)).States;
    expect([now.A.Next, Object.keys(inner(now[name]).States), now[name].Next]).toEqual([name, ["B", "C"], "D"]);
    if (name === "Try") expect(now.Try.Catch[0].ErrorEquals).toEqual(["States.ALL"]);
    if (name === "Map") {
      await state(page, "Map").click({ button: "right", position: { x: 60, y: 15 } });
      await page.getByRole("menuitem", { name: "Take apart" }).click();
      expect((await definition(page)).States).toEqual(chain("A", "B", "C", "D").States);
      await takeBack(page);
    }
    await takeBack(page);
  }
  await state(page, "B").click();
  await state(page, "C").click({ modifiers: ["Shift"] });
  await page.keyboard.press("Backspace");
  now = (await definition(page)).States;
  expect([Object.keys(now), now.A.Next]).toEqual([["A", "D"], "D"]);
  // One list of everything, with names.
  await expect(undo(page)).toHaveAttribute("title", /Delete 2 states/);
  await takeBack(page);
  await page.getByRole("button", { name: "Redo" }).click();
  await expect(state(page, "B")).toHaveCount(0);
});

test("states are copied as text, and pasted into another workflow", async ({ page }) => {
  await open(page, chain("A", "B", "C"));
  await state(page, "A").click();
  await state(page, "B").click({ modifiers: ["Shift"] });
  await page.keyboard.press("Control+c");
  await expect(page.getByText("Copied as text")).toBeVisible();
  const text = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
  expect(text).toEqual({ StartAt: "A", States: { A: pass({ Next: "B" }), B: pass() } });
  await page.getByTitle("Open another workflow").click();
  await page.getByRole("button", { name: "New Standard workflow" }).click();
  await focusBoard(page);
  await page.keyboard.press("Control+v");
  await expect(state(page, "B")).toBeVisible();
  // Plain text of the language from anywhere else, too; names that are taken get a number.
  await page.evaluate(() => navigator.clipboard.writeText('Pause:\n  Type: Wait\n  Seconds: 3\n  End: true\n'));
  await page.keyboard.press("Control+v");
  await expect(state(page, "Pause")).toBeVisible();
  await page.keyboard.press("Control+v");
  await expect(state(page, "Pause \\(1\\)")).toBeVisible();
  await page.evaluate(() => navigator.clipboard.writeText("no workflow at all"));
  await page.keyboard.press("Control+v");
  await expect(page.getByText("This is no part of a definition")).toBeVisible();
  // Cut.
  await state(page, "A").click();
  await page.keyboard.press("Control+x");
  await expect(state(page, "A")).toHaveCount(0);
});

test("a state is renamed in place, everywhere it is mentioned", async ({ page }) => {
  await open(page, town);
  await state(page, "Last").click();
  await page.keyboard.press("F2");
  const field = page.getByRole("textbox", { name: "New name" });
  await expect(field).toBeFocused();
  await field.fill("The end of it");
  await page.keyboard.press("Enter");
  const now = (await definition(page)).States;
  expect([now.Both.Next, now.Each.Next, Object.keys(now)[4]]).toEqual(["The end of it", "The end of it", "The end of it"]);
  await state(page, "The end of it").click();
  await page.keyboard.press("F2");
  await field.fill("Oops");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Another state is called “Oops”")).toBeVisible();
});

test("branches and rules are added and removed in place", async ({ page }) => {
  await open(page, town);
  await state(page, "Kind\\?").click({ button: "right" });
  await page.getByRole("menuitem", { name: "Add a rule" }).click();
  expect((await definition(page)).States["Kind?"].Choices).toHaveLength(2);
  await takeBack(page);
  await state(page, "Both").click({ button: "right", position: { x: 60, y: 15 } });
  await page.getByRole("menuitem", { name: "Add a branch…" }).click();
  await page.getByRole("searchbox", { name: "Search states and actions to insert" }).fill("wait");
  await page.keyboard.press("Enter");
  expect((await definition(page)).States.Both.Branches[2].StartAt).toBe("Wait");
  const hole = await page.locator(".hole").first().boundingBox();
  await page.mouse.click(hole.x + 20, hole.y + 10, { button: "right" });
  await page.getByRole("menuitem", { name: "Remove this branch" }).click();
  expect((await definition(page)).States.Both.Branches).toHaveLength(2);
  const label = await page.locator(".edge-label", { hasText: "big" }).boundingBox();
  await page.mouse.click(label.x + label.width / 2, label.y + label.height / 2, { button: "right" });
  await shoot(page, "arrow-menu");
  await page.getByRole("menuitem", { name: "Remove this rule" }).click();
  expect((await definition(page)).States["Kind?"].Choices).toEqual([]);
});

test("“+” on an arrow inserts, and two states of one name are told apart", async ({ page }) => {
  await open(page, chain("A", "B"));
  await page.locator(".board").hover();
  const plus = await page.locator(".plus").nth(1).boundingBox();
  await page.mouse.click(plus.x + plus.width / 2, plus.y + plus.height / 2);
  await page.getByRole("searchbox", { name: "Search states and actions to insert" }).fill("s3:getBucketAcl");
  await page.keyboard.press("Enter");
  const now = (await definition(page)).States;
  expect([now.A.Next, now.GetBucketAcl.Resource]).toEqual(["GetBucketAcl", "arn:aws:states:::aws-sdk:s3:getBucketAcl"]);
  const twins = chain("A", "B");
  twins.States.Both = { Type: "Parallel", Branches: [chain("A", "B"), chain("A", "B")].map(({ StartAt, States }) => ({ StartAt, States })), End: true };
  twins.States.B = pass({ Next: "Both" });
  await openText(page, twins).catch(() => {});
  await expect(state(page, "A")).toHaveCount(3);
  await expect(page.locator(".edges path.arrow")).toHaveCount(6);
});

test("several states are duplicated, wrapped, moved and thinned out from their form", async ({ page }) => {
  await open(page, chain("A", "B", "C", "D"));
  const form = page.getByRole("complementary", { name: "State" });
  const choose = async () => {
    await state(page, "A").click();
    await state(page, "B").click({ modifiers: ["Shift"] });
    await expect(form.getByRole("heading", { name: "2 states" })).toBeVisible();
  };
  await choose();
  await shoot(page, "several");
  await expectAccessible(page);
  await form.getByRole("button", { name: "Duplicate" }).click();
  expect(Object.keys((await definition(page)).States)).toHaveLength(6);
  await takeBack(page);
  await choose();
  await form.getByRole("button", { name: "Try with Catch" }).click();
  expect(Object.keys((await definition(page)).States.Try.Branches[0].States)).toEqual(["A", "B"]);
  await takeBack(page);
  // Elsewhere without dragging: only places where they may go are offered.
  await choose();
  await form.getByRole("button", { name: "Move to…" }).click();
  const search = page.getByRole("searchbox", { name: "Where to move it" });
  await expect(page.getByRole("option", { name: /Behind “A”/ })).toHaveCount(0);
  await search.fill("behind “d”");
  await page.keyboard.press("Enter");
  let now = await definition(page);
  expect([now.StartAt, now.States.D.Next, now.States.A.Next, now.States.B.End]).toEqual(["C", "A", "B", true]);
  await takeBack(page);
  await choose();
  await form.getByRole("button", { name: "Take B out of the selection" }).click();
  await expect(form.getByRole("heading", { name: "A", exact: true })).toBeVisible();
  await choose();
  await form.getByRole("button", { name: "Delete" }).click();
  now = await definition(page);
  expect([now.StartAt, Object.keys(now.States)]).toEqual(["C", ["C", "D"]]);
});

test("a default is led elsewhere by its head, and one of two equal names is never guessed", async ({ page }) => {
  await open(page, town);
  // The second arrow out of the Choice is its default.
  await state(page, "Kind\\?").click();
  for (const key of ["e", "e"]) await page.keyboard.press(key);
  await expect(page.locator(".edge-label.selected")).toHaveText("Default");
  const head = await page.locator(".handle").boundingBox();
  await drag(page, { x: head.x + head.width / 2, y: head.y + head.height / 2 }, await middle(page, "Last"));
  expect((await definition(page)).States["Kind?"].Default).toBe("Last");
  const twins = chain("A", "B");
  twins.States.B = { Type: "Parallel", Branches: [chain("A")].map(({ StartAt, States }) => ({ StartAt, States })), Next: "C" };
  twins.States.C = pass();
  await openText(page, twins).catch(() => {});
  const before = await definition(page);
  const second = await state(page, "A").nth(1).boundingBox();
  await drag(page, { x: second.x + 40, y: second.y + 20 }, await below(page, "C"), async () => {
    await expect(page.locator(".dragged")).toContainText("Several states are called “A”");
  });
  await state(page, "A").nth(1).click();
  await page.keyboard.press("Delete");
  await expect(page.getByText("Several states are called “A”").first()).toBeVisible();
  expect(await definition(page)).toEqual(before);
});
