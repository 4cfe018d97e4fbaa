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

test("of 5,000 problems only those in sight are drawn, and one gets to all of them", async ({ page }) => {
  await openStudio(page);
  await openFile(page, "many.asl.json", JSON.stringify(many(5_000), null, 1));
  await expect(footer(page)).toContainText("5000 errors");
  await footer(page).click();
  const list = panel(page).getByRole("list", { name: "Problems" });
  await expect(rows(page).first()).toBeVisible();
  expect(await rows(page).count()).toBeLessThan(60);
  const items = list.getByRole("listitem");
  await expect(items.first()).toHaveAttribute("aria-posinset", "1");
  const size = Number(await items.first().getAttribute("aria-setsize"));
  expect(size).toBeGreaterThanOrEqual(5_000);
  await expectAccessible(page);
  // Back around the end, and forward to the beginning.
  await page.keyboard.press("Shift+F8");
  await expect(current(page)).toBeInViewport();
  await expect(items.filter({ has: page.locator("[aria-current=true]") })).toHaveAttribute("aria-posinset", String(size));
  expect(await rows(page).count()).toBeLessThan(60);
  await page.keyboard.press("F8");
  await expect(current(page)).toBeInViewport();
  // By keys through the list: it keeps the focus when the row that had it is gone.
  await current(page).focus();
  for (let press = 0; press < 12; press++) await page.keyboard.press("PageDown");
  await expect.poll(() => list.evaluate((list) => list.scrollTop)).toBeGreaterThan(2_000);
  expect(await list.evaluate((list) => list.contains(document.activeElement))).toBe(true);
  // Tab goes from row to row, beyond those that were in sight.
  await list.evaluate((list) => (list.scrollTop = 0));
  await rows(page).first().getByRole("button").first().focus();
  for (let press = 0; press < 40; press++) await page.keyboard.press("Tab");
  await expect(page.locator(":focus")).toBeInViewport();
  expect(await page.locator(":focus").evaluate((row) => Number(row.closest("[aria-posinset]").ariaPosInSet))).toBeGreaterThan(15);
  // Where the rows stand does not depend on the way there.
  await list.evaluate((list) => (list.scrollTop = list.scrollHeight));
  await expect(items.last()).toHaveAttribute("aria-posinset", String(size));
  await expect(items.last()).toBeInViewport();
  await panel(page).getByRole("searchbox").fill("S4999");
  await expect(rows(page)).toHaveCount(1);
  await rows(page).getByRole("button", { name: "Rename the field to Comment" }).click();
  await expect(footer(page)).toContainText("4999 errors");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(footer(page)).toContainText("5000 errors");
});

const lambda = "arn:aws:lambda:us-east-1:123456789012:function:f";
const send = (more) => ({ Type: "Task", Resource: "arn:aws:states:::sqs:sendMessage", Parameters: { QueueUrl: "q", MessageBody: "b" }, ...more });
const flow = (states, more) => ({ ...more, StartAt: Object.keys(states)[0], States: states });
const jsonata = { QueryLanguage: "JSONata" };
const end = { Z: { Type: "Pass", End: true } };

