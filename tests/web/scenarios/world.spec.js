// The world around an execution: buckets, other workflows, Map Runs, redrive, Express logs, and runs that are long.

import { expect, expectAccessible, goTo, openStudio, outcome, replaceText, runIt, shoot, state, test, waitUntilKept } from "../studio.js";

/** Opens a new workflow with a name and a definition. */
async function openNew(page, name, definition, type = "Standard") {
  await page.getByTitle("Open another workflow").click();
  await page.getByRole("button", { name: `New ${type} workflow` }).click();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill(name);
  await page.getByRole("textbox", { name: "Name", exact: true }).blur();
  await goTo(page, "Code");
  await replaceText(page, "Definition", JSON.stringify(definition, null, 2));
}

/** An object in the table of a bucket. */
const object = (page, key) => page.getByRole("table").getByRole("button", { name: key, exact: true });

/** Adds a bucket with one object. */
async function addObject(page, bucket, key, text) {
  await goTo(page, "Mocks");
  await page.getByRole("textbox", { name: "Name of a new bucket" }).fill(bucket);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "New object" }).click();
  await page.getByRole("textbox", { name: "Key", exact: true }).fill(key);
  await page.getByRole("textbox", { name: "Content" }).fill(text);
  await page.getByRole("button", { name: "Save the object" }).click();
  await expect(object(page, key)).toBeVisible();
}

const rows = (inner, more = {}) => ({
  StartAt: "Rows",
  States: {
    Rows: {
      Type: "Map",
      ItemReader: {
        Resource: "arn:aws:states:::s3:getObject",
        Parameters: { Bucket: "data", Key: "orders.csv" },
        ReaderConfig: { InputType: "CSV", CSVHeaderLocation: "FIRST_ROW" },
      },
      ItemProcessor: { ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" }, StartAt: "Work", States: inner },
      Label: "Rows",
      End: true,
      ...more,
    },
  },
});

test("a distributed Map reads a bucket, writes another, and shows its Map Run and children", async ({ page }) => {
  await openStudio(page);
  await openNew(page, "rows", {
    ...rows(
      { Work: { Type: "Choice", Choices: [{ Variable: "$.amount", StringEquals: "0", Next: "Bad" }], Default: "Good" }, Good: { Type: "Pass", End: true }, Bad: { Type: "Fail", Error: "Empty", Cause: "nothing in it" } },
      { ToleratedFailureCount: 5, ResultWriter: { Resource: "arn:aws:states:::s3:putObject", Parameters: { Bucket: "results", Prefix: "out" } } },
    ),
  });
  await addObject(page, "data", "orders.csv", "id,amount\n1,10\n2,0\n3,30\n");
  await page.getByRole("button", { name: /^results/ }).click();
  await shoot(page, "bucket-empty");
  await page.getByRole("button", { name: /^data/ }).click();
  await shoot(page, "bucket");
  await expectAccessible(page);
  await runIt(page);
  await page.getByRole("tab", { name: "Executions 1" }).click();
  await shoot(page, "executions");
  await page.getByRole("button", { name: /Map Run Rows/ }).click();
  const counts = page.locator("table.counts tbody tr").nth(1).getByRole("cell");
  await expect(counts).toHaveText(["0", "0", "2", "1", "0", "3", "3"]);
  await page.getByRole("combobox", { name: "Status of the children" }).selectOption("Failed");
  await expect(page.getByRole("listbox", { name: "Child executions" }).getByRole("option")).toHaveCount(1);
  await shoot(page, "map-run");
  await expectAccessible(page);
  await page.getByRole("listbox", { name: "Child executions" }).getByRole("option").click();
  await shoot(page, "map-run-child");
  await page.getByRole("button", { name: "Look at its history" }).click();
  await page.getByRole("tab", { name: /^Events/ }).click();
  await expect(page.getByRole("listbox", { name: "Events" })).toContainText("FailStateEntered");
  await expect(page.getByRole("listbox", { name: "Events" })).toContainText("Bad");
  await shoot(page, "child-history");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Back to the execution" }).click();
  await goTo(page, "Mocks");
  await page.getByRole("button", { name: /^results/ }).click();
  await expect(page.getByText("written by the run").first()).toBeVisible();
  await shoot(page, "bucket-results");
  await object(page, /^out.*manifest.json$/).click();
  await expect(page.getByRole("textbox", { name: "Content" })).toHaveValue(/DestinationBucket/);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Keep them" }).click();
  await waitUntilKept(page);
  await page.reload();
  await goTo(page, "Mocks");
  await page.getByRole("button", { name: /^data/ }).click();
  await expect(object(page, "orders.csv")).toBeVisible();
  await page.getByRole("button", { name: /^results/ }).click();
  await expect(object(page, /^out.*manifest.json$/)).toBeVisible();
});

test("files are dropped into a bucket and uploaded, and bytes that are no text survive", async ({ page }) => {
  await openStudio(page);
  await goTo(page, "Mocks");
  await page.getByRole("textbox", { name: "Name of a new bucket" }).fill("my files");
  await page.keyboard.press("Enter");
  await expect(page.getByText("A bucket's name is made of letters, digits, dots and hyphens.")).toBeVisible();
  await page.getByRole("textbox", { name: "Name of a new bucket" }).fill("files");
  await page.keyboard.press("Enter");
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.getByRole("button", { name: "Upload files" }).click()]);
  await chooser.setFiles([
    { name: "one.json", mimeType: "application/json", buffer: Buffer.from("[1,2]") },
    { name: "raw.bin", mimeType: "application/octet-stream", buffer: Buffer.from([0, 255, 128, 10]) },
  ]);
  await expect(object(page, "raw.bin")).toBeVisible();
  const transfer = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(["a\nb\n"], "two.jsonl"));
    return transfer;
  });
  await page.locator(".bucket").dispatchEvent("drop", { dataTransfer: transfer });
  await expect(object(page, "two.jsonl")).toBeVisible();
  await page.getByRole("button", { name: "Delete one.json" }).click();
  await expect(object(page, "one.json")).toHaveCount(0);
  await waitUntilKept(page);
  await page.reload();
  await goTo(page, "Mocks");
  await page.getByRole("button", { name: /^files/ }).click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download raw.bin" }).click()]);
  const { readFileSync } = await import("node:fs");
  expect([...readFileSync(await download.path())]).toEqual([0, 255, 128, 10]);
});

