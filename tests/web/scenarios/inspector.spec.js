// The form of each type of state, in both languages: what is set there is what stands in the text, and nothing else changes.

import { expect, expectAccessible, goTo, openStudio, replaceText, shoot, state, test } from "../studio.js";

/** Opens the studio with a definition. */
async function openWith(page, definition) {
  await openStudio(page);
  await goTo(page, "Code");
  await replaceText(page, "Definition", JSON.stringify(definition, null, 2));
  await goTo(page, "Design");
}

/** Opens a part of a state's form. */
async function openForm(page, name, part = "Setup") {
  // A container is pressed at its head.
  await state(page, name).click({ position: { x: 60, y: 18 } });
  await page.getByRole("tab", { name: part, exact: true }).click();
}

/** The definition, copied from the code editor. */
async function definition(page) {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await goTo(page, "Code");
  await page.getByRole("textbox", { name: "Definition" }).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+c");
  return JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
}

const panel = (page) => page.getByRole("complementary", { name: "State" });

/** Fills a line of the form and leaves it. */
async function fill(page, label, text) {
  const line = panel(page).getByRole("textbox", { name: label, exact: true });
  await line.fill(text);
  await line.blur();
}

const choose = (page, label, words) => panel(page).getByRole("combobox", { name: label, exact: true }).selectOption(words);

/** Types into a small code editor of the form and leaves it. */
async function fillCode(page, label, text) {
  const add = panel(page).getByRole("button", { name: label, exact: true });
  const editor = panel(page).getByRole("textbox", { name: label, exact: true });
  if (!(await editor.isVisible().catch(() => false))) await add.click();
  await editor.click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(text);
  await page.keyboard.press("Tab");
  await page.locator("body").evaluate(() => document.activeElement.blur());
}

const alone = (fields, more = {}) => ({ StartAt: "One", States: { One: fields, ...more } });

const processor = (config) => ({
  ProcessorConfig: config,
  StartAt: "Work",
  States: { Work: { Type: "Pass", End: true } },
});

test("a Lambda task: function, payload, callback, errors, time and credentials", async ({ page }) => {
  await openWith(page, alone({ Type: "Task", Resource: "arn:aws:states:::lambda:invoke", Parameters: { FunctionName: "", "Payload.$": "$" }, End: true, "X-Own": 1 }));
  await openForm(page, "One");
  const name = panel(page).getByRole("combobox", { name: "Lambda function", exact: true });
  await name.fill("charge-card");
  await name.blur();
  await choose(page, "Payload", "Something of one's own");
  await fillCode(page, "Payload as JSON", '{"token.$": "$$.Task.Token"}');
  await choose(page, "Integration pattern", "Wait for a callback with the task token");
  await fill(page, "Role of another account", "arn:aws:iam::123456789012:role/Other");
  await expect(panel(page).getByText("Other fields")).toBeVisible();
  await shoot(page, "inspector-task-setup");
  await expectAccessible(page);
  await page.getByRole("tab", { name: "Errors", exact: true }).click();
  await fill(page, "Timeout in seconds", "60");
  await choose(page, "Heartbeat in seconds: fixed or from the data", "from the data");
  await fill(page, "Heartbeat in seconds, from the data", "$.beat");
  await page.getByRole("button", { name: "Add the usual for Lambda" }).click();
  await page.getByRole("button", { name: "Add a retrier" }).click();
  await page.getByRole("button", { name: "Retry 2: earlier" }).click();
  await shoot(page, "inspector-task-errors");
  await expectAccessible(page);
  const one = (await definition(page)).States.One;
  expect(Object.keys(one)).toEqual(expect.arrayContaining(["Type", "Resource", "Parameters", "End", "X-Own"]));
  expect(one).toMatchObject({
    Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
    Parameters: { FunctionName: "charge-card", Payload: { "token.$": "$$.Task.Token" } },
    Credentials: { RoleArn: "arn:aws:iam::123456789012:role/Other" },
    TimeoutSeconds: 60,
    HeartbeatSecondsPath: "$.beat",
    "X-Own": 1,
  });
  expect(one.Retry.map((retrier) => retrier.ErrorEquals[0])).toEqual(["States.TaskFailed", "Lambda.ServiceException"]);
});

