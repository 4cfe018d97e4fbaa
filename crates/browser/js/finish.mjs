// The last touch on the page that Trunk has put together: what depends on the final files.
// The policy gets the hashes of the inline scripts, so that no other inline script can ever run,
// and the fetched parts get an address that changes with their content, so that no old copy is used.

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.env.TRUNK_STAGING_DIR;
const path = join(folder, "index.html");
const page = readFileSync(path, "utf8");

const sha256 = (bytes, encoding) => createHash("sha256").update(bytes).digest(encoding);
const inline = [...page.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1]);
// Trunk's server writes its own address into the script that reloads the page at a change: what is only served
// to a developer cannot be held to a hash.
const isServed = page.includes("{{__TRUNK_");
const scripts = isServed ? "'unsafe-inline'" : inline.map((text) => `'sha256-${sha256(text, "base64")}'`).join(" ");
const address = (name) => `browser/${name}?${sha256(readFileSync(join(folder, "browser", name)), "hex").slice(0, 12)}`;

writeFileSync(path, page.replace("{{scripts}}", scripts).replace("{{editor}}", address("editor.js")));
