// What is wrong with a definition, as a user finds and mends it: marks in the code, badges in the picture, the panel.

import { expect, expectAccessible, field, goTo, openStudio, replaceText, shoot, state, test } from "../studio.js";

/** Two errors in one state, one in another, and hints. */
const broken = {
  StartAt: "Fetch",
  States: {
    Fetch: { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", Parameters: { FunctionName: "fetch" }, Next: "Chek" },
    Check: { Type: "Choice", Choices: [{ Variable: "$.size", NumericEqual: 3, Next: "Done" }], Default: "Done" },
    Done: { Type: "Succeed" },
  },
};

async function write(page, definition) {
  await goTo(page, "Code");
  await replaceText(page, "Definition", typeof definition === "string" ? definition : JSON.stringify(definition, null, 2));
}

/** Opens a definition from a file. */
async function openFile(page, name, text) {
  await page.getByTitle("Open another workflow").click();
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.getByRole("button", { name: "Open a file…" }).click()]);
  await chooser.setFiles([{ name, mimeType: "text/plain", buffer: Buffer.from(text) }]);
}

const footer = (page) => page.getByRole("contentinfo").getByRole("button").first();
const panel = (page) => page.getByRole("region", { name: "Problems" });
const rows = (page) => panel(page).locator(".problem");
const current = (page) => panel(page).locator("[aria-current=true]");

test("errors are marked in the code and on the state, and counted with sign and word", async ({ page }) => {
  await openStudio(page);
  await write(page, broken);
  await expect(footer(page)).toHaveText(/^3 errors\s*·\s*2 hints$/);
  await expect(page.locator(".cm-lintRange-error").filter({ hasText: "Chek" })).toHaveCount(1);
  await expect(page.locator(".cm-lintRange-error").filter({ hasText: "NumericEqual" })).toHaveCount(1);
  await page.locator(".cm-lintRange-error").filter({ hasText: "Chek" }).hover();
  await expect(page.getByText("Missing 'Next' target: Chek").first()).toBeVisible();
  await shoot(page, "problems-code");
  await goTo(page, "Design");
  await expect(state(page, "Check").locator(".ailing.error")).toBeVisible();
  await expect(state(page, "Fetch").locator(".ailing.error")).toBeVisible();
  await expect(state(page, "Done").locator(".ailing")).toHaveCount(0);
  await shoot(page, "problems-design");
});

test("the panel groups by state, searches, and goes to a problem", async ({ page }) => {
  await openStudio(page);
  await write(page, broken);
  await footer(page).click();
  await expect(panel(page).getByRole("heading", { level: 3 })).toHaveText(["State machine", "Fetch", "Check"]);
  await expectAccessible(page);
  await shoot(page, "problems-panel");
  await panel(page).getByRole("searchbox").fill("'numericequal'");
  await expect(rows(page)).toHaveCount(1);
  await rows(page).getByRole("button").first().click();
  // The text that is wrong is chosen in the editor.
  const [name, chosen] = [page.locator(".cm-lintRange-error").filter({ hasText: "NumericEqual" }), page.locator(".cm-selectionBackground").first()];
  await expect(chosen).toBeVisible();
  const [a, b] = [await name.boundingBox(), await chosen.boundingBox()];
  expect(Math.abs(a.x - b.x) + Math.abs(a.width - b.width)).toBeLessThan(6);
  await expect(state(page, "Check")).toHaveAttribute("aria-pressed", "true");
  await panel(page).getByRole("searchbox").fill("no such words");
  await expect(panel(page).getByText("No problem has these words.")).toBeVisible();
});

test("F8 goes forward and Shift+F8 back, around the end", async ({ page }) => {
  await openStudio(page);
  await write(page, broken);
  await goTo(page, "Design");
  await page.keyboard.press("F8");
  await expect(panel(page)).toBeVisible();
  const count = await rows(page).count();
  expect(count).toBeGreaterThan(2);
  const first = await current(page).textContent();
  await page.keyboard.press("F8");
  await expect(current(page)).not.toHaveText(first);
  await page.keyboard.press("Shift+F8");
  await expect(current(page)).toHaveText(first);
  await page.keyboard.press("Shift+F8");
  await expect(rows(page).last().locator("[aria-current=true]")).toHaveCount(1);
  await page.keyboard.press("F8");
  await expect(current(page)).toHaveText(first);
});

