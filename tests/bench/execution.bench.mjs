// Whole executions, beside the npm package aws-local-stepfunctions: transitions per second, natively and as wasm.
// Ours keeps the full history in both rows; in the second it is also written as the JSON text of GetExecutionHistory.

import { StateMachine } from "aws-local-stepfunctions";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compare, native, ours, tell, time } from "./measure.mjs";

// The rival needs this for its tasks; Node has it from version 22 on.
Promise.withResolvers ??= () => {
  const parts = {};
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return parts;
};

const folder = mkdtempSync(join(tmpdir(), "stepwise-bench-"));

const loop = {
  StartAt: "Enough",
  States: {
    Enough: { Type: "Choice", Choices: [{ Variable: "$.count", NumericGreaterThanEquals: 10000, Next: "Done" }], Default: "Add" },
    Add: { Type: "Pass", Parameters: { "count.$": "States.MathAdd($.count, 1)" }, Next: "Enough" },
    Done: { Type: "Succeed" },
  },
};

const map = {
  StartAt: "Each",
  States: {
    Each: {
      Type: "Map",
      MaxConcurrency: 0,
      ItemProcessor: { StartAt: "Keep", States: { Keep: { Type: "Pass", End: true } } },
      End: true,
    },
  },
};

const lambda = (name) => `arn:aws:lambda:us-east-1:123456789012:function:${name}`;
const order = {
  StartAt: "ValidateOrder",
  States: {
    ValidateOrder: { Type: "Task", Resource: lambda("validate-order"), Next: "ChargeCard" },
    ChargeCard: {
      Type: "Task",
      Resource: lambda("charge-card"),
      Retry: [{ ErrorEquals: ["States.TaskFailed"], IntervalSeconds: 2, MaxAttempts: 3, BackoffRate: 2 }],
      Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.failure", Next: "RefundAndNotify" }],
      End: true,
    },
    RefundAndNotify: { Type: "Task", Resource: lambda("refund-and-notify"), End: true },
  },
};

const workloads = [
  { name: "counting loop, 10,000 turns", definition: loop, input: { count: 0 }, failures: 0, goal: 100, slow: true },
  { name: "inline Map over 10,000 items", definition: map, input: Array.from({ length: 10000 }, (_, id) => ({ id })), failures: 0, goal: 100, slow: true },
  { name: "order, charged at the third attempt", definition: order, input: { orderId: 7 }, failures: 2 },
];

/** The rival's run; its tasks fail as often as ours, and it waits for nothing. */
async function run(machine, input, failures) {
  let left = failures;
  const charge = () => {
    if (left-- > 0) throw new Error("CustomError");
    return {};
  };
  const overrides = {
    taskResourceLocalHandlers: { ValidateOrder: () => ({}), ChargeCard: charge, RefundAndNotify: () => ({}) },
    retryIntervalOverrides: { ChargeCard: 0 },
  };
  return machine.run(input, { overrides }).result;
}

for (const { name, definition, input, failures, goal, slow } of workloads) {
  const text = JSON.stringify(definition);
  const inputText = JSON.stringify(input);
  const workload = new ours.Workload(text, inputText, failures);
  const transitions = workload.transitions();
  const definitionFile = join(folder, "definition.json");
  const inputFile = join(folder, "input.json");
  writeFileSync(definitionFile, text);
  writeFileSync(inputFile, inputText);
  const natively = native("execution", definitionFile, inputFile, String(failures));

  const machine = new StateMachine(definition, { validationOptions: { checkPaths: false, checkArn: false } });
  // In turns, the best of each: a shared machine has times in which everything takes twice as long.
  let [bare, written, theirs] = [Infinity, Infinity, Infinity];
  for (let turn = 0; turn < 4; turn++) {
    bare = Math.min(bare, await time(() => workload.run(), { rounds: 2 }));
    theirs = Math.min(theirs, await time(() => run(machine, input, failures), slow ? { rounds: 1, span: 1 } : { rounds: 2 }));
    written = Math.min(written, await time(() => workload.run_and_write(), { rounds: 2 }));
  }

  const perSecond = (nanoseconds) => `${Math.round((transitions / nanoseconds) * 1e9).toLocaleString("en")} transitions/s`;
  const ratio = compare(name, bare, theirs, "aws-local-stepfunctions");
  compare("  the same, history also as JSON text", written, theirs, "aws-local-stepfunctions");
  tell("  wasm", perSecond(bare));
  tell("  wasm, history also as JSON text", perSecond(written));
  tell("  natively, history also as JSON text", perSecond(natively));
  tell("  aws-local-stepfunctions", perSecond(theirs));
  if (goal) tell("  goal", `${goal} times: ${ratio >= goal ? "reached" : "MISSED"}`);
}
