// Getting around: by wheel and pinch, by keyboard alone, in the outline, by touch.

import { box, chain, definition, focusBoard, middle, open, openText, settle, town } from "../board.js";
import { expect, expectAccessible, openStudio, shoot, state, test } from "../studio.js";

const percent = async (page) => Number((await page.getByRole("button", { name: /actual size/ }).innerText()).replace(/\D/g, ""));
const chosen = (page, name) => expect(state(page, name)).toHaveAttribute("aria-pressed", "true");

/** A long workflow: more than fits. */
const long = chain(...Array.from({ length: 40 }, (_, place) => `Step ${place + 1}`));

test("the picture is moved and zoomed by wheel, trackpad, Space, minimap and buttons", async ({ page }) => {
  await open(page, long);
  const board = await page.locator(".board").boundingBox();
  const center = { x: board.x + board.width / 2, y: board.y + board.height / 2 };
  await page.mouse.move(center.x, center.y);
  await focusBoard(page);
  await page.keyboard.press("0");
  expect(await percent(page)).toBe(100);
  const before = await box(page, "Step 20");
  await page.mouse.wheel(0, 100);
  await expect.poll(async () => Math.round((await box(page, "Step 20")).y - before.y)).toBe(-100);
  await page.mouse.wheel(30, 0);
  await expect.poll(async () => Math.round((await box(page, "Step 20")).x - before.x)).toBe(-30);
  // A trackpad tells a pinch as a wheel with Control.
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -60);
  await page.keyboard.up("Control");
  await expect.poll(() => percent(page)).toBeGreaterThan(120);
  await page.getByRole("button", { name: "Zoom out" }).click();
  await page.getByRole("button", { name: /actual size/ }).click();
  expect(await percent(page)).toBe(100);
  // Space and drag, over a state.
  await focusBoard(page);
  const at = await middle(page, "Step 20");
  await page.mouse.move(at.x, at.y);
  await page.keyboard.down("Space");
  await page.mouse.down();
  await page.mouse.move(at.x + 50, at.y + 40, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up("Space");
  await expect.poll(async () => Math.round((await middle(page, "Step 20")).y - at.y)).toBe(40);
  await expect(page.locator(".node.selected")).toHaveCount(0);
  // The minimap leads to the end.
  const map = await page.locator(".minimap").boundingBox();
  await page.mouse.click(map.x + map.width / 2, map.y + map.height - 8);
  await expect(state(page, "Step 40")).toBeInViewport();
  await page.getByRole("button", { name: "Fit" }).click();
  for (const name of ["Step 1", "Step 40"]) await expect(state(page, name)).toBeInViewport();
  await shoot(page, "long");
  // Find a state, and zoom to what is selected.
  await focusBoard(page);
  await page.keyboard.press("Control+f");
  await page.getByRole("searchbox", { name: "Name of a state" }).fill("step 33");
  await page.keyboard.press("Enter");
  await chosen(page, "Step 33");
  await expect(state(page, "Step 33")).toBeInViewport();
  await page.keyboard.press("1");
  const small = await percent(page);
  await page.keyboard.press("2");
  await expect.poll(() => percent(page)).toBeGreaterThan(small);
});