test("a fix is one click and one undo", async ({ page }) => {
  await openStudio(page);
  await write(page, broken);
  await footer(page).click();
  const fix = panel(page).getByRole("button", { name: "Change to 'Check'" });
  await fix.click();
  await expect(fix).toHaveCount(0);
  await expect(field(page, "Definition")).toContainText('"Next": "Check"');
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(fix).toBeVisible();
  await expect(field(page, "Definition")).toContainText('"Next": "Chek"');
});

test("what keeps a definition from running is named with its state, and one can go there", async ({ page }) => {
  await openStudio(page);
  await write(page, broken);
  await page.getByRole("banner").getByRole("button", { name: /^Run/ }).last().click();
  const toast = page.locator(".toast", { hasText: "The service would not take this definition" });
  await expect(toast).toContainText("(in Check)");
  await shoot(page, "problems-refused");
  await toast.getByRole("button", { name: "Show it" }).click();
  await expect(toast).toHaveCount(0);
  await expect(current(page)).toContainText("NumericEqual");
  await expect(field(page, "Definition")).toBeVisible();
});

/** States of which each has a field that does not exist. */
const many = (count) => {
  const states = {};
  for (let index = 0; index < count; index++) {
    states[`S${index}`] = { Type: "Pass", Coment: "x", Next: index + 1 < count ? `S${index + 1}` : "Done" };
  }
  return { StartAt: "S0", States: { ...states, Done: { Type: "Succeed" } } };
};

test("with 500 problems the page stays quick", async ({ page }) => {
  await openStudio(page);
  await openFile(page, "many.asl.json", JSON.stringify(many(500), null, 2));
  await expect(footer(page)).toContainText("500 errors");
  await footer(page).click();
  await expect(rows(page).first()).toBeVisible();
  // Only what one looks at is there.
  expect(await rows(page).count()).toBeLessThan(130);
  await page.keyboard.press("Shift+F8");
  await expect(current(page)).toBeInViewport();
  await page.keyboard.press("F8");
  await expect(current(page)).toBeInViewport();
  await panel(page).locator(".problem-list").evaluate((list) => (list.scrollTop = list.scrollHeight));
  await panel(page).getByRole("searchbox").fill("S499");
  await expect(rows(page)).toHaveCount(1);
  await rows(page).getByRole("button", { name: "Rename the field to Comment" }).click();
  await expect(footer(page)).toContainText("499 errors");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(footer(page)).toContainText("500 errors");
});

test("problems in YAML are marked, found and mended as in JSON", async ({ page }) => {
  const text = "# mine\nStartAt: Fetch\nStates:\n  Fetch:\n    Type: Pass\n    Coment: why # keep\n    Next: Dome\n  Done:\n    Type: Succeed\n";
  await openStudio(page);
  await openFile(page, "fetch.asl.yaml", text);
  await expect(state(page, "Fetch").locator(".ailing.error")).toBeVisible();
  await goTo(page, "Code");
  await expect(page.locator(".cm-lintRange-error").filter({ hasText: "Dome" })).toHaveCount(1);
  await footer(page).click();
  await panel(page).getByRole("button", { name: "Rename the field to Comment" }).click();
  await expect(field(page, "Definition")).toContainText("Comment: why # keep");
  await panel(page).getByRole("button", { name: "Change to 'Done'" }).click();
  await expect(footer(page)).toHaveText("No problems");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(field(page, "Definition")).toContainText("Next: Dome");
});

test("paths are looked at with the input of the next run", async ({ page }) => {
  await openStudio(page);
  await write(page, { StartAt: "Take", States: { Take: { Type: "Pass", InputPath: "$.amount", End: true } } });
  await footer(page).click();
  await expect(panel(page)).not.toContainText("leads nowhere");
  await goTo(page, "Run");
  await page.getByRole("textbox", { name: "Input", exact: true }).fill('{"price": 1}');
  await expect(panel(page)).toContainText("'$.amount' leads nowhere: what arrives here has only price.");
  await page.getByRole("textbox", { name: "Input", exact: true }).fill('{"amount": 1}');
  await expect(panel(page)).not.toContainText("leads nowhere");
});