test("a task starts another workflow of the device and waits for it", async ({ page }) => {
  await openStudio(page);
  await openNew(page, "inner-flow", { StartAt: "Double", States: { Double: { Type: "Pass", Parameters: { "twice.$": "States.MathAdd($.n, $.n)" }, End: true } } });
  await waitUntilKept(page);
  await openNew(page, "outer-flow", {
    StartAt: "Call",
    States: {
      Call: {
        Type: "Task",
        Resource: "arn:aws:states:::states:startExecution.sync:2",
        Parameters: { StateMachineArn: "arn:aws:states:us-east-1:123456789012:stateMachine:inner-flow", Input: { n: 21 } },
        ResultSelector: { "answer.$": "$.Output.twice" },
        End: true,
      },
    },
  });
  await runIt(page);
  await expect(page.locator(".outcome").first()).toContainText('{"answer":42}');
  await page.getByRole("tab", { name: "Executions 1" }).click();
  await page.getByRole("button", { name: /^inner-flow/ }).click();
  await expect(state(page, "Double")).toBeVisible();
  await shoot(page, "nested");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Back to the execution" }).click();
  await expect(state(page, "Call")).toBeVisible();
});

test("a Map Run that failed is redriven: only the child that failed runs again", async ({ page }) => {
  await openStudio(page);
  await openNew(page, "rows", {
    StartAt: "Rows",
    States: {
      Rows: {
        Type: "Map",
        ItemProcessor: {
          ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
          StartAt: "Hard",
          States: {
            Hard: { Type: "Choice", Choices: [{ Variable: "$", NumericEquals: 2, Next: "Ask" }], Default: "Easy" },
            Easy: { Type: "Pass", End: true },
            Ask: { Type: "Task", Resource: "arn:aws:lambda:us-east-1:123456789012:function:ask", End: true },
          },
        },
        End: true,
      },
    },
  });
  await goTo(page, "Run");
  await page.getByRole("textbox", { name: "Input" }).fill("[1, 2, 3]");
  await page.getByRole("banner").getByRole("button", { name: /^Run/ }).last().click();
  await page.getByRole("tab", { name: /^Inbox/ }).click();
  await page.getByRole("button", { name: "Fail with it as the cause" }).click();
  await expect(outcome(page)).toHaveText("Failed");
  const count = (column) => page.locator("table.counts tbody tr").nth(1).getByRole("cell").nth(column);
  await page.getByRole("button", { name: "Redrive" }).click();
  await expect(outcome(page)).toHaveText("Waiting");
  await page.getByRole("tab", { name: /^Inbox/ }).click();
  await page.getByRole("button", { name: "Succeed with this" }).click();
  await expect(outcome(page)).toHaveText("Succeeded");
  await page.getByRole("tab", { name: /^Events/ }).click();
  await expect(page.getByRole("listbox", { name: "Events" })).toContainText("MapRunRedriven");
  await page.getByRole("tab", { name: /^Executions/ }).click();
  await page.getByRole("button", { name: /Map Run/ }).click();
  await expect(count(2)).toHaveText("3");
  await expect(page.getByRole("listbox", { name: "Child executions" }).getByRole("option")).toHaveCount(3);
  await shoot(page, "map-run-redriven");
  await expectAccessible(page);
});

