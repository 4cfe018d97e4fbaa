// Turns of the event loop, and chance.

const { port1, port2 } = new MessageChannel();
const waiting = [];
port1.onmessage = () => waiting.shift()();

/** The next task of the page: without the delay that browsers add to timers. */
export const pause = () =>
  new Promise((resolve) => {
    waiting.push(resolve);
    port2.postMessage(0);
  });

/** The next picture; a hidden page draws none, so there a timer comes first. */
export const frame = () =>
  new Promise((resolve) => {
    requestAnimationFrame(resolve);
    setTimeout(resolve, 100);
  });

/** A whole number below 2^53 by chance. */
export function seed() {
  const [high, low] = crypto.getRandomValues(new Uint32Array(2));
  return (high >>> 11) * 4294967296 + low;
}
