// Building a workflow by hand: by mouse, by keyboard alone and by touch alone, with the same text in the end.
//
// What the Design screen promises, and the scenario that tries it (c: canvas, n: navigation, i: inspector, d: here):
//
//   Adding       actions, SDK actions, HTTP, flow, patterns, one search      n "something is found by what one types…"
//                drag, press, Enter                                          c "something new is dropped…", n the same, d "…by touch alone"
//   Canvas       a drop on every kind of place                               c "something new is dropped on every kind of place"
//                bars only where it may go, why not, Escape                  c "bars appear only where a drop is possible…"
//                a state or several moved, Catch and references mended       c "states are moved with their arrows mended", c "several states…"
//                branches and rules added and removed                        c "branches and rules are added and removed in place"
//                Next, rule, Catch, Default drawn and led elsewhere          c "arrows are drawn from handles…", c "a default is led elsewhere…"
//                “+” by press and by tap                                     c "“+” on an arrow inserts…", n "two fingers zoom, a tap on “+” inserts…"
//                marquee, Shift, duplicate, wrap, unwrap, delete, menu       c "many are selected…", c "several states…", d "deleting heals…"
//                copy and paste, between workflows and as text               c "states are copied as text…"
//                rename in place and everywhere                              c "a state is renamed in place…"
//                one list of undo with names                                 c "many are selected…"
//   Moving       wheel, trackpad, Space, minimap, fit, find, zoom to it      n "the picture is moved and zoomed…", n "the flow turns…"
//                keys for everything                                         n "the keyboard alone walks…", d "…by keyboard alone"
//                outline                                                     n "the outline is an equal editor"
//                touch: two fingers, sheet                                   n "two fingers zoom…", i "on a phone the form is a sheet…"
//   Forms        Task, Lambda, callback, errors, time, credentials           i "a Lambda task…"
//                .sync, comment, the state's own text                        i "a task that is waited for…"
//                HTTP                                                        i "an HTTP task in JSONata"
//                Choice with And, Or, Not and raw                            i "a Choice: nested conditions…"
//                Map with reader, batcher, writer, tolerance                 i "a distributed Map…" (two)
//                Pass, Parallel, variables                                   i "a Pass, a Parallel and the variables…"
//                Wait, Fail                                                  i "a Wait in its four forms…"
//                filters, completion, diagnostics beside fields              i "the data of a task…", i "API parameters are completed…"
//                both languages, conversion                                  i "every type has its form…", i "a state is converted…"
//   Text         only what must change, in JSON and YAML                     i "a form touches only the text it must…" (two),
//                                                                            and crates/editor/tests/random.rs for every command

import { expect, expectAccessible, goTo, openStudio, shoot, state, test } from "../studio.js";

const invoke = (name, arrow) => ({
  [name]: expect.objectContaining({ Type: "Task", Resource: "arn:aws:states:::lambda:invoke", ...arrow }),
});

/** What all three ways must come to. */
const wanted = {
  StartAt: "ValidateOrder",
  States: {
    ...invoke("ValidateOrder", { Next: "ChargeCard" }),
    ...invoke("ChargeCard", {
      End: true,
      Catch: [{ ErrorEquals: ["States.ALL"], Next: "RefundAndNotify" }],
    }),
    ...invoke("RefundAndNotify", { End: true }),
  },
};

/** The definition, copied from where the user reads it: the editor itself builds only the lines one sees. */
async function definition(page) {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await goTo(page, "Code");
  await page.getByRole("textbox", { name: "Definition" }).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+c");
  return JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
}

async function openBlank(page, press) {
  await openStudio(page);
  await press(page.getByTitle("Open another workflow"));
  await press(page.getByRole("button", { name: "New Standard workflow" }));
  await expect(page.getByText("Add the first state")).toBeVisible();
}

test("the order workflow is built by mouse", async ({ page }) => {
  const click = (locator) => locator.click();
  await openBlank(page, click);
  await page.getByRole("searchbox", { name: "Search states and actions" }).fill("lambda invoke");
  const source = page.locator("[data-entry='lambda:invoke']");
  const drag = async (to) => {
    const from = await source.boundingBox();
    await page.mouse.move(from.x + 40, from.y + 20);
    await page.mouse.down();
    await page.mouse.move(from.x + 90, from.y + 60, { steps: 4 });
    await page.mouse.move(to.x, to.y, { steps: 8 });
    await expect(page.locator(".drop.over")).toBeVisible();
    await page.mouse.up();
  };
  const rename = async (name) => {
    await page.getByRole("textbox", { name: "State name" }).fill(name);
    await page.keyboard.press("Enter");
    await expect(state(page, name)).toBeVisible();
  };
  const board = await page.locator(".board").boundingBox();
  await drag({ x: board.x + board.width / 2, y: board.y + board.height / 2 });
  await rename("ValidateOrder");
  const below = async (name) => {
    const box = await state(page, name).boundingBox();
    return { x: box.x + box.width / 2, y: box.y + box.height + 16 };
  };
  await drag(await below("ValidateOrder"));
  await rename("ChargeCard");
  await drag(await below("ChargeCard"));
  await rename("RefundAndNotify");
  await state(page, "ChargeCard").click();
  await page.getByRole("combobox", { name: "Next state" }).selectOption("Go to the end");
  await page.getByRole("tab", { name: "Errors" }).click();
  await page.getByRole("button", { name: "Add a catcher" }).click();
  await page.getByRole("combobox", { name: "Then go to" }).selectOption("RefundAndNotify");
  await shoot(page, "built-by-mouse");
  expect(await definition(page)).toEqual(wanted);
});