test("tasks start workflows of the device in each form: at once, to their end, and until a token comes back", async ({ page }) => {
  await openStudio(page);
  await openNew(page, "sender", {
    StartAt: "Pause",
    States: {
      Pause: { Type: "Wait", Seconds: 30, Next: "Send" },
      Send: {
        Type: "Task",
        Resource: "arn:aws:states:::aws-sdk:sfn:sendTaskSuccess",
        Parameters: { "TaskToken.$": "$.token", Output: '{"came": "back"}' },
        End: true,
      },
    },
  });
  await waitUntilKept(page);
  await openNew(page, "inner-flow", { StartAt: "Say", States: { Say: { Type: "Pass", Result: "done", End: true } } });
  await waitUntilKept(page);
  const start = (form, name, rest) => ({
    Type: "Task",
    Resource: `arn:aws:states:::states:startExecution${form}`,
    Parameters: { StateMachineArn: `arn:aws:states:us-east-1:123456789012:stateMachine:${name}`, ...rest.Parameters },
    ResultPath: rest.ResultPath,
    ...(rest.Next ? { Next: rest.Next } : { End: true }),
  });
  await openNew(page, "outer-flow", {
    StartAt: "Launch",
    States: {
      Launch: start("", "inner-flow", { ResultPath: "$.launched", Next: "Await" }),
      Await: start(".sync", "inner-flow", { ResultPath: "$.awaited", Next: "Token" }),
      Token: start(".waitForTaskToken", "sender", {
        Parameters: { Input: { "token.$": "$$.Task.Token" } },
        ResultPath: "$.token",
        Next: "Gist",
      }),
      Gist: { Type: "Pass", Parameters: { "awaited.$": "$.awaited.Output", "token.$": "$.token", "started.$": "$.launched.ExecutionArn" }, End: true },
    },
  });
  await runIt(page);
  await expect(page.locator(".outcome").first()).toContainText('"token":{"came":"back"}');
  await expect(page.locator(".outcome").first()).toContainText("execution:inner-flow:");
  await page.getByRole("tab", { name: "Executions 3" }).click();
  await expect(page.getByRole("button", { name: /^inner-flow/ })).toHaveCount(2);
  await shoot(page, "nested-forms");
  await page.getByRole("button", { name: /^sender/ }).click();
  await expect(state(page, "Send")).toHaveAttribute("aria-label", /succeeded/);
  await expectAccessible(page);
});

