// When the program breaks: what can still be said and saved, without the program.

const SKIP = "stepwise.skip-last-work";
let work = [];
let isShown = false;

/** Also what ends the program without a word of its own, such as no memory or no stack, is shown. */
export function watch() {
  const look = (error) => {
    const isTrap = error instanceof WebAssembly.RuntimeError;
    const isDeep = error instanceof RangeError && /wasm/.test(error.stack ?? "");
    if (isTrap || isDeep) show(`${error.name}: ${error.message}`);
  };
  addEventListener("error", (event) => look(event.error));
  addEventListener("unhandledrejection", (event) => look(event.reason));
}

/** Keeps what would be lost: a name and a text for each file of the work. */
export function remember(names, texts) {
  work = names.map((name, index) => ({ name, text: texts[index] }));
}

/** Whether this page was asked to open without the last work; asking again gives no. */
export function takeSkip() {
  try {
    const asked = sessionStorage.getItem(SKIP) !== null;
    sessionStorage.removeItem(SKIP);
    return asked;
  } catch {
    return false;
  }
}

/** Shows in place of the page what happened, the text of the work, and the ways back. */
export function show(message) {
  if (isShown) return;
  isShown = true;
  // The program may be in the middle of a change of the page: wait until that is over.
  setTimeout(() => build(message), 0);
}

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function build(message) {
  const all = work.map(({ name, text }) => (work.length > 1 ? `// ${name}\n${text}` : text)).join("\n\n");
  const said = element("p", { role: "status", className: "rescue-said" });
  const button = (label, act) => element("button", { type: "button", textContent: label, onclick: act });

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(all);
      said.textContent = "Copied.";
    } catch {
      box.focus();
      box.select();
      said.textContent = "The browser refused to copy: the text is selected, copy it with Ctrl+C.";
    }
  };
  const download = () => {
    // One file, since browsers ask before a page gives several.
    const name = work.length > 1 ? "stepwise-work.txt" : work[0].name;
    const address = URL.createObjectURL(new Blob([all], { type: "text/plain" }));
    element("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
    said.textContent = "Downloaded.";
  };
  const reload = () => location.reload();
  const reloadWithout = () => {
    try {
      sessionStorage.setItem(SKIP, "1");
    } catch {
      // Without storage there is no last work either.
    }
    history.replaceState(null, "", location.pathname + location.search);
    location.reload();
  };

  const title = element("h1", { id: "rescue-title", textContent: "Stepwise has stopped", tabIndex: -1 });
  const box = element("textarea", { value: all, readOnly: true, rows: 14, spellcheck: false, ariaLabel: "Text of your work" });
  const report = element("details", {}, element("summary", { textContent: "What happened" }), element("pre", { textContent: message, tabIndex: 0 }));
  const main = element(
    "main",
    { className: "rescue" },
    element("style", { textContent: STYLE }),
    title,
    element("p", { textContent: "A fault in the program has ended it. Your work is not lost: it is kept on this device up to the last change, and here it stands once more." }),
    ...(work.length > 0 ? [box, element("p", {}, button("Copy the text", copy), button("Download it", download))] : []),
    said,
    element("p", {}, button("Reload", reload), button("Open without my last work", reloadWithout)),
    report,
  );
  main.setAttribute("aria-labelledby", "rescue-title");
  document.body.replaceChildren(main);
  document.title = "Stepwise has stopped";
  title.focus();
}

const STYLE = `
.rescue { box-sizing: border-box; position: fixed; inset: 0; overflow: auto; padding: 24px max(24px, calc(50vw - 400px));
  font: 16px/1.5 system-ui, sans-serif; color: var(--text, CanvasText); background: var(--bg, Canvas); }
.rescue h1 { font-size: 24px; margin: 0 0 8px; outline: none; }
.rescue p { margin: 12px 0; }
.rescue textarea, .rescue pre { box-sizing: border-box; width: 100%; font: 13px/1.45 ui-monospace, monospace; padding: 8px;
  color: inherit; background: var(--surface, Field); border: 1px solid var(--control, GrayText); border-radius: 6px; white-space: pre; overflow: auto; }
.rescue button { font: inherit; padding: 6px 14px; margin: 0 8px 8px 0; border-radius: 6px; cursor: pointer;
  color: inherit; background: var(--surface, ButtonFace); border: 1px solid var(--control, GrayText); }
.rescue :not(h1):focus-visible { outline: 2px solid var(--accent, Highlight); outline-offset: 2px; }
`;
