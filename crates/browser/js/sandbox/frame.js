// The sandbox: a frame of an origin of its own, without network and storage, that makes and ends workers.
// It does not look into what they say: a worker's port leads straight to the page.

const WORKER = __WORKER__;
const workers = new Map();

const blobUrl = (text) => URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
const workerUrl = blobUrl(WORKER);

/**
 * Where the text of a handler is broken. Browsers tell the place only for scripts, not for modules:
 * so the text is put into a function that is never called, with what only modules may say blanked out.
 */
function locate(source) {
  const blank = (text) => text.replace(/[^\n]/g, " ");
  const bare = source
    .replace(/^([ \t]*)(export[ \t]+(?:default[ \t]+)?)(?=async|function|class|const|let|var)/gm, (_, before, words) => before + blank(words))
    .replace(/^[ \t]*import\b[^;(]*?["'][^"'\n]*["'][ \t]*;?/gm, blank)
    .replace(/^[ \t]*export[ \t]*\{[^}]*\}[ \t]*;?/gm, blank);
  const opening = '"use strict";(async()=>{';
  return new Promise((resolve) => {
    const url = blobUrl(`${opening}${bare}\n})`);
    const probe = new Worker(url);
    const done = (line, column) => {
      probe.terminate();
      URL.revokeObjectURL(url);
      // A text that is only found broken at its end has lost something: the place is where it ends.
      const lines = source.split("\n");
      const isPast = line > lines.length;
      if (isPast) [line, column] = [lines.length, lines.at(-1).length + 1];
      resolve({ line, column: line === 1 && !isPast ? column - opening.length : column });
    };
    probe.onerror = (event) => {
      event.preventDefault();
      done(event.lineno ?? 0, event.colno ?? 0);
    };
    // Without an error, the text is broken in a way that only a module is.
    setTimeout(() => done(0, 0), 500);
  });
}

addEventListener("message", ({ data, ports, source }) => {
  if (source !== parent || data !== "stepwise") return;
  const [page] = ports;
  page.onmessage = async ({ data, ports }) => {
    switch (data.kind) {
      case "make": {
        const worker = new Worker(workerUrl);
        worker.onerror = (event) => {
          event.preventDefault();
          page.postMessage({ broken: data.worker, message: event.message });
        };
        worker.postMessage(data.source, [ports[0]]);
        workers.set(data.worker, worker);
        break;
      }
      case "end":
        workers.get(data.worker)?.terminate();
        workers.delete(data.worker);
        break;
      case "locate":
        page.postMessage({ located: data.question, place: await locate(data.source) });
        break;
    }
  };
  page.postMessage({ ready: true });
});
