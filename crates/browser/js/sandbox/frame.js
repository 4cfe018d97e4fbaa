// The sandbox: a frame of an origin of its own, without network and storage, that makes and ends workers.
// It does not look into what they say: a worker's port leads straight to the page.

const WORKER = __WORKER__;
const workers = new Map();

const blobUrl = (text) => URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
const workerUrl = blobUrl(WORKER);

/** Where the text of a handler is broken: a module that cannot be parsed never runs, but says its place. */
function locate(source) {
  return new Promise((resolve) => {
    const url = blobUrl(source);
    const probe = new Worker(url, { type: "module" });
    const done = (place) => {
      probe.terminate();
      URL.revokeObjectURL(url);
      resolve(place);
    };
    probe.onerror = (event) => done({ line: event.lineno, column: event.colno });
    setTimeout(() => done({ line: 0, column: 0 }), 500);
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
        page.postMessage({ located: data.question, ...(await locate(data.source)) });
        break;
    }
  };
  page.postMessage({ ready: true });
});
