// Measures functions in turns, and prints what they take and how they compare.
// All rivals run in one process, one after the other and again, so that no one has the warmer machine.

import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const target = new URL("../../target/", import.meta.url);

/** Our crates as wasm, with the functions that `src/` exports. */
export const ours = createRequire(import.meta.url)(fileURLToPath(new URL("bench/bench.js", target)));

/** What the native program measures for a subject, in nanoseconds per turn. */
export const native = (...args) =>
  Number(execFileSync(fileURLToPath(new URL("release/bench", target)), args, { encoding: "utf8" }));

/** Nanoseconds that one call of `work` takes: the best of some rounds of at least `span` milliseconds each. */
export async function time(work, { rounds = 5, span = 100 } = {}) {
  let turns = 1;
  let best = Infinity;
  for (let round = 0; round < rounds; ) {
    const start = performance.now();
    for (let turn = 0; turn < turns; turn++) {
      const result = work();
      if (result instanceof Promise) await result;
    }
    const took = performance.now() - start;
    if (took < span && took * 3 < span) {
      turns *= took < 1 ? 10 : Math.max(2, Math.ceil(span / took));
      continue;
    }
    best = Math.min(best, took / turns);
    round++;
  }
  return best * 1e6;
}

const shown = (nanoseconds) =>
  nanoseconds >= 1e9
    ? `${(nanoseconds / 1e9).toFixed(2)} s`
    : nanoseconds >= 1e6
      ? `${(nanoseconds / 1e6).toFixed(2)} ms`
      : nanoseconds >= 1e3
        ? `${(nanoseconds / 1e3).toFixed(2)} µs`
        : `${nanoseconds.toFixed(0)} ns`;

/** Prints a row: our time, theirs, and how many times faster we are. Gives the ratio. */
export function compare(what, our, theirs, whose) {
  const ratio = theirs / our;
  const factor = ratio >= 10 ? ratio.toFixed(0) : ratio.toFixed(2);
  console.log(`${what.padEnd(36)} ours ${shown(our).padStart(10)}   ${whose} ${shown(theirs).padStart(10)}   ${factor} times`);
  return ratio;
}

/** Prints one number with its name. */
export const tell = (what, value) => console.log(`${what.padEnd(36)} ${typeof value === "number" ? shown(value) : value}`);

/** The middle of some numbers. */
export const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};
