// A static server as any other: files of folders under paths, and nothing else.
// `node server.mjs [PORT]` serves `dist/` at / and at /some/where/, to look at what the scenarios see.

import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

const KINDS = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** What is served where; the longest path that fits wins. */
const FOLDERS = {
  "/": process.env.DIST ? join(process.cwd(), process.env.DIST) : join(root, "dist"),
  "/some/where/": process.env.DIST ? join(process.cwd(), process.env.DIST) : join(root, "dist"),
  "/parts/": join(root, "tests/web/parts"),
  "/parts/edge/": join(root, "crates/browser/js/edge"),
  "/parts/browser/": join(root, "crates/browser/js/built"),
  "/parts/styles/": join(root, "public/styles"),
};

/** The file for a path of an address, when there is one. */
function find(pathname) {
  const [prefix, folder] = Object.entries(FOLDERS)
    .filter(([prefix]) => pathname.startsWith(prefix))
    .sort(([a], [b]) => b.length - a.length)[0];
  const path = normalize(join(folder, decodeURIComponent(pathname.slice(prefix.length))));
  if (path !== folder && !path.startsWith(folder + sep) && path !== folder + sep) return undefined;
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isDirectory() ? join(path, "index.html") : found && path;
}

/** Serves until closed; gives the address. */
export function serve(port = 0) {
  const server = createServer((request, response) => {
    const path = find(new URL(request.url, "http://localhost").pathname);
    const found = path && statSync(path, { throwIfNoEntry: false });
    if (!found) {
      response.writeHead(404, { "content-type": "text/plain" }).end("not found");
      return;
    }
    const kind = KINDS[extname(path)] ?? "application/octet-stream";
    response.writeHead(200, { "content-type": kind, "content-length": found.size, "cache-control": "no-cache" });
    createReadStream(path).pipe(response);
  });
  return new Promise((resolve, reject) => {
    server.on("error", reject);
    server.listen(port, "127.0.0.1", () => {
      resolve({ url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() });
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url } = await serve(Number(process.argv[2] ?? 8081));
  console.log(`${url}/ and ${url}/some/where/`);
}
