// Evaluates cases with the npm package jsonata@2.0.6 and writes what came out, a line of JSON each.
// Usage: node oracle.mjs PACKAGE-FOLDER CASES ANSWERS
// Where several members of an array or object fail, the package tells the one that its promises reach first:
// then the answer has a second one, `inOrder`, of the same package with its members evaluated one after the other.
import Module, { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { isMainThread, parentPort, Worker } from "node:worker_threads";

const [folder, casesPath, answersPath] = process.argv.slice(2);
if (isMainThread) await ask();
else await work();

/** Puts the cases to a worker, one after the other. What takes too long is given up with its worker: some texts make the package run for ever. */
async function ask() {
  const lines = readFileSync(casesPath, "utf8").split("\n").filter(Boolean);
  const answers = [];
  while (answers.length < lines.length) {
    const worker = new Worker(new URL(import.meta.url), { argv: [folder], resourceLimits: { maxOldGenerationSizeMb: 1000 } });
    await new Promise((done) => {
      let timer;
      const next = () => {
        clearTimeout(timer);
        if (answers.length === lines.length) return done();
        timer = setTimeout(give, 20_000);
        worker.postMessage(lines[answers.length]);
      };
      const give = () => {
        clearTimeout(timer);
        answers.push('{"answer":{"endless":true}}');
        done();
      };
      worker.on("message", (answer) => {
        if (answer) answers.push(answer);
        next();
      });
      worker.on("error", give);
    });
    await worker.terminate();
  }
  writeFileSync(answersPath, answers.join("\n") + "\n");
}

async function work() {
  const require = createRequire(import.meta.url);
  const jsonata = require(resolve(folder));

  const path = require.resolve(resolve(folder));
  let places = 0;
  const source = readFileSync(path, "utf8").replace(/await Promise\.all\(\s*([\w.()]+)\s*\.map\(async/g, (_, list) => {
    places++;
    return `await (async (list, work) => { const out = []; for (const [at, item] of list.entries()) out.push(await work(item, at)); return out; })(${list}, (async`;
  });
  if (places !== 2) throw new Error(`the package waits for several members at ${places} places, not at 2`);
  const ordered = new Module(path);
  ordered._compile(source, path);
  const inOrder = ordered.exports;

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
  for (const name of names) for (const each of [jsonata, inOrder]) builtins.push(await each(`$${name}`).evaluate({}));

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

  async function answer(evaluator, text, input) {
    for (const builtin of builtins) {
      delete builtin.token;
      delete builtin.position;
    }
    try {
      const result = await evaluator(text).evaluate(input, {});
      return isFunction(result) ? { function: true } : result === undefined ? { undefined: true } : { result: clean(result) };
    } catch (error) {
      return { error: { code: error.code ?? "", message: String(error.message ?? error), position: error.position ?? null } };
    }
  }

  parentPort.on("message", async (line) => {
    const { text, input } = JSON.parse(line);
    const given = await answer(jsonata, text, JSON.parse(line).input);
    const told = { answer: given };
    if (given.error && /[[{]/.test(text)) {
      const other = await answer(inOrder, text, input);
      if (JSON.stringify(other) !== JSON.stringify(given)) told.inOrder = other;
    }
    parentPort.postMessage(JSON.stringify(told));
  });
  parentPort.postMessage(null);
}
