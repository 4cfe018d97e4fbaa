// The sandbox of the mocks: what a handler can do, cannot do, and how it ends.

import { address, expect, test } from "../studio.js";

test.beforeEach(async ({ page }) => {
  await page.goto(address("/parts/sandbox.html"));
  await page.waitForFunction(() => window.ready);
});

/** Calls a handler, given as the text of its module. */
const call = (page, source, event, options) =>
  page.evaluate(([source, event, options]) => window.call(source, event, options), [source, event, options]);

const body = (text) => `export async function handler(event, context) { ${text} }`;
const payload = async (...args) => {
  const answer = await call(...args);
  expect(answer.cause, "the handler failed").toBeUndefined();
  return JSON.parse(answer.payload);
};

test("a handler answers with JSON, and nothing is null", async ({ page }) => {
  expect(await payload(page, body("return { twice: event.n * 2 }"), { n: 21 })).toEqual({ twice: 42 });
  expect(await payload(page, body(""), {})).toBeNull();
  expect(await payload(page, "export const handler = (event) => event.n + 1", { n: 1 })).toBe(2);
  const callback = "export const handler = (event, context, callback) => { setTimeout(() => callback(null, event.n), 5) }";
  expect(await payload(page, callback, { n: 3 })).toBe(3);
});

test("the context is Lambda's", async ({ page }) => {
  const context = "return [context.functionName, context.invokedFunctionArn, context.awsRequestId, context.getRemainingTimeInMillis()]";
  expect(await payload(page, body(context))).toEqual([
    "pay",
    "arn:aws:lambda:us-east-1:123456789012:function:pay",
    "5fb8a3ae-0000-4000-8000-000000000001",
    900000,
  ]);
});

test("what is thrown becomes the failure that Lambda reports", async ({ page }) => {
  const source = `class CardDeclined extends Error {\n  name = "CardDeclined";\n}\nexport async function handler() {\n  throw new CardDeclined("insufficient funds");\n}`;
  const answer = await call(page, source);
  expect(answer.error).toBe("CardDeclined");
  expect(JSON.parse(answer.cause)).toEqual({
    errorType: "CardDeclined",
    errorMessage: "insufficient funds",
    trace: ["CardDeclined: insufficient funds", "    at handler (file:///var/task/index.mjs:5:9)"],
  });
  const text = await call(page, body('throw "no"'), {}, { function: "other" });
  expect([text.error, JSON.parse(text.cause)]).toEqual(["string", { errorType: "string", errorMessage: "no", trace: [] }]);
  const missing = await call(page, body("return event.a.b"), {}, { function: "third" });
  expect(missing.error).toBe("TypeError");
});

test("a module that cannot be used says so as Lambda does", async ({ page }) => {
  const none = await call(page, "export const main = 1");
  expect([none.error, JSON.parse(none.cause).errorMessage]).toEqual(["Runtime.HandlerNotFound", "index.handler is undefined or not exported"]);
  const broken = await call(page, "export async function handler() {\n  return (1;\n}");
  expect(broken.error).toBe("Runtime.UserCodeSyntaxError");
  expect(JSON.parse(broken.cause).errorMessage).toMatch(/^SyntaxError: /);
  expect(broken.place).toMatchObject({ line: 2 });
  const foreign = await call(page, 'import { S3 } from "@aws-sdk/client-s3";\nexport const handler = () => 1;');
  expect([foreign.error, JSON.parse(foreign.cause).errorMessage]).toEqual([
    "Runtime.ImportModuleError",
    "Error: Cannot find package '@aws-sdk/client-s3' imported from /var/task/index.mjs",
  ]);
  const top = await call(page, "const a = undefined;\na.b;\nexport const handler = () => 1;");
  expect(top.error).toBe("TypeError");
});

test("answers that are not JSON are refused", async ({ page }) => {
  const circle = await call(page, body("const a = {}; a.a = a; return a"));
  expect(JSON.parse(circle.cause).errorMessage).toBe("Unable to stringify response body");
  const large = await call(page, body('return "x".repeat(7e6)'), {}, { function: "large" });
  expect(large.error).toBe("Function.ResponseSizeTooLarge");
});

test("time is virtual", async ({ page }) => {
  const source = body("context.took(90); return [Date.now(), new Date().toISOString(), context.getRemainingTimeInMillis()]");
  const answer = await call(page, source);
  expect(JSON.parse(answer.payload)).toEqual([Date.UTC(2026, 0, 2, 3, 5, 35), "2026-01-02T03:05:35.000Z", 810000]);
  expect(answer.elapsed).toBe(90000);

  const start = Date.now();
  const slept = await call(page, body("await new Promise((done) => setTimeout(done, 60_000)); return Date.now()"), {}, { function: "b" });
  expect(JSON.parse(slept.payload)).toBe(Date.UTC(2026, 0, 2, 3, 5, 5));
  expect(slept.elapsed).toBe(60000);
  expect(Date.now() - start).toBeLessThan(5000);

  const order = `let said = []; const say = (text, ms) => new Promise((done) => setTimeout(() => { said.push(text); done(); }, ms));
    await Promise.all([say("late", 30), say("early", 10), say("middle", 20)]); return said`;
  expect(await payload(page, body(order), {}, { function: "c" })).toEqual(["early", "middle", "late"]);
});