test("an HTTP task in JSONata", async ({ page }) => {
  await openWith(page, { QueryLanguage: "JSONata", ...alone({ Type: "Task", Resource: "arn:aws:states:::http:invoke", Arguments: { Method: "GET" }, End: true }) });
  await openForm(page, "One");
  await fill(page, "URL", "https://api.example.com/orders");
  await choose(page, "Method", "POST");
  await fill(page, "Connection", "arn:aws:events:eu-central-1:123456789012:connection/api/1");
  await fillCode(page, "Request body", '{"order": "{% $states.input.order %}"}');
  await choose(page, "The body is sent", "as a form (URL_ENCODED)");
  await choose(page, "Lists are written as", "COMMAS: array=a,b");
  await shoot(page, "inspector-http");
  await expectAccessible(page);
  expect((await definition(page)).States.One.Arguments).toEqual({
    Method: "POST",
    ApiEndpoint: "https://api.example.com/orders",
    InvocationConfig: { ConnectionArn: "arn:aws:events:eu-central-1:123456789012:connection/api/1" },
    RequestBody: { order: "{% $states.input.order %}" },
    Transform: { RequestBodyEncoding: "URL_ENCODED", RequestEncodingOptions: { ArrayFormat: "COMMAS" } },
  });
});

test("a distributed Map over CSV in S3 with batches and results, in JSONPath", async ({ page }) => {
  await openWith(page, alone({ Type: "Map", ItemProcessor: processor({ Mode: "INLINE" }), End: true }));
  await openForm(page, "One");
  await choose(page, "Mode", "Distributed: in child executions");
  await choose(page, "Child executions", "Express");
  await choose(page, "Items come from", "An object in S3: its rows or members");
  await panel(page).getByRole("combobox", { name: "Bucket", exact: true }).first().fill("data");
  await choose(page, "Key: fixed or from the data", "from the data");
  await fill(page, "Key, from the data", "$.key");
  await choose(page, "Input type", "CSV: an item for each row");
  await choose(page, "CSV delimiter", "semicolon");
  await choose(page, "CSV headers are", "given here");
  await fill(page, "Names of the columns", "id, amount");
  await fill(page, "Items at most", "100");
  await shoot(page, "inspector-map-reader");
  await choose(page, "Each child execution gets", "A batch of items (ItemBatcher)");
  await fill(page, "Items in a batch, at most", "20");
  await fillCode(page, "BatchInput", '{"from.$": "$.key"}');
  await choose(page, "Results go to", "Files in S3 (ResultWriter)");
  await fill(page, "Prefix", "results");
  await choose(page, "Type of the files", "JSON Lines");
  await fill(page, "In percent of the items", "5");
  await fill(page, "Label", "Rows");
  await shoot(page, "inspector-map-writer");
  await expectAccessible(page);
  expect((await definition(page)).States.One).toEqual({
    Type: "Map",
    ItemProcessor: processor({ Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" }),
    ItemReader: {
      Resource: "arn:aws:states:::s3:getObject",
      Parameters: { Bucket: "data", "Key.$": "$.key" },
      ReaderConfig: { InputType: "CSV", CSVHeaderLocation: "GIVEN", CSVDelimiter: "SEMICOLON", CSVHeaders: ["id", "amount"], MaxItems: 100 },
    },
    ItemBatcher: { MaxItemsPerBatch: 20, BatchInput: { "from.$": "$.key" } },
    ResultWriter: { Resource: "arn:aws:states:::s3:putObject", Parameters: { Bucket: "", Prefix: "results" }, WriterConfig: { OutputType: "JSONL" } },
    ToleratedFailurePercentage: 5,
    Label: "Rows",
    End: true,
  });
});

test("a distributed Map over a list of objects, in JSONata; what JSON forbids of CSV goes with it", async ({ page }) => {
  await openWith(page, { QueryLanguage: "JSONata", ...alone({ Type: "Map", ItemProcessor: processor({ Mode: "DISTRIBUTED", ExecutionType: "STANDARD" }), End: true }) });
  await openForm(page, "One");
  await choose(page, "Items come from", "A list of objects in S3");
  await fill(page, "Prefix", "{% $states.input.day %}");
  await choose(page, "Of the list", "LOAD_AND_FLATTEN: the items of all objects");
  await choose(page, "Input type", "CSV: an item for each row");
  await choose(page, "Input type", "JSON: an array, or a part of it");
  await fill(page, "ItemsPointer", "/rows");
  await fill(page, "Items at the same time", "{% $states.input.most %}");
  expect((await definition(page)).States.One).toMatchObject({
    ItemReader: {
      Resource: "arn:aws:states:::s3:listObjectsV2",
      Arguments: { Bucket: "", Prefix: "{% $states.input.day %}" },
      ReaderConfig: { Transformation: "LOAD_AND_FLATTEN", InputType: "JSON", ItemsPointer: "/rows" },
    },
    MaxConcurrency: "{% $states.input.most %}",
  });
});

test("a Choice: nested conditions, the raw form, variables of a rule", async ({ page }) => {
  await openWith(
    page,
    alone(
      { Type: "Choice", Choices: [{ Variable: "$.n", NumericEquals: 1, Next: "Two" }], Default: "Two" },
      { Two: { Type: "Succeed" } },
    ),
  );
  await openForm(page, "One");
  await choose(page, "Operator", "And: all of them");
  await panel(page).getByRole("button", { name: "Add a condition" }).click();
  await panel(page).getByRole("combobox", { name: "Operator" }).nth(2).selectOption("Not");
  await panel(page).getByRole("combobox", { name: "Operator" }).nth(3).selectOption("IsPresent");
  await panel(page).getByRole("button", { name: "Set a variable" }).first().click();
  await panel(page).getByRole("textbox", { name: "Name of the variable" }).fill("seen");
  await panel(page).getByRole("textbox", { name: "Name of the variable" }).blur();
  await panel(page).getByRole("textbox", { name: "Value of the variable" }).fill("$.n");
  await panel(page).getByRole("textbox", { name: "Value of the variable" }).blur();
  await shoot(page, "inspector-choice");
  await expectAccessible(page);
  expect((await definition(page)).States.One.Choices).toEqual([
    {
      And: [{ Variable: "$.n", NumericEquals: 1 }, { Not: { Variable: "$.value", IsPresent: true } }],
      Next: "Two",
      Assign: { "seen.$": "$.n" },
    },
  ]);
});

test("a Wait in its four forms, and a Fail from constants and paths", async ({ page }) => {
  await openWith(page, alone({ Type: "Wait", Seconds: 3, Next: "Two", Comment: "kept" }, { Two: { Type: "Fail", Error: "E", Cause: "C" } }));
  await openForm(page, "One");
  const wait = async () => {
    const found = (await definition(page)).States.One;
    await goTo(page, "Design");
    await openForm(page, "One");
    return found;
  };
  await choose(page, "Waits", "until a moment from the data");
  await fill(page, "TimestampPath", "$.due");
  expect(await wait()).toEqual({ Type: "Wait", TimestampPath: "$.due", Next: "Two", Comment: "kept" });
  await choose(page, "Waits", "until a fixed moment");
  await fill(page, "Timestamp", "soon");
  await expect(panel(page).locator(".notice").first()).toBeVisible();
  await shoot(page, "inspector-wait");
  await choose(page, "Waits", "seconds from the data");
  await openForm(page, "Two");
  await choose(page, "Cause: fixed or from the data", "from the data");
  await fill(page, "Cause, from the data", "$.why");
  expect(await definition(page)).toEqual(
    alone({ Type: "Wait", SecondsPath: "$.seconds", Next: "Two", Comment: "kept" }, { Two: { Type: "Fail", Error: "E", CausePath: "$.why" } }),
  );
});

test("a state is converted to JSONata where that is sure, and the reason is said where it is not", async ({ page }) => {
  await openWith(
    page,
    alone(
      { Type: "Pass", Parameters: { "n.$": "$.n" }, ResultPath: "$.made", Next: "Two" },
      { Two: { Type: "Pass", Parameters: { "n.$": "$..n" }, End: true } },
    ),
  );
  await openForm(page, "One");
  await choose(page, "Query language", "JSONata");
  await expect(panel(page).getByText("Pass · JSONata")).toBeVisible();
  await openForm(page, "Two");
  await choose(page, "Query language", "JSONata");
  await expect(panel(page).getByText(/cannot be converted for sure/)).toBeVisible();
  await expect(panel(page).getByRole("combobox", { name: "Query language" })).toHaveValue("JSONPath");
  await shoot(page, "inspector-language");
  await expectAccessible(page);
  const { One, Two } = (await definition(page)).States;
  expect(One).toMatchObject({ QueryLanguage: "JSONata", Output: expect.anything(), Next: "Two" });
  expect(Two).toEqual({ Type: "Pass", Parameters: { "n.$": "$..n" }, End: true });
});

test("the data of a task: every filter, the result put into the input, and completion", async ({ page }) => {
  await openWith(page, alone({ Type: "Task", Resource: "arn:aws:lambda:us-east-1:123456789012:function:f", End: true }));
  await openForm(page, "One", "Data");
  await fill(page, "InputPath", "$.order");
  await fillCode(page, "Parameters", '{"id.$": "$.id"}');
  await fillCode(page, "ResultSelector", '{"ok.$": "$.ok"}');
  await choose(page, "ResultPath: the result", "is put into the input");
  await fill(page, "ResultPath", "$.charge");
  await fill(page, "OutputPath", "null");
  await shoot(page, "inspector-data");
  await expectAccessible(page);
  expect((await definition(page)).States.One).toEqual({
    Type: "Task",
    Resource: "arn:aws:lambda:us-east-1:123456789012:function:f",
    InputPath: "$.order",
    Parameters: { "id.$": "$.id" },
    ResultSelector: { "ok.$": "$.ok" },
    ResultPath: "$.charge",
    OutputPath: null,
    End: true,
  });
});

test("a Pass, a Parallel and the variables of a state", async ({ page }) => {
  const branch = (name) => ({ StartAt: name, States: { [name]: { Type: "Pass", End: true } } });
  await openWith(page, alone({ Type: "Pass", Next: "Two" }, { Two: { Type: "Parallel", Branches: [branch("L"), branch("R")], End: true } }));
  await openForm(page, "One", "Data");
  await fillCode(page, "Result", '{"n": 1}');
  await openForm(page, "One", "Variables");
  await panel(page).getByRole("button", { name: "Set a variable" }).click();
  const name = panel(page).getByRole("textbox", { name: "Name of the variable" });
  await name.fill("count");
  await name.blur();
  const value = panel(page).getByRole("textbox", { name: "Value of the variable" });
  await value.fill("$.n");
  await value.blur();
  await openForm(page, "Two");
  await panel(page).getByRole("button", { name: "Branch 2: to the left" }).click();
  await panel(page).getByRole("button", { name: "Add a branch" }).click();
  await panel(page).getByRole("button", { name: "Remove Branch 2" }).click();
  const { One, Two } = (await definition(page)).States;
  expect(One).toEqual({ Type: "Pass", Result: { n: 1 }, Assign: { "count.$": "$.n" }, Next: "Two" });
  expect(Two.Branches).toEqual([branch("R"), { StartAt: "", States: {} }]);
});

test("a task that is waited for, and the text of a state", async ({ page }) => {
  await openWith(page, { QueryLanguage: "JSONata", ...alone({ Type: "Task", Resource: "arn:aws:states:::ecs:runTask", Arguments: { TaskDefinition: "t" }, End: true }) });
  await openForm(page, "One");
  await choose(page, "Integration pattern", "Wait for the task to complete (.sync)");
  await fill(page, "Comment", "waits");
  await openForm(page, "One", "Definition");
  const text = panel(page).getByRole("textbox", { name: "Definition of the state" });
  await expect(text).toContainText("runTask.sync");
  await text.click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText('{ "Type": "Pass",   "Output": 7, "End": true }');
  await page.locator("body").evaluate(() => document.activeElement.blur());
  await expect(panel(page).getByText("Pass · JSONata")).toBeVisible();
  expect(await textOf(page)).toContain('"One": { "Type": "Pass",   "Output": 7, "End": true }');
});

test("API parameters are completed, and an error stands beside its field", async ({ page }) => {
  await openWith(page, { QueryLanguage: "JSONata", ...alone({ Type: "Task", Resource: "arn:aws:states:::dynamodb:getItem", Arguments: { TableName: "{% $stat %}" }, End: true }) });
  await openForm(page, "One");
  const editor = panel(page).getByRole("textbox", { name: "API parameters" });
  await editor.click();
  await editor.getByText("$stat").click();
  await page.keyboard.press("End");
  for (let at = 0; at < 4; at += 1) await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Control+Space");
  await expect(page.locator(".cm-tooltip-autocomplete")).toContainText("$states");
  await shoot(page, "inspector-completion");
  await page.keyboard.press("Escape");
  await page.getByRole("tab", { name: "Data", exact: true }).click();
  await fillCode(page, "Output", "{% $states.result. %}");
  await expect(panel(page).locator(".notice.bad").first()).toBeVisible();
});

test("on a phone the form is a sheet from below", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openWith(page, alone({ Type: "Map", ItemProcessor: processor({ Mode: "DISTRIBUTED", ExecutionType: "STANDARD" }), End: true }));
  await state(page, "One").click({ position: { x: 40, y: 14 } });
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await expect(panel(page)).toBeVisible();
  const box = await panel(page).boundingBox();
  expect(box.y).toBeGreaterThan(200);
  expect(box.width).toBe(390);
  // What the form is about stays in sight above it.
  const shown = () => state(page, "One").boundingBox();
  await expect.poll(async () => (await shown()).y + 40).toBeLessThan(box.y);
  expect((await shown()).y).toBeGreaterThan(48);
  await shoot(page, "inspector-phone");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Close this panel" }).last().click();
  await expect(panel(page)).toBeHidden();
});

/** The text of the definition, as it stands. */
async function textOf(page) {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await goTo(page, "Code");
  await page.getByRole("textbox", { name: "Definition" }).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+c");
  return page.evaluate(() => navigator.clipboard.readText());
}

test("a form touches only the text it must, in JSON", async ({ page }) => {
  const text = `{ "StartAt":"One",
  "States" : {
      "One": {"Type":"Task",   "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f",
        "TimeoutSeconds" : 5, "Unknown":[1,  2],
        "End": true }
  } }
`;
  await openStudio(page);
  await goTo(page, "Code");
  await replaceText(page, "Definition", text);
  await goTo(page, "Design");
  await openForm(page, "One", "Errors");
  await fill(page, "Timeout in seconds", "60");
  expect(await textOf(page)).toBe(text.replace(`"TimeoutSeconds" : 5`, `"TimeoutSeconds" : 60`));
  await goTo(page, "Design");
  await openForm(page, "One", "Errors");
  await choose(page, "Timeout in seconds: fixed or from the data", "from the data");
  await fill(page, "Timeout in seconds, from the data", "$.t");
  expect((await textOf(page)).replace(/\s/g, "")).toBe(text.replace(`"TimeoutSeconds" : 5`, `"TimeoutSecondsPath": "$.t"`).replace(/\s/g, ""));
});

test("a form touches only the text it must, in YAML with its comments", async ({ page }) => {
  const text = `# The beginning
StartAt: One
States:
  One: # waits
    Type: Wait
    Seconds: 5 # not long
    Comment: 'as it was'
    End: true
`;
  await openStudio(page);
  await page.getByTitle("Open another workflow").click();
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.getByRole("button", { name: "Open a file…" }).click()]);
  await chooser.setFiles([{ name: "wait.asl.yaml", mimeType: "text/yaml", buffer: Buffer.from(text) }]);
  await expect(state(page, "One")).toBeVisible();
  await openForm(page, "One");
  await fill(page, "Seconds", "7");
  expect(await textOf(page)).toBe(text.replace("Seconds: 5", "Seconds: 7"));
});

