// The code editor by itself: what the program hears of it and can say to it.

import { address, expect, expectAccessible, shoot, test } from "../studio.js";

const open = async (page, options = {}) => {
  await page.goto(address("/parts/editor.html"));
  await page.waitForFunction(() => window.ready);
  await page.evaluate((options) => window.open(options), options);
};
const field = (page) => page.getByRole("textbox", { name: "Definition" });
const text = (page) => page.evaluate(() => window.editor.text());

test("typing is told, what the program puts in is not", async ({ page }) => {
  await open(page);
  await field(page).click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("x");
  expect(await page.evaluate(() => window.said)).toEqual([["change", '{\n  "Comment": "é😀",\n  "StartAt": "A"\n}\nx']]);
  await page.evaluate(() => window.editor.setText('{\n  "StartAt": "B"\n}\n'));
  expect(await text(page)).toBe('{\n  "StartAt": "B"\n}\n');
  expect((await page.evaluate(() => window.said)).length).toBe(1);
});

test("the cursor stays where it is when the program changes another place", async ({ page }) => {
  await open(page);
  await field(page).click();
  await page.keyboard.press("Control+End");
  await page.evaluate(() => window.editor.setText('{\n  "Comment": "é😀!",\n  "StartAt": "A"\n}\n'));
  await page.keyboard.type("y");
  expect(await text(page)).toBe('{\n  "Comment": "é😀!",\n  "StartAt": "A"\n}\ny');
});

test("undo and redo are handed on where the program wants them", async ({ page }) => {
  await open(page);
  await field(page).click();
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+y");
  await page.keyboard.press("Control+Shift+Z");
  expect(await page.evaluate(() => window.said)).toEqual([["undo", "undo"], ["undo", "redo"], ["undo", "redo"]]);
  await open(page, { hasOwnUndo: false });
  await field(page).click();
  await page.keyboard.type("z");
  await page.keyboard.press("Control+z");
  expect((await page.evaluate(() => window.said)).length).toBe(2);
});

test("marks are underlined, and say what they mean", async ({ page }) => {
  await open(page);
  await page.evaluate(() => window.editor.setMarks([4, 30], [13, 39], ["error", "warning"], ["No such field", "Hm"], ["SCHEMA", ""]));
  await expect(page.locator(".cm-lintRange-error")).toHaveText('"Comment"');
  await page.locator(".cm-lintRange-error").hover();
  await expect(page.getByText("No such field")).toBeVisible();
  await shoot(page, "editor-marks");
  await page.evaluate(() => window.editor.setMarks([], [], [], [], []));
  await expect(page.locator(".cm-lintRange-error")).toHaveCount(0);
});

test("completions are shown in the given order and put in", async ({ page }) => {
  await open(page);
  await field(page).click();
  await page.keyboard.press("Control+End");
  await page.keyboard.press("Control+Space");
  await expect(page.getByRole("option")).toHaveText([/Retry/, /Catch/]);
  await shoot(page, "editor-completion");
  await page.waitForTimeout(150);
  await page.keyboard.press("Enter");
  await expect.poll(() => text(page)).toMatch(/Retry$/);
});

test("Tab indents, and after Escape it leaves", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Before" }).focus();
  await page.keyboard.press("Tab");
  await expect(field(page)).toBeFocused();
  await page.keyboard.press("Control+End");
  await page.keyboard.press("Tab");
  expect(await text(page)).toMatch(/ {2}$/);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "After" })).toBeFocused();
});

test("a read-only text can be focused and searched, not changed", async ({ page }) => {
  await open(page, { isReadOnly: true });
  await field(page).click();
  await page.keyboard.type("x");
  expect(await page.evaluate(() => window.said)).toEqual([]);
  await page.keyboard.press("Control+f");
  await expect(page.getByRole("textbox", { name: "Find" })).toBeFocused();
  await shoot(page, "editor-search");
  await expectAccessible(page);
});

for (const scheme of ["light", "dark"]) {
  test(`the editor has no barriers (${scheme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await open(page);
    await page.evaluate(() => window.editor.setMarks([4], [13], ["error"], ["No such field"], [""]));
    await page.evaluate(() => window.editor.choose(4, 30, true));
    await field(page).click();
    await shoot(page, `editor-${scheme}`);
    await expectAccessible(page, { within: "#here" });
  });
}
