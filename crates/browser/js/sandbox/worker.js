// One Lambda function: a worker that holds one handler, and calls it in virtual time.
//
// Time stands still while code runs, and moves when the handler waits for a timer or says what it took.
// The clock, randomness, the time zone and the console are ours, so that the same call always gives the same answer.

const tick = (() => {
  // A macrotask without the delay that browsers add to timers.
  const { port1, port2 } = new MessageChannel();
  const waiting = [];
  port1.onmessage = () => waiting.shift()();
  return (work) => {
    waiting.push(work);
    port2.postMessage(0);
  };
})();
const realTimeout = self.setTimeout.bind(self);
const makeUrl = URL.createObjectURL.bind(URL);
const RealDate = Date;

/** The longest answer that Lambda gives, in bytes. */
const LONGEST_ANSWER = 6291556;
/** How many console lines of one call are kept, and how long each may be. */
const MOST_LINES = 1000;
const LONGEST_LINE = 10000;
/** How long a handler may wait for something that is no timer, in real milliseconds. */
const LONGEST_REST = 1000;

let start = 0;
let elapsed = 0;
let timeout = Infinity;
let lines = [];
let next = seeded("0");
let timers = [];
let timerId = 0;

/** Random numbers from a seed: xoshiro128**, filled by splitmix32 over the seed's digits. */
function seeded(seed) {
  let state = 0x9e3779b9;
  for (const digit of seed) state = Math.imul(state ^ digit.charCodeAt(0), 0x85ebca6b) >>> 0;
  const fill = () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
  let [a, b, c, d] = [fill(), fill(), fill(), fill() | 1];
  const turn = (value, by) => (value << by) | (value >>> (32 - by));
  return () => {
    const result = Math.imul(turn(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = turn(d, 11);
    return result;
  };
}

const now = () => start + Math.floor(elapsed);

/** Everything of the worker that could tell two calls apart is replaced by what the caller has said. */
function furnish() {
  Math.random = () => ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992;
  performance.now = () => elapsed;
  if (self.crypto) {
    const fill = (array) => {
      const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
      for (let i = 0; i < bytes.length; i++) bytes[i] = next() & 255;
      return array;
    };
    const uuid = () => {
      const bytes = fill(new Uint8Array(16));
      bytes[6] = (bytes[6] & 15) | 64;
      bytes[8] = (bytes[8] & 63) | 128;
      const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
    };
    Object.defineProperty(self.crypto, "getRandomValues", { value: fill });
    Object.defineProperty(self.crypto, "randomUUID", { value: uuid });
  }
  furnishDate();
  furnishTimers();
  for (const level of ["log", "info", "warn", "error", "debug", "trace"]) {
    console[level] = (...values) => {
      if (lines.length < MOST_LINES) lines.push({ level, text: values.map(shown).join(" ").slice(0, LONGEST_LINE) });
    };
  }
  self.fetch = async () => {
    throw new Error("a mock has no network: return what the service would answer");
  };
  self.process = { env: { AWS_REGION: "us-east-1", TZ: ":UTC", NODE_ENV: "production" } };
  self.global = self;
  delete self.Worker;
}

/** A date of the virtual clock, in the time zone of Lambda: UTC, on every device. */
function furnishDate() {
  const parse = (text) => {
    const hasLocalTime = /^\s*[+-]?\d{4,6}-\d\d-\d\dT[\d:.]+\s*$/.test(text);
    if (hasLocalTime) return RealDate.parse(`${text.trim()}Z`);
    const isIso = /^\s*[+-]?\d{4,6}(-\d\d){0,2}(T.*)?\s*$/.test(text);
    const hasZone = /(z|gmt|utc|[+-]\d\d:?\d\d)\s*(\(.*\))?\s*$/i.test(text);
    return RealDate.parse(isIso || hasZone ? text : `${text} UTC`);
  };
  self.Date = new Proxy(RealDate, {
    apply: () => new RealDate(now()).toString(),
    construct: (target, values, self) => {
      const only = values[0];
      if (values.length === 0) return Reflect.construct(target, [now()], self);
      if (values.length > 1) return Reflect.construct(target, [RealDate.UTC(...values)], self);
      return Reflect.construct(target, [typeof only === "string" ? parse(only) : only], self);
    },
    get: (target, key) => (key === "now" ? now : key === "parse" ? parse : target[key]),
  });
  const own = RealDate.prototype;
  own.constructor = self.Date;
  for (const part of ["FullYear", "Month", "Date", "Day", "Hours", "Minutes", "Seconds", "Milliseconds"]) {
    own[`get${part}`] = own[`getUTC${part}`];
    if (part !== "Day") own[`set${part}`] = own[`setUTC${part}`];
  }
  own.getTimezoneOffset = () => 0;
  const utc = own.toUTCString;
  own.toDateString = function () {
    const found = /^(\w+), (\d+) (\w+) (-?\d+)/.exec(utc.call(this));
    return found ? `${found[1]} ${found[3]} ${found[2]} ${found[4]}` : "Invalid Date";
  };
  own.toTimeString = function () {
    return `${this.toISOString().slice(-13, -5)} GMT+0000 (Coordinated Universal Time)`;
  };
  own.toString = function () {
    return Number.isNaN(this.getTime()) ? "Invalid Date" : `${this.toDateString()} ${this.toTimeString()}`;
  };
  for (const name of ["toLocaleString", "toLocaleDateString", "toLocaleTimeString"]) {
    const real = own[name];
    own[name] = function (locale = "en-US", options) {
      return real.call(this, locale, { timeZone: "UTC", ...options });
    };
  }
}

/** Timers of the virtual clock: they ring in order, as soon as nothing else is left to do. */
function furnishTimers() {
  const set = (work, delay, values, every) => {
    const at = elapsed + Math.max(Number(delay) || 0, every === undefined ? 0 : 1);
    timers.push({ id: ++timerId, at, every, ring: () => work(...values) });
    return timerId;
  };
  const clear = (id) => {
    timers = timers.filter((timer) => timer.id !== id);
  };
  self.setTimeout = (work, delay, ...values) => set(work, delay, values, undefined);
  self.setInterval = (work, delay, ...values) => set(work, delay, values, Math.max(Number(delay) || 0, 1));
  self.setImmediate = (work, ...values) => set(work, 0, values, undefined);
  self.clearTimeout = self.clearInterval = self.clearImmediate = clear;
  self.queueMicrotask = (work) => void Promise.resolve().then(work);
}

/** A value as a console line shows it. */
function shown(value) {
  if (typeof value === "string") return value;
  if (value instanceof Error) return value.stack?.split("\n")[0] ?? String(value);
  if (typeof value === "object" && value !== null) {
    try {
      return JSON.stringify(value);
    } catch {
      return Object.prototype.toString.call(value);
    }
  }
  return String(value);
}

/** The lines of a stack that lie in the handler's own text, written as Node in Lambda does. */
function trace(error, file) {
  const head = [`${error.name}: ${error.message}`];
  for (const line of String(error.stack ?? "").split("\n")) {
    const at = line.lastIndexOf(file);
    if (at < 0) continue;
    const place = /^:(\d+):(\d+)/.exec(line.slice(at + file.length));
    if (!place) continue;
    const named = /^\s*at (?:async )?(.+?) \(/.exec(line) ?? /^(.+?)@/.exec(line);
    const where = `file:///var/task/index.mjs:${place[1]}:${place[2]}`;
    head.push(named ? `    at ${named[1]} (${where})` : `    at ${where}`);
  }
  return head;
}

/** A failure as Lambda reports it: what was thrown, as its runtime would have written it. */
function failure(thrown, file) {
  try {
    if (thrown instanceof Error || Object.prototype.toString.call(thrown) === "[object Error]") {
      const report = { errorType: String(thrown.name), errorMessage: String(thrown.message), trace: trace(thrown, file) };
      return { error: report.errorType, cause: JSON.stringify(report) };
    }
    const report = { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
    return { error: report.errorType, cause: JSON.stringify(report) };
  } catch {
    return fault("handled", "callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack");
  }
}

/** A failure of Lambda itself. */
function fault(error, message) {
  return { error, cause: JSON.stringify({ errorType: error, errorMessage: message, trace: [`${error}: ${message}`] }) };
}

/** The module of the handler, or why Lambda could not load it. */
async function load(source) {
  const file = makeUrl(new Blob([source], { type: "text/javascript" }));
  try {
    const module = await import(file);
    if (typeof module.handler === "function") return { file, handler: module.handler };
    const problem = "handler" in module ? "is not a function" : "is undefined or not exported";
    return { file, failure: fault("Runtime.HandlerNotFound", `index.handler ${problem}`) };
  } catch (thrown) {
    const message = String(thrown?.message ?? thrown);
    const package_ = /module specifier "([^"]*)"/.exec(message) ?? /specifier [“'"]?([^“”'" ]+)/.exec(message);
    if (package_) {
      const sentence = `Error: Cannot find package '${package_[1]}' imported from /var/task/index.mjs`;
      return { file, failure: fault("Runtime.ImportModuleError", sentence) };
    }
    if (thrown instanceof SyntaxError && !trace(thrown, file)[1]) {
      return { file, isSyntax: true, failure: fault("Runtime.UserCodeSyntaxError", `SyntaxError: ${message}`) };
    }
    return { file, failure: failure(thrown, file) };
  }
}

const timedOut = { isTimeout: true };

/** Lets virtual time pass until the work is done: by timers, or by the rest that real work needs. */
async function settle(work) {
  let outcome;
  work.then(
    (value) => (outcome = { value }),
    (thrown) => (outcome = { thrown }),
  );
  // Most handlers are done as soon as the promises at hand have been settled.
  for (let turn = 0; turn < 20 && !outcome; turn++) await null;
  let rested = 0;
  for (;;) {
    if (!outcome) await new Promise((resolve) => tick(resolve));
    if (outcome) return elapsed > timeout ? timedOut : outcome;
    if (timers.length > 0) {
      const first = timers.reduce((a, b) => (b.at < a.at ? b : a));
      elapsed = Math.max(elapsed, first.at);
      if (elapsed > timeout) return timedOut;
      if (first.every === undefined) timers = timers.filter((timer) => timer !== first);
      else first.at += first.every;
      rested = 0;
      first.ring();
      continue;
    }
    if (rested > LONGEST_REST) return timedOut;
    const pause = Math.min(2 ** Math.floor(rested / 16), 50);
    await new Promise((resolve) => realTimeout(resolve, pause));
    rested += Math.max(pause, 1);
  }
}

/** Calls the handler once. */
async function call({ file, handler }, request) {
  const context = {
    callbackWaitsForEmptyEventLoop: true,
    functionName: request.function,
    functionVersion: "$LATEST",
    invokedFunctionArn: request.arn,
    memoryLimitInMB: "128",
    awsRequestId: request.id,
    logGroupName: `/aws/lambda/${request.function}`,
    logStreamName: `${new RealDate(start).toISOString().slice(0, 10).replaceAll("-", "/")}/[$LATEST]${request.id.replaceAll("-", "")}`,
    getRemainingTimeInMillis: () => Math.max(0, (timeout === Infinity ? 900000 : timeout) - elapsed),
    /** Says how long this call takes in virtual time: adds seconds to it. */
    took: (seconds) => {
      const span = Number(seconds);
      if (!(span >= 0)) throw new RangeError(`context.took wants seconds, not ${shown(seconds)}`);
      elapsed += span * 1000;
      return Promise.resolve();
    },
  };
  const work = new Promise((resolve, reject) => {
    const callback = (thrown, value) => (thrown ? reject(thrown) : resolve(value));
    Promise.resolve()
      .then(() => handler(JSON.parse(request.event), context, callback))
      .then((value) => {
        if (handler.length < 3 || value !== undefined) resolve(value);
      }, reject);
  });
  const outcome = await settle(work);
  if (outcome.isTimeout) return outcome;
  if ("thrown" in outcome) return failure(outcome.thrown, file);
  let payload;
  try {
    payload = JSON.stringify(outcome.value === undefined ? null : outcome.value) ?? "null";
  } catch {
    return failure(new Error("Unable to stringify response body"), file);
  }
  if (new TextEncoder().encode(payload).length > LONGEST_ANSWER) {
    return fault("Function.ResponseSizeTooLarge", `Response payload size exceeded maximum allowed payload size (${LONGEST_ANSWER} bytes).`);
  }
  return { payload };
}

/** Serves calls one after the other, as one Lambda instance does. */
function serve(port, source) {
  let loading;
  let queue = Promise.resolve();
  const answer = async (request) => {
    start = request.now;
    elapsed = 0;
    timers = [];
    lines = [];
    timeout = request.timeout ?? Infinity;
    next = seeded(request.seed);
    self.process.env.AWS_LAMBDA_FUNCTION_NAME = request.function;
    const loaded = await (loading ??= load(source));
    const outcome = loaded.failure ? { ...loaded.failure, isSyntax: loaded.isSyntax } : await call(loaded, request);
    port.postMessage({ call: request.call, ...outcome, elapsed, lines });
  };
  port.onmessage = ({ data }) => {
    queue = queue.then(() => answer(data));
  };
  port.postMessage({ isReady: true });
}

self.onmessage = ({ data, ports }) => {
  self.onmessage = null;
  furnish();
  // A promise that nobody waits for is no reason to end: Lambda answers with what the handler returned.
  self.addEventListener("unhandledrejection", (event) => event.preventDefault());
  serve(ports[0], data);
};