/** For each kind of problem that can be mended by a click: its code, the words on the button, and a definition that has it. */
const mendable = [
  ["SCHEMA_VALIDATION_FAILED", "Rename the field to Comment", flow({ A: { Type: "Pass", Coment: "x", End: true } })],
  ["SCHEMA_VALIDATION_FAILED", "Change to 'Pass'", flow({ A: { Type: "Pas", End: true } })],
  ["SCHEMA_VALIDATION_FAILED", "Change to 'FULL'", flow({ A: send({ Retry: [{ ErrorEquals: ["E"], JitterStrategy: "Full" }], End: true }) })],
  ["SCHEMA_VALIDATION_FAILED", "Change to 'arn:aws:states:::sqs:sendMessage'", flow({ A: send({ Resource: "arn:aws:states:::sqs:sendMesage", End: true }) })],
  ["SCHEMA_VALIDATION_FAILED", "Change to 'arn:aws:states:::aws-sdk:s3:getObject'", flow({ A: send({ Resource: "arn:aws:states:::aws-sdk:S3:GetObject", ResultSelector: {}, End: true }) })],
  ["MISSING_TRANSITION_TARGET", "Change to 'Next'", flow({ A: { Type: "Pass", Next: "Nxt" }, Next: { Type: "Succeed" } })],
  ["UNSUPPORTED_JSONATA_EXPRESSION", "Change to '$states.input'", flow({ A: { Type: "Pass", Output: "{% $states.inptu %}", End: true } }, jsonata)],
  ["NO_DOLLAR", "Rename the field to a.$", flow({ A: { Type: "Pass", Parameters: { a: "$.b" }, End: true } })],
  ["NO_PATH", "Rename the field to SecondsPath", flow({ A: { Type: "Wait", Seconds: "$.b", End: true } })],
  ["NO_PATH", "Rename the field to CausePath", flow({ A: { Type: "Fail", Cause: "$.b" } })],
  ["DUPLICATE_KEY", "Remove the first one", '{"StartAt": "A", "States": {"A": {"Type": "Pass", "Comment": "x", "Comment": "y", "End": true}}}'],
  ["PATH_NEVER_EXISTS", "Change to '$.order'", flow({ A: { Type: "Pass", Result: { order: 1 }, Next: "B" }, B: { Type: "Pass", InputPath: "$.oder", End: true } })],
  ["PATH_NEVER_EXISTS", "Change to '{% $states.input.order %}'", flow({ A: { Type: "Pass", Output: { order: 1 }, Next: "B" }, B: { Type: "Pass", Output: "{% $states.input.oder %}", End: true } }, jsonata)],
  ["PATH_NEVER_EXISTS", "Change to '$$.Execution.StartTime'", flow({ A: { Type: "Pass", InputPath: "$$.Execution.StratTime", End: true } })],
  ["VARIABLE_NOT_ASSIGNED", "Change to '$total'", flow({ A: { Type: "Pass", Assign: { total: 1 }, Next: "B" }, B: { Type: "Pass", Parameters: { "x.$": "$totl", "y.$": "$total" }, End: true } })],
  ["VARIABLE_NOT_READ", "Remove the variable", flow({ A: { Type: "Pass", Assign: { total: 1 }, End: true } })],
  ["RETRY_WITHOUT_ATTEMPTS", "Remove the Retry", flow({ A: send({ Retry: [{ ErrorEquals: ["States.ALL"], MaxAttempts: 0 }], End: true }) })],
  ["CALLBACK_WITHOUT_TIMEOUT", "Wait for an hour at most", flow({ A: send({ Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken", Parameters: { QueueUrl: "q", "MessageBody.$": "$$.Task.Token" }, End: true }) })],
  ["LAMBDA_WITHOUT_RETRY", "Retry the errors of the Lambda service", flow({ A: { Type: "Task", Resource: lambda, End: true } })],
  ["UNUSED_SELECTOR_KEY", "Remove the key", flow({ A: send({ ResultSelector: { "id.$": "$.MessageId", "x.$": "$.X" }, Next: "B" }), B: send({ Parameters: { QueueUrl: "q", "MessageBody.$": "$.id" }, End: true }) })],
  ["UNKNOWN_FUNCTION", "Change to 'States.Format'", flow({ A: { Type: "Pass", Parameters: { "a.$": "States.Fromat('{}', $.b)" }, End: true } })],
  ["UNKNOWN_FUNCTION", "Change to '{% $sum([1]) %}'", flow({ A: { Type: "Pass", Output: "{% $summ([1]) %}", End: true } }, jsonata)],
  ["DID_YOU_MEAN", "Change to 'States.Timeout'", flow({ A: send({ Catch: [{ ErrorEquals: ["States.Timeot"], Next: "Z" }], End: true }), ...end })],
  ["DID_YOU_MEAN", "Change to 'arn:aws:states:::aws-sdk:dynamodb:getItem'", flow({ A: send({ Resource: "arn:aws:states:::aws-sdk:dynamdb:getItem", End: true }) })],
  ["LEGACY_FIELD", "Rename to ItemProcessor", flow({ A: { Type: "Map", Iterator: flow({ I: { Type: "Succeed" } }), End: true } })],
];

test("every kind of fix is one click and one undo", async ({ page }) => {
  await openStudio(page);
  await goTo(page, "Code");
  await footer(page).click();
  const editor = field(page, "Definition");
  const text = () => editor.evaluate((editor) => editor.innerText);
  for (const [code, title, definition] of mendable) {
    await test.step(`${code}: ${title}`, async () => {
      await editor.focus();
      await page.keyboard.press("Control+A");
      await page.keyboard.insertText(typeof definition === "string" ? definition : JSON.stringify(definition, null, 1));
      const row = rows(page).filter({ hasText: code }).filter({ has: page.getByRole("button", { name: title, exact: true }) });
      await expect(row).toHaveCount(1);
      const before = await text();
      await row.getByRole("button", { name: title, exact: true }).click();
      await expect(row).toHaveCount(0);
      await expect.poll(text).not.toBe(before);
      await page.getByRole("button", { name: "Undo" }).click();
      await expect(row).toHaveCount(1);
      await expect.poll(text).toBe(before);
    });
  }
});

test("a text that is not closed is told so once", async ({ page }) => {
  await openStudio(page);
  await openFile(page, "open.asl.json", '{\n "StartAt": "A",\n "States": {\n  "A": {\n   "Type": "Pass",\n   "Parameters": {\n    "a": 1\n');
  await goTo(page, "Code");
  await footer(page).click();
  await expect(rows(page)).toHaveCount(2);
  await expect(rows(page).filter({ hasText: "SYNTAX" })).toContainText("The object is not closed, nor is what stands around it; }}}} is missing.");
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

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("the number of problems stands beside the picture and beside the text, and opens their list", async ({ page }) => {
    await openStudio(page);
    await write(page, broken);
    for (const screen of ["Code", "Design"]) {
      await goTo(page, screen);
      const count = footer(page);
      await expect(count).toHaveText(/^3 errors\s*·\s*2 hints$/);
      const box = await count.boundingBox();
      expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(44);
      await shoot(page, `problems-phone-${screen}`);
      await count.tap();
      await expect(panel(page)).toBeVisible();
      await expectAccessible(page);
      await page.keyboard.press("Escape");
    }
    await goTo(page, "Run");
    await expect(page.getByRole("contentinfo")).toBeHidden();
  });
});
