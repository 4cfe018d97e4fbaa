// What scenarios of the Design screen share: workflows to edit, and hands that drag.

import { expect, goTo, openStudio, replaceText, state } from "./studio.js";

export const lambda = (more) => ({ Type: "Task", Resource: "arn:aws:states:::lambda:invoke", Arguments: { FunctionName: "f" }, ...more });
export const pass = (more = { End: true }) => ({ Type: "Pass", ...more });

/** A workflow with one of everything that something can be dropped on. */
export const town = {
  QueryLanguage: "JSONata",
  StartAt: "First",
  States: {
    First: lambda({ Catch: [{ ErrorEquals: ["States.ALL"], Next: "Oops" }], Next: "Kind?" }),
    "Kind?": { Type: "Choice", Choices: [{ Condition: "{% $states.input.big %}", Next: "Both" }], Default: "Each" },
    Both: {
      Type: "Parallel",
      Branches: [{ StartAt: "Left", States: { Left: pass() } }, { StartAt: "", States: {} }],
      Next: "Last",
    },
    Each: { Type: "Map", ItemProcessor: { StartAt: "Item", States: { Item: pass() } }, Next: "Last" },
    Last: pass(),
    Oops: { Type: "Fail", Error: "Oops" },
  },
};

export const chain = (...names) => ({
  QueryLanguage: "JSONata",
  StartAt: names[0],
  States: Object.fromEntries(names.map((name, place) => [name, pass(place + 1 < names.length ? { Next: names[place + 1] } : { End: true })])),
});

export async function openText(page, definition) {
  await goTo(page, "Code");
  await replaceText(page, "Definition", JSON.stringify(definition, null, 2));
  await goTo(page, "Design");
  const first = definition.StartAt;
  if (first) await expect(state(page, first.replace("?", "\\?"))).toBeVisible();
  await page.keyboard.press("Escape");
  await settle(page);
}

export async function open(page, definition) {
  await openStudio(page);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await openText(page, definition);
}

/** The definition, copied from where the user reads it. */
export async function definition(page) {
  await goTo(page, "Code");
  await page.getByRole("textbox", { name: "Definition" }).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+c");
  const text = await page.evaluate(() => navigator.clipboard.readText());
  await goTo(page, "Design");
  await settle(page);
  return JSON.parse(text);
}

/** Waits until nothing glides any longer. */
export async function settle(page) {
  const places = () => page.locator(".node").evaluateAll((nodes) => JSON.stringify(nodes.map((node) => node.getBoundingClientRect())));
  let before = await places();
  for (;;) {
    await page.waitForTimeout(80);
    const now = await places();
    if (now === before) return;
    before = now;
  }
}

/** Where a state is, when it has glided there. */
export async function box(page, name) {
  await settle(page);
  return state(page, name.replace("?", "\\?")).boundingBox();
}

export const middle = async (page, name) => {
  const { x, y, width, height } = await box(page, name);
  return { x: x + width / 2, y: y + Math.min(height, 40) / 2 };
};
export const below = async (page, name, by = 16) => {
  const { x, y, width, height } = await box(page, name);
  return { x: x + width / 2, y: y + height + by };
};
export const above = async (page, name, by = 8) => {
  const { x, y, width } = await box(page, name);
  return { x: x + width / 2, y: y - by };
};

export async function drag(page, from, to, meanwhile = async () => {}) {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 20, from.y + 20, { steps: 3 });
  await page.mouse.move(to.x, to.y, { steps: 6 });
  await meanwhile();
  await page.mouse.up();
}

/** Drags something of the list to a point. */
export async function bring(page, entry, to, meanwhile) {
  const source = page.locator(`[data-entry='${entry}']`);
  await source.scrollIntoViewIfNeeded();
  const { x, y } = await source.boundingBox();
  await drag(page, { x: x + 40, y: y + 20 }, to, meanwhile);
}

export const undo = (page) => page.getByRole("button", { name: "Undo" });

/** Takes the last change back, and waits until everything has glided home. */
export async function takeBack(page) {
  await undo(page).click();
  await settle(page);
}

export const focusBoard = (page) => page.locator(".board").focus();
