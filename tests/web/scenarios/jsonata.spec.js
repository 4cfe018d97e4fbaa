// JSONata in the page: the browser's own regular expressions, and expressions that never end on the page's small stack.

import { readFileSync } from "node:fs";

import { expect, goTo, openStudio, outcome, replaceText, runIt, state, test } from "../studio.js";

/** Opens the studio with one Pass state that gives this. */
async function openWith(page, output) {
  await openStudio(page);
  await goTo(page, "Code");
  const one = { Type: "Pass", Output: output, End: true };
  await replaceText(page, "Definition", JSON.stringify({ QueryLanguage: "JSONata", StartAt: "One", States: { One: one } }, null, 2));
  await goTo(page, "Run");
}

/** The paragraphs of a file of the crate's cases: an expression and what it gives. */
function cases(name) {
  const text = readFileSync(new URL(`../../../crates/jsonata/tests/cases/${name}`, import.meta.url), "utf8");
  const found = [];
  for (const paragraph of text.trim().split("\n\n")) {
    const lines = paragraph.split("\n");
    const last = lines.pop();
    // What fails has its words from the crate, not from the engine.
    if (paragraph.startsWith("#") || last.startsWith("fails ")) continue;
    found.push([lines.join("\n"), last === "is nothing" ? undefined : last.slice("is ".length)]);
  }
  return found;
}

test("the browser's regular expressions match as the command line's do", async ({ page }) => {
  const rows = cases("regex.txt");
  expect(rows.length).toBeGreaterThan(80);
  const quoted = (text) => JSON.stringify(text).replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
  // As texts, since a group that took no part is nothing in the page, and null once it is JSON.
  const members = rows.map(([expression, wanted], index) => {
    const agrees = wanted === undefined ? `$not($exists(${expression}))` : `$string(${expression}) = $string($parse(${quoted(wanted)}))`;
    return `{"row": ${index}, "agrees": ${agrees}}`;
  });
  // A few rows at a time: a memory limit holds for each expression.
  const output = {};
  for (let from = 0; from < members.length; from += 10) {
    output[`rows from ${from}`] = `{% $join([${members.slice(from, from + 10).join(", ")}][agrees = false].$string(row), ",") & "none other" %}`;
  }
  await openWith(page, output);
  await runIt(page);
  await state(page, "One").click();
  await page.getByRole("tab", { name: "Output" }).click();
  const shown = page.getByRole("complementary", { name: "Step" });
  for (const name of Object.keys(output)) await expect(shown).toContainText(name);
  const text = (await shown.textContent()).replace(/\s+/g, " ");
  for (const name of Object.keys(output)) expect(text, `the ${name} that differ`).toMatch(new RegExp(`"?${name}"?: ?"none other"`));
});

for (const [name, expression, sentence] of [
  ["calls itself for ever", "($f := function($x){ 1 + $f($x) }; $f(1))", "Stack overflow error: Check for non-terminating recursive function."],
  ["calls itself at its end for ever", "($f := function($x){ $f($x + 1) }; $f(1))", "Expression evaluation timeout: Check for infinite loop"],
  ["maps itself for ever", "($f := function($x){ $map([1, 2], $f) }; $f(1))", "Stack overflow error: Check for non-terminating recursive function."],
  ["doubles a text for ever", "($f := function($x){ $f($x & $x) }; $f('ab'))", "Expression evaluation memory limit exceeded: Check for excessive memory usage"],
  ["adds two hundred times", `1${"+1".repeat(200)}`, "Stack overflow error: Check for non-terminating recursive function."],
]) {
  test(`an expression that ${name} ends with the service's sentence`, async ({ page }) => {
    await openWith(page, `{% ${expression} %}`);
    await runIt(page, "Failed");
    await expect(page.getByText(sentence).first()).toBeVisible();
    await expect(outcome(page)).toHaveText("Failed");
  });
}