test("the keyboard alone walks, edits, moves and tells its keys", async ({ page }) => {
  await open(page, town);
  await focusBoard(page);
  await page.keyboard.press("Home");
  await chosen(page, "First");
  // Along the arrows, into the branch and out of it again, and among siblings.
  for (const name of ["Kind\\?", "Both", "Left"]) {
    await page.keyboard.press("ArrowDown");
    await chosen(page, name);
  }
  await page.keyboard.press("ArrowUp");
  await chosen(page, "Both");
  await page.keyboard.press("ArrowRight");
  await chosen(page, "Each");
  await page.keyboard.press("Space");
  await expect(state(page, "Item")).toHaveCount(0);
  await page.keyboard.press("Space");
  await expect(state(page, "Item")).toBeVisible();
  // Enter opens the form.
  await page.keyboard.press("Enter");
  await expect(page.locator(".panel.right :focus")).toHaveCount(1);
  await openText(page, chain("A", "B", "C"));
  await focusBoard(page);
  await page.keyboard.press("Home");
  await page.keyboard.press("Alt+ArrowDown");
  let now = await definition(page);
  expect([now.StartAt, now.States.B.Next, now.States.A.Next]).toEqual(["B", "A", "C"]);
  // The caret in Code has chosen another state.
  await state(page, "A").click();
  await page.keyboard.press("Alt+ArrowUp");
  expect((await definition(page)).StartAt).toBe("A");
  // Branches and rules change places.
  const wide = chain("P");
  wide.States.P = { Type: "Parallel", Branches: [chain("L"), chain("R")].map(({ StartAt, States }) => ({ StartAt, States })), End: true };
  await openText(page, wide);
  await state(page, "L").click();
  await page.keyboard.press("Alt+ArrowRight");
  now = await definition(page);
  expect(now.States.P.Branches.map((branch) => branch.StartAt)).toEqual(["R", "L"]);
  await state(page, "L").click();
  await page.keyboard.press("Shift+Insert");
  await page.getByRole("searchbox", { name: "Search states and actions to insert" }).fill("wait");
  await page.keyboard.press("Enter");
  expect((await definition(page)).States.P.Branches[1].StartAt).toBe("Wait");
  // The menu by its key.
  await state(page, "R").click();
  await page.keyboard.press("Shift+F10");
  await expect(page.getByRole("menuitem", { name: "Edit" })).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("menuitem", { name: "Rename" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.locator(".board")).toBeFocused();
  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keys" });
  for (const word of ["Walk along the arrows", "Rename", "Find a state", "Undo, redo", "Add a state behind this one"]) await expect(keys).toContainText(word);
  await shoot(page, "keys");
  await expectAccessible(page);
});

test("the outline is an equal editor", async ({ page }) => {
  await open(page, town);
  await page.getByRole("tab", { name: "Outline" }).click();
  const line = (name) => page.getByRole("treeitem", { name: new RegExp(`^›?\\s*${name}`) });
  await expect(page.getByRole("tree", { name: "Outline" })).toBeVisible();
  await expect(line("Left")).toHaveAttribute("aria-level", "2");
  await expect(line("Kind")).toHaveAttribute("aria-description", "Leads to “Both”, “Each”");
  await line("First").click();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(line("Both")).toBeFocused();
  // To the left closes, to the right opens and goes in.
  await page.keyboard.press("ArrowLeft");
  await expect(line("Both")).toHaveAttribute("aria-expanded", "false");
  await expect(line("Left")).toHaveCount(0);
  await expect(line("Both")).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(line("Both")).toHaveAttribute("aria-expanded", "true");
  await expect(line("Both")).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(line("Left")).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await expect(line("Both")).toBeFocused();
  await expectAccessible(page);
  await shoot(page, "outline");
  // Keys that follow each other at once arrive, although lines come and go meanwhile.
  for (const key of ["ArrowLeft", "ArrowLeft", "ArrowDown", "ArrowUp", "ArrowRight", "ArrowRight"]) await page.keyboard.press(key);
  await expect(line("Left")).toBeFocused();
  // The tab of the panel stays when one comes back from another screen.
  await definition(page);
  await expect(page.getByRole("tree", { name: "Outline" })).toBeVisible();
  await line("Left").click();
  // A letter jumps; F2 renames, Insert adds, Alt and an arrow moves, Delete removes.
  await page.keyboard.press("o");
  await expect(line("Oops")).toBeFocused();
  await page.keyboard.press("F2");
  await page.getByRole("textbox", { name: "New name" }).fill("Sorry");
  await page.keyboard.press("Enter");
  await expect(line("Sorry")).toBeFocused();
  await page.keyboard.press("l");
  await page.keyboard.press("l");
  await expect(line("Last")).toBeFocused();
  await page.keyboard.press("Insert");
  await page.getByRole("searchbox", { name: "Search states and actions to insert" }).fill("pass");
  await page.keyboard.press("Enter");
  await expect(line("Pass")).toBeFocused();
  await page.keyboard.press("Alt+ArrowUp");
  let now = (await definition(page)).States;
  expect([now.Pass.Next, now.Last.End, now.First.Catch[0].Next]).toEqual(["Last", true, "Sorry"]);
  await line("Pass").click();
  await page.keyboard.press("Delete");
  await expect(line("Pass")).toHaveCount(0);
  now = (await definition(page)).States;
  expect(now.Both.Next).toBe("Last");
});

test("the flow turns, containers fold, and small edits glide", async ({ page }) => {
  await open(page, town);
  await page.getByRole("button", { name: "Left to right" }).click();
  await settle(page);
  const [first, kind] = [await box(page, "First"), await box(page, "Kind?")];
  expect(kind.x).toBeGreaterThan(first.x + first.width);
  await shoot(page, "right");
  await page.getByRole("button", { name: "Top down" }).click();
  await settle(page);
  await state(page, "Both").dblclick({ position: { x: 60, y: 15 } });
  await expect(state(page, "Left")).toHaveCount(0);
  await expect(state(page, "Both")).toHaveClass(/stack/);
  await shoot(page, "folded");
  // What is found is shown, also when it was folded away.
  await focusBoard(page);
  await page.keyboard.press("Control+f");
  const search = page.getByRole("searchbox", { name: "Name of a state" });
  await expect(search).toBeFocused();
  await search.fill("l");
  await expect(page.getByRole("option", { name: "Left" })).toContainText("in “Both”");
  // The arrow keys choose among what was found.
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await expect(page.locator(".picker").getByRole("option", { selected: true })).toContainText("Left");
  await page.keyboard.press("Enter");
  await expect(state(page, "Left")).toBeVisible();
  await chosen(page, "Left");
  // The same element moves to its new place: it is not built anew.
  await openText(page, chain("A", "B", "C"));
  await state(page, "C").evaluate((element) => (element.marked = true));
  const before = await box(page, "A");
  await state(page, "B").click();
  await page.keyboard.press("Delete");
  await expect(state(page, "B")).toHaveCount(0);
  expect(await state(page, "C").evaluate((element) => element.marked)).toBe(true);
  expect(await state(page, "C").evaluate((element) => getComputedStyle(element).transitionProperty)).toContain("top");
  expect((await box(page, "A")).y).toBe(before.y);
  await page.emulateMedia({ reducedMotion: "reduce" });
  expect(await state(page, "C").evaluate((element) => getComputedStyle(element).transitionProperty)).not.toContain("top");
});

test("something is found by what one types, and dragged or inserted by Enter", async ({ page }) => {
  await openStudio(page);
  const search = page.getByRole("searchbox", { name: "Search states and actions" });
  const first = page.locator(".palette [data-entry]").first();
  for (const [words, id] of [
    ["lambda", "lambda:invoke"],
    ["s3", "aws-sdk:s3:getObject"],
    ["approve", "Human approval"],
    ["wait", "Wait"],
    ["dynamo put", "dynamodb:putItem"],
    ["saga", "Saga with compensation"],
    ["http", "http:invoke"],
    ["braket:createJob", "aws-sdk:braket:createJob"],
  ]) {
    await search.fill(words);
    await expect(first).toHaveAttribute("data-entry", id);
  }
  await search.fill("retry with");
  await search.press("Enter");
  await expect(state(page, "Call service")).toBeVisible();
  await search.fill("");
  await expect(page.locator(".palette [data-entry]")).toHaveText([/^Choice/, /^Parallel/, /^Map/, /^Pass/, /^Wait/, /^Succe/, /^Fail/]);
  await page.getByRole("tab", { name: "Actions" }).click();
  await expect(first).toHaveAttribute("data-entry", "lambda:invoke");
  await shoot(page, "browser-Actions");
  await page.getByRole("tab", { name: "Patterns" }).click();
  const patterns = page.locator(".palette");
  for (const pattern of ["Retry with back-off and catch", "Human approval", "Saga with compensation", "Scatter and gather", "Polling loop", "Batch over S3 objects", "Choice by error"]) await expect(patterns).toContainText(pattern);
  await shoot(page, "browser-Patterns");
  // A press adds behind what is selected.
  await page.locator("[data-entry='Polling loop']").click();
  await expect(page.locator(".node.selected").first()).toBeVisible();
});

test.describe("by touch", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("two fingers zoom, a tap on “+” inserts, a second tap opens the sheet", async ({ page }) => {
    await openStudio(page);
    const session = await page.context().newCDPSession(page);
    const touch = (type, ...points) => session.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
    const before = await percent(page);
    await touch("touchStart", [150, 300]);
    await touch("touchStart", [150, 300], [250, 400]);
    for (let step = 1; step <= 5; step += 1) await touch("touchMove", [150 - 8 * step, 300 - 8 * step], [250 + 8 * step, 400 + 8 * step]);
    await touch("touchEnd", [250, 400]);
    await touch("touchEnd");
    await expect.poll(() => percent(page)).toBeGreaterThan(before);
    await page.getByRole("button", { name: "Fit" }).tap();
    await settle(page);
    const plus = await page.locator(".plus").nth(1).boundingBox();
    await page.touchscreen.tap(plus.x + plus.width / 2, plus.y + plus.height / 2);
    const query = page.getByRole("searchbox", { name: "Search states and actions to insert" });
    await query.fill("wait");
    await page.locator(".insert-list button").first().tap();
    await expect(state(page, "Wait")).toBeVisible();
    await settle(page);
    await state(page, "Wait").tap();
    await page.waitForTimeout(500);
    if (!(await page.getByRole("textbox", { name: "State name" }).isVisible())) await state(page, "Wait").tap();
    await expect(page.getByRole("textbox", { name: "State name" })).toBeVisible();
    const sheet = await page.locator(".panel.right").boundingBox();
    expect(Math.round(sheet.y + sheet.height)).toBeLessThanOrEqual(844);
    expect(sheet.width).toBe(390);
    await shoot(page, "sheet");
    await expectAccessible(page);
  });
});
