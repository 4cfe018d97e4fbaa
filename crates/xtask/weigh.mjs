// Prints how many bytes a folder has by kind of file: raw, and as a server would send them.
// What the page loads to show itself is told apart from what it fetches later or perhaps never.

import { readFileSync, readdirSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const folder = process.argv[2];
const index = readFileSync(join(folder, "index.html"), "utf8");
const rows = new Map();

for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const path = join(entry.parentPath ?? entry.path, entry.name);
  const name = relative(folder, path).split(sep).join("/");
  const isFirst = name === "index.html" || index.includes(`./${name}`) && !name.includes("browser/");
  const kind = isFirst ? extname(name).slice(1) : "later";
  const bytes = readFileSync(path);
  const row = rows.get(kind) ?? [0, 0, 0];
  row[0] += bytes.length;
  row[1] += gzipSync(bytes, { level: 9 }).length;
  row[2] += brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
  rows.set(kind, row);
}

const sum = (kinds) => kinds.reduce((all, kind) => all.map((bytes, i) => bytes + rows.get(kind)[i]), [0, 0, 0]);
const line = (name, cells) => console.log(name.padEnd(22) + cells.map((cell) => String(cell).padStart(12)).join(""));
const first = [...rows.keys()].filter((kind) => kind !== "later").sort();

line("bundle in bytes", ["raw", "gzip", "brotli"]);
for (const kind of first) line(`  ${kind}`, rows.get(kind));
line("  to show the page", sum(first));
if (rows.has("later")) line("  fetched when needed", rows.get("later"));
line("  in all", sum([...rows.keys()]));