test("the order workflow is built by keyboard alone", async ({ page }) => {
  const keys = page.keyboard;
  /** Goes on with Tab until the focus is there, as somebody without a mouse does. */
  const reach = async (locator) => {
    for (let presses = 0; presses < 120; presses += 1) {
      if (await locator.evaluate((element) => element === document.activeElement, { timeout: 2_000 }).catch(() => false)) return;
      await keys.press("Tab");
    }
    throw new Error("Tab does not lead there");
  };
  const press = async (locator) => {
    await reach(locator);
    await keys.press("Enter");
  };
  await openBlank(page, press);
  const board = page.locator(".board");
  await reach(board);
  const add = async (name) => {
    await keys.press("Insert");
    const search = page.getByRole("searchbox", { name: "Search states and actions to insert" });
    await expect(search).toBeFocused();
    await keys.type("lambda invoke");
    await keys.press("Enter");
    await expect(board).toBeFocused();
    await keys.press("F2");
    const field = page.getByRole("textbox", { name: "New name" });
    await expect(field).toBeFocused();
    await keys.press("Control+a");
    await keys.type(name);
    await keys.press("Enter");
    await expect(state(page, name)).toBeVisible();
    await expect(board).toBeFocused();
  };
  await add("ValidateOrder");
  await add("ChargeCard");
  await add("RefundAndNotify");
  await keys.press("ArrowUp");
  await expect(state(page, "ChargeCard")).toHaveAttribute("aria-pressed", "true");
  await keys.press("Enter");
  await reach(page.getByRole("combobox", { name: "Next state" }));
  await keys.type("Go to");
  await reach(page.getByRole("tab", { name: "Setup" }));
  // Data, Variables, Errors.
  for (let presses = 0; presses < 3; presses += 1) await keys.press("ArrowRight");
  await expect(page.getByRole("tab", { name: "Errors" })).toBeFocused();
  await press(page.getByRole("button", { name: "Add a catcher" }));
  await reach(page.getByRole("combobox", { name: "Then go to" }));
  await keys.type("Refund");
  await expect(page.getByRole("combobox", { name: "Then go to" })).toHaveValue("RefundAndNotify");
  await keys.press("Tab");
  expect(await definition(page)).toEqual(wanted);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("the order workflow is built by touch alone", async ({ page }) => {
    const tap = (locator) => locator.tap();
    await openBlank(page, tap);
    const close = () => page.getByRole("button", { name: "Close this panel" }).filter({ visible: true }).tap();
    const add = async (name) => {
      await tap(page.getByRole("button", { name: "Add", exact: true }));
      await page.getByRole("searchbox", { name: "Search states and actions" }).fill("lambda invoke");
      await tap(page.locator("[data-entry='lambda:invoke']"));
      await close();
      await tap(page.getByRole("button", { name: "Edit", exact: true }));
      await page.getByRole("textbox", { name: "State name" }).fill(name);
      await page.getByRole("textbox", { name: "State name" }).blur();
      await close();
      await expect(state(page, name)).toBeVisible();
    };
    await add("ValidateOrder");
    await add("ChargeCard");
    await add("RefundAndNotify");
    await tap(state(page, "ChargeCard"));
    await tap(page.getByRole("button", { name: "Edit", exact: true }));
    await page.getByRole("combobox", { name: "Next state" }).selectOption("Go to the end");
    await tap(page.getByRole("tab", { name: "Errors" }));
    await tap(page.getByRole("button", { name: "Add a catcher" }));
    await page.getByRole("combobox", { name: "Then go to" }).selectOption("RefundAndNotify");
    await shoot(page, "built-by-touch");
    await expectAccessible(page);
    await close();
    expect(await definition(page)).toEqual(wanted);
  });
});

test("deleting heals the flow, and one undo brings it back", async ({ page }) => {
  await openStudio(page);
  await state(page, "ValidateOrder").click();
  await page.keyboard.press("Delete");
  await expect(state(page, "ValidateOrder")).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(state(page, "ValidateOrder")).toBeVisible();
});

test("a state is dragged to another place", async ({ page }) => {
  await openStudio(page);
  const from = await state(page, "ValidateOrder").boundingBox();
  const refund = await state(page, "RefundAndNotify").boundingBox();
  await page.mouse.move(from.x + 60, from.y + 20);
  await page.mouse.down();
  await page.mouse.move(from.x + 120, from.y + 60, { steps: 4 });
  await page.mouse.move(refund.x + refund.width / 2, refund.y + refund.height + 16, { steps: 8 });
  await page.mouse.up();
  const text = await definition(page);
  expect(text.StartAt).toBe("ChargeCard");
  expect(text.States.RefundAndNotify.Next).toBe("ValidateOrder");
});

test("states are wrapped, and taken apart again", async ({ page }) => {
  await openStudio(page);
  await state(page, "ValidateOrder").click({ button: "right" });
  await page.getByRole("menuitem", { name: "Wrap in Parallel" }).click();
  await expect(state(page, "Parallel")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(state(page, "Parallel")).toHaveCount(0);
});

test("problems are listed, found and mended", async ({ page }) => {
  await openStudio(page);
  await page.getByRole("contentinfo").getByRole("button").first().click();
  const problems = page.getByRole("region", { name: "Problems" });
  await expect(problems).toBeVisible();
  await expectAccessible(page);
  const fixes = problems.getByRole("button", { name: "Retry the errors of the Lambda service" });
  const before = await fixes.count();
  expect(before).toBeGreaterThan(0);
  await fixes.first().click();
  await expect(fixes).toHaveCount(before - 1);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(fixes).toHaveCount(before);
});
