// The page's side of the sandbox: one frame for the page, one set of workers for each run.

let opening;
let nextWorker = 0;
let nextCall = 0;
let nextQuestion = 0;
const questions = new Map();
const broken = new Map();

/** Opens the sandboxed frame once; gives the port to it. */
function open() {
  opening ??= new Promise((resolve, reject) => {
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "allow-scripts");
    frame.title = "Sandbox for mocks";
    frame.hidden = true;
    frame.tabIndex = -1;
    const address = document.querySelector('meta[name="stepwise:sandbox"]').content;
    frame.src = new URL(address, document.baseURI).href;
    const { port1, port2 } = new MessageChannel();
    const late = setTimeout(() => fail("the sandbox did not open in time"), 15000);
    const fail = (sentence) => {
      clearTimeout(late);
      frame.remove();
      opening = undefined;
      reject(new Error(sentence));
    };
    port1.onmessage = ({ data }) => {
      if (data.ready) {
        clearTimeout(late);
        resolve(port1);
      } else if (data.located !== undefined) {
        questions.get(data.located)?.(data.place);
        questions.delete(data.located);
      } else if (data.broken !== undefined) {
        broken.get(data.broken)?.(data.message);
      }
    };
    frame.onload = () => frame.contentWindow.postMessage("stepwise", "*", [port2]);
    frame.onerror = () => fail("the sandbox could not be loaded");
    document.body.append(frame);
  });
  return opening;
}

/** The workers of one run: each function has its own, made at its first call, and keeps its module's values. */
export class Sandbox {
  #workers = new Map();
  #isOver = false;

  /** Calls a handler; always gives an answer, whatever the handler does. */
  async invoke(key, source, event, options) {
    if (this.#isOver) return { ended: "the run is over" };
    let frame;
    try {
      frame = await open();
    } catch (refused) {
      return { ended: refused.message };
    }
    if (this.#isOver) return { ended: "the run is over" };
    const worker = this.#worker(frame, key, source);
    const request = { ...options, call: ++nextCall, event, seed: String(options.seed) };
    const answer = await new Promise((resolve) => {
      worker.calls.set(request.call, { resolve, options });
      worker.port.postMessage(request);
      worker.watch();
    });
    if (answer.isSyntax) answer.place = await this.#locate(frame, source);
    // What timed out is torn down, as Lambda does: the next call finds a fresh module.
    if (answer.isTimeout) this.#end(frame, key);
    return answer;
  }

  /** Ends every worker; calls under way are answered as ended. */
  end() {
    this.#isOver = true;
    opening?.then((frame) => [...this.#workers.keys()].forEach((key) => this.#end(frame, key)), () => {});
  }

  #worker(frame, key, source) {
    const present = this.#workers.get(key);
    if (present?.source === source) return present;
    if (present) this.#end(frame, key);
    const { port1, port2 } = new MessageChannel();
    const worker = { id: ++nextWorker, source, port: port1, calls: new Map(), isReady: false };
    // Real time counts for the first call in the row alone: the others wait for their turn.
    worker.watch = () => {
      const [call] = worker.calls.values();
      if (!call || call.watch !== undefined || !worker.isReady) return;
      call.watch = setTimeout(() => {
        call.resolve({ isTimeout: true, isLoop: true, lines: [], elapsed: 0 });
        this.#end(frame, key);
      }, call.options.patience);
    };
    port1.onmessage = ({ data }) => {
      if (data.isReady) {
        worker.isReady = true;
      } else {
        const call = worker.calls.get(data.call);
        clearTimeout(call?.watch);
        worker.calls.delete(data.call);
        call?.resolve(data);
      }
      worker.watch();
    };
    broken.set(worker.id, (message) => {
      for (const call of worker.calls.values()) call.resolve({ ended: `the worker broke: ${message}` });
      this.#end(frame, key);
    });
    frame.postMessage({ kind: "make", worker: worker.id, source }, [port2]);
    this.#workers.set(key, worker);
    return worker;
  }

  #end(frame, key) {
    const worker = this.#workers.get(key);
    if (!worker) return;
    this.#workers.delete(key);
    broken.delete(worker.id);
    frame.postMessage({ kind: "end", worker: worker.id });
    worker.port.close();
    for (const call of worker.calls.values()) {
      clearTimeout(call.watch);
      call.resolve({ ended: "the worker was ended" });
    }
  }

  #locate(frame, source) {
    return new Promise((resolve) => {
      questions.set(++nextQuestion, resolve);
      frame.postMessage({ kind: "locate", question: nextQuestion, source });
    });
  }
}
