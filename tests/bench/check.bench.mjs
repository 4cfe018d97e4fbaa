// Checking definitions, beside the npm packages amazon-states-language-service (VS Code's) and asl-validator.
// The goals: below 2 ms for 50 states and 50 ms for 5,000 in wasm, and 50 times faster than the first at 5,000.

import service from "amazon-states-language-service";
import validator from "asl-validator";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compare, native, ours, tell, time } from "./measure.mjs";

const folder = mkdtempSync(join(tmpdir(), "stepwise-bench-"));

/** A workflow of about so many states: functions with retries and catchers, choices, waits, Parallels and Maps. */
function workflow(count) {
  const states = {};
  // Short, since the service takes no more than 1 MiB: 5,000 states must fit.
  const name = (index) => `S${index}`;
  for (let index = 0; index < count; ) {
    const next = (step) => (index + step < count ? { Next: name(index + step) } : { Next: "Done" });
    switch (index % 5) {
      case 0:
        states[name(index)] = {
          Type: "Task",
          Resource: "arn:aws:states:::lambda:invoke",
          Parameters: { FunctionName: `f${index}`, "Payload.$": "$", Note: { "id.$": "States.Format('{}-{}', $.order.id, $$.Execution.Name)" } },
          ResultSelector: { "value.$": "$.Payload.value" },
          ResultPath: `$.result${index}`,
          Retry: [{ ErrorEquals: ["Lambda.ServiceException", "Lambda.SdkClientException"], MaxAttempts: 3 }],
          Catch: [{ ErrorEquals: ["States.ALL"], Next: "Failed" }],
          ...next(1),
        };
        index += 1;
        break;
      case 1:
        states[name(index)] = {
          Type: "Choice",
          Choices: [
            { And: [{ Variable: "$.order.total", IsPresent: true }, { Variable: "$.order.total", NumericGreaterThan: 100 }], Next: index + 1 < count ? name(index + 1) : "Done" },
            { Variable: "$.order.kind", StringMatches: "gift-*", Next: index + 1 < count ? name(index + 1) : "Done" },
          ],
          Default: index + 1 < count ? name(index + 1) : "Done",
        };
        index += 1;
        break;
      case 2:
        states[name(index)] = { Type: "Wait", SecondsPath: "$.order.delay", ...next(1) };
        index += 1;
        break;
      case 3:
        states[name(index)] = {
          Type: "Map",
          ItemsPath: "$.order.items",
          ItemSelector: { "item.$": "$$.Map.Item.Value", "order.$": "$.order.id" },
          ItemProcessor: { ProcessorConfig: { Mode: "INLINE" }, StartAt: `Item ${index}`, States: { [`Item ${index}`]: { Type: "Pass", End: true } } },
          ResultPath: `$.items${index}`,
          ...next(2),
        };
        index += 2;
        break;
      default:
        states[name(index)] = { Type: "Pass", Parameters: { "order.$": "$.order", index }, ResultPath: "$.seen", ...next(1) };
        index += 1;
    }
  }
  states.Failed = { Type: "Fail", Error: "Failed", Cause: "A function failed" };
  states.Done = { Type: "Succeed" };
  return { Comment: "For measuring", StartAt: name(0), States: states };
}

const languageService = service.getLanguageService({});
const validate = validator.default ?? validator;

async function check(text) {
  const document = service.TextDocument.create("file:///measured.asl.json", "asl", 1, text);
  return languageService.doValidation(document, languageService.parseJSONDocument(document));
}

for (const count of [50, 500, 5000]) {
  const definition = workflow(count);
  // Indented, 5,000 states are more than the service takes.
  const text = count > 1000 ? JSON.stringify(definition) : JSON.stringify(definition, null, 2);
  const errors = ours.countErrors(text);
  if (errors > 0) console.log(`${count} states: ${errors} errors, which should be none`);
  const our = await time(() => ours.checkDefinition(text));
  const slow = count > 1000 ? { rounds: 2, span: 1 } : {};
  compare(`check ${count} states`, our, await time(() => check(text), slow), "amazon-states-language-service");
  compare(`check ${count} states`, our, await time(() => validate(JSON.parse(text)), slow), "asl-validator");
  const file = join(folder, `${count}.asl.json`);
  writeFileSync(file, text);
  tell("the same natively", native("check", file));
}

/** Definitions of about so many states, each hard in its own way: their time must grow as their text does. */
function hard(count) {
  const states = (state) => {
    const all = Array.from({ length: count }, (_, index) => [`S${index}`, state(index)]);
    return { StartAt: "S0", States: { ...Object.fromEntries(all), Z: { Type: "Succeed" } } };
  };
  const invoke = { Type: "Task", Resource: "arn:aws:states:::lambda:invoke" };
  const branch = (index) => ({ StartAt: `B${index}`, States: { [`B${index}`]: { Type: "Pass", Nxt: "", End: true } } });
  return {
    "a chain of functions without retries": states((index) => ({
      ...invoke,
      Parameters: { FunctionName: "f", Payload: { "a.$": "States.Format('{}', $.a)" } },
      ResultPath: `$.r${index}`,
      Next: `S${(index + 1) % count}`,
    })),
    "broken arrows": states((index) => ({ Type: "Pass", Next: `T${index}` })),
    "unknown fields": states(() => ({ Type: "Pass", Nxt: "Z", End: true })),
    "variables everywhere": states((index) => ({ Type: "Pass", Assign: { [`v${index}`]: 1 }, InputPath: `$v${index + 1}`, Next: `S${index + 1}` })),
    "a Choice to everywhere": states((index) => ({
      Type: "Choice",
      Choices: [{ Variable: "$.a", IsNull: true, Next: `S${(index * 7) % count}` }],
      Default: `S${index + 1}`,
    })),
    "one long line of branches": { StartAt: "P", States: { P: { Type: "Parallel", Branches: Array.from({ length: count }, (_, index) => branch(index)), End: true } } },
  };
}

const large = hard(2000);
for (const [what, definition] of Object.entries(hard(500))) {
  const [short, long] = [definition, large[what]].map((one) => JSON.stringify(one));
  const [small, big] = [await time(() => ours.checkDefinition(short)), await time(() => ours.checkDefinition(long))];
  tell(what, `${(big / small).toFixed(1)} times as long for ${(long.length / short.length).toFixed(1)} times the text`);
}
