// Makes what the page fetches when it first needs it: the code editor, and the sandbox for handlers.
// Writes a file only when it is different, so that a watching Trunk comes to rest.

import { build } from "esbuild";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const built = join(here, "built");

const bundle = (entry, options) =>
  build({
    entryPoints: [join(here, entry)],
    bundle: true,
    minify: true,
    write: false,
    target: "es2022",
    legalComments: "none",
    logLevel: "warning",
    ...options,
  }).then((result) => result.outputFiles[0].text);

const write = (name, text) => {
  const path = join(built, name);
  let before;
  try {
    before = readFileSync(path, "utf8");
  } catch {
    before = undefined;
  }
  if (before !== text) writeFileSync(path, text);
};

mkdirSync(built, { recursive: true });
write("editor.js", await bundle("editor/editor.js", { format: "esm" }));
const worker = await bundle("sandbox/worker.js", { format: "iife" });
const frame = await bundle("sandbox/frame.js", { format: "iife", define: { __WORKER__: JSON.stringify(worker) } });
// Inside a page, a script ends at its first closing tag, even within a text.
const script = frame.trim().replaceAll("</script", "<\\/script");
write("sandbox.html", readFileSync(join(here, "sandbox/sandbox.html"), "utf8").replace("{{script}}", () => script));
