// Evaluates cases with the npm package jsonata@2.0.6 and writes what came out, a line of JSON each.
// Usage: node oracle.mjs PACKAGE-FOLDER CASES ANSWERS
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";

const [folder, casesPath, answersPath] = process.argv.slice(2);
const jsonata = createRequire(import.meta.url)(resolve(folder));

const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...parts) {
    super(...(parts.length ? parts : [1700000000123]));
  }
};

// The package notes the name and place of a call on its function objects, which outlive the expression.
const names = `sum count max min average string substring substringBefore substringAfter lowercase uppercase length trim pad match
contains replace split join formatNumber formatBase formatInteger parseInteger number floor ceil round abs sqrt power random boolean
not map zip filter single reduce sift keys lookup append exists spread merge reverse each error assert type sort shuffle distinct
base64encode base64decode encodeUrlComponent encodeUrl decodeUrlComponent decodeUrl eval toMillis fromMillis clone`.split(/\s+/);
const builtins = [];
for (const name of names) builtins.push(await jsonata(`$${name}`).evaluate({}));

const isFunction = (value) =>
  typeof value === "function" || (value && (value._jsonata_function === true || value._jsonata_lambda === true));

function clean(value) {
  if (isFunction(value)) return undefined;
  if (Array.isArray(value)) return Array.from(value, (item) => { const inner = clean(item); return inner === undefined ? null : inner; });
  if (value && typeof value === "object") {
    const out = {};
    for (const key of Object.keys(value)) {
      const inner = clean(value[key]);
      if (inner !== undefined) out[key] = inner;
    }
    return out;
  }
  if (typeof value === "number" && !Number.isFinite(value)) return null;
  // Halves of surrogate pairs cannot leave an evaluation here: they become replacement characters.
  if (typeof value === "string") return value.toWellFormed();
  return value;
}

const answers = [];
for (const line of readFileSync(casesPath, "utf8").split("\n")) {
  if (!line) continue;
  const { text, input } = JSON.parse(line);
  for (const builtin of builtins) {
    delete builtin.token;
    delete builtin.position;
  }
  // Some texts make the package run for ever: the last one told is it.
  if (process.env.ORACLE_TRACE) writeFileSync(process.env.ORACLE_TRACE, text);
  let answer;
  try {
    const result = await jsonata(text).evaluate(input, {});
    answer = isFunction(result) ? { function: true } : result === undefined ? { undefined: true } : { result: clean(result) };
  } catch (error) {
    answer = { error: { code: error.code ?? "", message: String(error.message ?? error), position: error.position ?? null } };
  }
  answers.push(JSON.stringify(answer));
}
writeFileSync(answersPath, answers.join("\n") + "\n");