test("the time zone is UTC on every device", async ({ page }) => {
  const source = body(`const d = new Date("2026-07-01T12:00:00"); return [d.getHours(), d.toISOString(), d.getTimezoneOffset(),
    String(d), new Date(2026, 6, 1).toISOString(), new Date("July 1, 2026").toISOString(), d.toLocaleTimeString(), d instanceof Date]`);
  expect(await payload(page, source)).toEqual([
    12, "2026-07-01T12:00:00.000Z", 0, "Wed Jul 01 2026 12:00:00 GMT+0000 (Coordinated Universal Time)",
    "2026-07-01T00:00:00.000Z", "2026-07-01T00:00:00.000Z", "12:00:00 PM", true,
  ]);
});

test("chance comes from the seed", async ({ page }) => {
  const source = body("return [Math.random(), crypto.randomUUID(), performance.now()]");
  const first = await payload(page, source);
  expect(await payload(page, source)).toEqual(first);
  expect(await payload(page, source, {}, { seed: "8" })).not.toEqual(first);
  expect(first[1]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("a module keeps its values for a run, and not for the next", async ({ page }) => {
  const source = "let calls = 0; export const handler = () => ++calls;";
  expect(await payload(page, source)).toBe(1);
  expect(await payload(page, source)).toBe(2);
  await page.evaluate(() => window.renew());
  expect(await payload(page, source)).toBe(1);
});

test("an endless loop is ended, and the page lives", async ({ page }) => {
  const loop = await call(page, body("while (true) {}"));
  expect(loop).toMatchObject({ isTimeout: true, isLoop: true });
  expect(await payload(page, body("return 1"))).toBe(1);
  expect((await call(page, "while (true) {}", {}, { function: "top" })).isTimeout).toBe(true);
  expect((await call(page, body("for (;;) await null"), {}, { function: "micro" })).isTimeout).toBe(true);
  expect((await call(page, body("await new Promise(() => {})"), {}, { function: "never", patience: 5000 })).isTimeout).toBe(true);
  const ticking = body("setInterval(() => {}, 1000); await new Promise(() => {})");
  expect((await call(page, ticking, {}, { function: "ticking", patience: 5000 })).isTimeout).toBe(true);
});

test("a function that takes longer than its time is stopped, and starts afresh", async ({ page }) => {
  const source = "let calls = 0; export async function handler(event, context) { calls++; await context.took(event.seconds); return calls; }";
  expect(await payload(page, source, { seconds: 3 }, { timeout: 3000 })).toBe(1);
  expect(await call(page, source, { seconds: 4 }, { timeout: 3000 })).toMatchObject({ isTimeout: true });
  expect(await payload(page, source, { seconds: 1 }, { timeout: 3000 })).toBe(1);
});

test("calls of one function wait for each other", async ({ page }) => {
  const source = "let now = 0, most = 0; export async function handler() { most = Math.max(most, ++now); await new Promise((done) => setTimeout(done, 10)); now--; return most; }";
  const answers = await page.evaluate((source) => Promise.all([1, 2, 3].map(() => window.call(source))), source);
  expect(answers.map((answer) => answer.payload)).toEqual(["1", "1", "1"]);
});

test("the console is kept, within bounds", async ({ page }) => {
  const answer = await call(page, body('console.log("total", { cents: 5 }, 1n); console.error(new Error("no")); for (let i = 0; i < 5000; i++) console.log(i)'));
  expect(answer.lines.slice(0, 2)).toEqual([
    { level: "log", text: 'total {"cents":5} 1' },
    { level: "error", text: "Error: no" },
  ]);
  expect(answer.lines.length).toBe(1000);
});

test("nothing of the site and nothing of the network can be reached", async ({ page, complaints }) => {
  const source = body(`
    const tried = {};
    const attempt = async (name, act) => { try { tried[name] = String(await act()); } catch (refused) { tried[name] = "refused"; } };
    await attempt("origin", () => self.origin);
    await attempt("fetch", () => fetch("${address("/parts/sandbox.html")}"));
    await attempt("socket", () => new Promise((resolve, reject) => { const s = new WebSocket("ws://127.0.0.1:9/"); s.onopen = resolve; s.onerror = reject; }));
    await attempt("request", () => new Promise((resolve, reject) => { const r = new XMLHttpRequest(); r.onload = resolve; r.onerror = reject; r.open("GET", "${address("/parts/sandbox.html")}"); r.send(); }));
    await attempt("scripts", () => importScripts("${address("/parts/edge/storage.js")}"));
    await attempt("import", () => import("${address("/parts/edge/storage.js")}"));
    await attempt("database", () => new Promise((resolve, reject) => { const r = indexedDB.open("stepwise"); r.onsuccess = resolve; r.onerror = reject; }));
    await attempt("caches", () => caches.keys());
    return tried;`);
  const tried = await payload(page, source, {}, { patience: 8000 });
  expect(tried).toEqual({
    origin: "null", fetch: "refused", socket: "refused", request: "refused", scripts: "refused", import: "refused",
    database: "refused", caches: "refused",
  });
  // The browser reports each attempt that its policy has stopped.
  complaints.length = 0;
});

test("ending a run answers the calls under way", async ({ page }) => {
  const answer = page.evaluate((source) => window.call(source, {}, { patience: 20000 }), body("while (true) {}"));
  await page.waitForTimeout(300);
  await page.evaluate(() => window.end());
  expect((await answer).ended).toBeTruthy();
});

test("a thousand calls of a handler take little time", async ({ page }) => {
  const millis = await page.evaluate(async (source) => {
    await window.call(source);
    const start = performance.now();
    for (let n = 0; n < 1000; n++) await window.call(source, { n });
    return performance.now() - start;
  }, body("return event.n"));
  console.log(`one call of a handler: ${millis.toFixed(0)} µs`);
  expect(millis).toBeLessThan(5000);
});