test("every type has its form in both languages, and axe finds nothing in any of them", async ({ page }) => {
  test.setTimeout(180_000);
  const pass = { StartAt: "In", States: { In: { Type: "Pass", End: true } } };
  const states = (isJsonata) => ({
    Task: { Type: "Task", Resource: "arn:aws:states:::sqs:sendMessage", [isJsonata ? "Arguments" : "Parameters"]: { QueueUrl: "q", MessageBody: "m" }, Retry: [{ ErrorEquals: ["States.ALL"] }], Catch: [{ ErrorEquals: ["States.ALL"], Next: "Fail" }], Next: "Choice" },
    Choice: { Type: "Choice", Choices: [isJsonata ? { Condition: "{% true %}", Next: "Wait" } : { Not: { Variable: "$.a", IsPresent: true }, Next: "Wait" }], Default: "Pass" },
    Wait: { Type: "Wait", Seconds: 1, Next: "Pass" },
    Pass: { Type: "Pass", Assign: { a: 1 }, Next: "Parallel" },
    Parallel: { Type: "Parallel", Branches: [pass], Next: "Succeed" },
    Succeed: { Type: "Succeed" },
    Fail: { Type: "Fail", Error: "E", Cause: "C" },
  });
  for (const language of ["JSONPath", "JSONata"]) {
    await openWith(page, { QueryLanguage: language, StartAt: "Task", States: states(language === "JSONata") });
    for (const name of Object.keys(states(true))) {
      await state(page, name).click({ position: { x: 60, y: 18 } });
      for (const tab of await panel(page).getByRole("tab").all()) {
        await tab.click();
        await expectAccessible(page, { within: ".panel.right" });
      }
      await panel(page).getByRole("tab", { name: "Setup" }).click();
      await expect(panel(page).getByText("Other fields")).toHaveCount(0);
      await expect(panel(page).locator(".notice.bad")).toHaveCount(0);
    }
  }
});