test("an execution that failed is redriven from where it failed, and Stop ends one that waits", async ({ page }) => {
  await openStudio(page);
  await openNew(page, "again", {
    StartAt: "First",
    States: {
      First: { Type: "Pass", Result: 1, Next: "Ask" },
      Ask: { Type: "Task", Resource: "arn:aws:lambda:us-east-1:123456789012:function:ask", End: true },
    },
  });
  await page.getByRole("banner").getByRole("button", { name: /^Run/ }).last().click();
  await page.getByRole("tab", { name: /^Inbox/ }).click();
  await page.getByRole("button", { name: "Fail with it as the cause" }).click();
  await expect(outcome(page)).toHaveText("Failed");
  await page.getByRole("button", { name: "Redrive" }).click();
  await expect(outcome(page)).toHaveText("Waiting");
  await expect(page.getByRole("button", { name: "Redrive" })).toHaveCount(0);
  await page.getByRole("tab", { name: /^Inbox/ }).click();
  await page.getByRole("button", { name: "Succeed with this" }).click();
  await expect(outcome(page)).toHaveText("Succeeded");
  await page.getByRole("tab", { name: /^Events/ }).click();
  await expect(page.getByRole("listbox", { name: "Events" })).toContainText("ExecutionRedriven");
  await expect(state(page, "Ask")).toHaveAttribute("aria-label", /succeeded/);
  await shoot(page, "redriven");
  await expectAccessible(page);
  await page.getByRole("banner").getByRole("button", { name: /^Run/ }).last().click();
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await expect(outcome(page)).toHaveText("Aborted");
  await expect(page.getByRole("button", { name: "Redrive" })).toBeVisible();
});

test("an Express execution shows its log events by level, its answer with the bill, and a second delivery", async ({ page }) => {
  await openStudio(page);
  await openNew(page, "quick", { StartAt: "A", States: { A: { Type: "Pass", Result: { secret: 7 }, Next: "B" }, B: { Type: "Fail", Error: "No" } } }, "Express");
  await runIt(page, "Failed");
  await page.getByRole("tab", { name: "Log group" }).click();
  await expect(page.getByText("5 log events")).toBeVisible();
  await expect(page.getByRole("listbox", { name: "Log events" })).toContainText("secret");
  await shoot(page, "log-group");
  await expectAccessible(page);
  await page.getByRole("checkbox", { name: "Include execution data" }).uncheck();
  await expect(page.getByRole("listbox", { name: "Log events" })).not.toContainText("secret");
  await page.getByRole("combobox", { name: "Log level" }).selectOption("ERROR: all failures");
  await expect(page.getByText("2 log events")).toBeVisible();
  await page.getByRole("combobox", { name: "Log level" }).selectOption("OFF: nothing");
  await expect(page.getByText("No log events at this level")).toBeVisible();
  await page.getByRole("tab", { name: "Result" }).click();
  await expect(page.getByText("billed for 100 ms")).toBeVisible();
  await expect(page.getByText("billed for 64 MB")).toBeVisible();
  await shoot(page, "sync-result");
  await page.getByRole("checkbox", { name: /May be delivered twice/ }).check();
  for (let seed = 1; seed < 20; seed += 1) {
    await page.getByRole("textbox", { name: "Seed" }).fill(String(seed));
    await page.getByRole("textbox", { name: "Seed" }).blur();
    await runIt(page, "Failed");
    if ((await page.getByRole("tab", { name: "Executions 1" }).count()) > 0) break;
  }
  await page.getByRole("tab", { name: "Executions 1" }).click();
  await expect(page.getByText("The same execution, delivered once more")).toBeVisible();
});

test("25,000 events and 10,000 children stay smooth, and a run can be stopped", async ({ page }) => {
  await openStudio(page);
  await openNew(page, "endless", {
    StartAt: "Count",
    States: {
      Count: { Type: "Pass", Parameters: { "n.$": "States.MathAdd($.n, 1)" }, Next: "More" },
      More: { Type: "Choice", Choices: [{ Variable: "$.n", NumericLessThan: 1000000, Next: "Count" }], Default: "Done" },
      Done: { Type: "Succeed" },
    },
  });
  await goTo(page, "Run");
  await page.getByRole("textbox", { name: "Input" }).fill('{"n": 0}');
  const longest = async (act) => {
    await page.evaluate(() => {
      window.longest = 0;
      window.observer = new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.longest = Math.max(window.longest, entry.duration);
      });
      window.observer.observe({ entryTypes: ["longtask"] });
    });
    const start = Date.now();
    await act();
    const took = Date.now() - start;
    return `${took} ms, longest task ${Math.round(await page.evaluate(() => (window.observer.disconnect(), window.longest)))} ms`;
  };
  console.log("25,000 events:", await longest(() => runIt(page, "Failed")));
  await expect(page.getByRole("tab", { name: "Events 25000" })).toBeVisible();
  const slider = page.getByRole("slider", { name: "Event", exact: true });
  console.log("the slider back and forth:", await longest(async () => {
    for (const at of ["12000", "100", "24000", "20000"]) await slider.fill(at);
    await expect(page.getByText("event 20000 / 25000")).toBeVisible();
  }));
  await state(page, "Count").click();
  await page.getByRole("spinbutton", { name: "Visit" }).fill("4000");
  await page.getByRole("spinbutton", { name: "Visit" }).blur();
  await expect(page.getByRole("region", { name: "Input" })).toContainText("4000");
  await shoot(page, "long-run");
  await openNew(page, "many", {
    StartAt: "Rows",
    States: {
      Rows: {
        Type: "Map",
        QueryLanguage: "JSONata",
        Items: "{% [1..10000] %}",
        ItemProcessor: { ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" }, StartAt: "Work", States: { Work: { Type: "Pass", End: true } } },
        Output: "done",
        End: true,
      },
    },
  });
  await goTo(page, "Run");
  console.log("10,000 children:", await longest(() => runIt(page)));
  await page.getByRole("tab", { name: "Executions 1" }).click();
  await page.getByRole("button", { name: /Map Run/ }).click();
  await expect(page.locator("table.counts tbody tr").nth(1).getByRole("cell").nth(2)).toHaveText("10000");
  const list = page.getByRole("listbox", { name: "Child executions" });
  await list.evaluate((element) => (element.scrollTop = element.scrollHeight));
  await expect(list).toContainText("9999");
  expect(await list.getByRole("option").count()).toBeLessThan(60);
  await shoot(page, "many-children");
});

test("a link carries small buckets, and an example with buckets keeps them", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openStudio(page);
  await page.getByTitle("Open another workflow").click();
  await page.getByRole("button", { name: /^Distributed Map: a file of orders/ }).click();
  await goTo(page, "Run");
  await page.getByRole("textbox", { name: "Input" }).fill('{"file": "2026/orders.csv", "currency": "CHF"}');
  await waitUntilKept(page);
  await page.reload();
  await runIt(page);
  await page.getByRole("tab", { name: "Executions 1" }).click();
  await page.getByRole("button", { name: /Map Run PriceOrders/ }).click();
  await expect(page.locator("table.counts tbody tr").nth(0).getByRole("cell")).toHaveText(["0", "0", "8", "4", "0", "12", "12"]);
  await page.getByRole("button", { name: "Share" }).click();
  await expect(page.getByText("its input and its buckets")).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await page.goto("about:blank");
  await page.goto(link);
  await page.getByRole("button", { name: "Allow these handlers to run" }).click();
  await goTo(page, "Mocks");
  await page.getByRole("button", { name: /^incoming-orders/ }).click();
  await expect(object(page, "2026/orders.csv")).toBeVisible();
  await runIt(page);
});
