// What JSONata adds to a page: two small modules, one of them with the crate, built and packed as the page is.
// The module without it has what the page has in any case, and what the crate then shares with it: texts with places,
// YAML, JSON, letters of both cases, and the digests that the intrinsic function `States.Hash` needs.

import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const root = fileURLToPath(new URL("../../", import.meta.url));
const manifest = readFileSync(`${root}Cargo.toml`, "utf8");
const bindgen = /^wasm-bindgen = .*$/m.exec(manifest)[0];
// The page's own settings, of the crates that are in the modules.
const profiles = manifest
  .split(/^(?=\[)/m)
  .filter((section) => /^\[profile\.release(\.package\.(json|jsonata))?\]/.test(section))
  .join("");
const [, level, features] = /data-wasm-opt="(\w)" data-wasm-opt-params="([^"]*)"/.exec(readFileSync(`${root}index.html`, "utf8"));

const page = `use sha2::Digest;
use wasm_bindgen::prelude::wasm_bindgen;
#[wasm_bindgen]
pub fn page(text: &str, format: u8) -> Option<String> {
    let format = if format == 0 { json::Format::Json } else { json::Format::Yaml };
    let mut out = json::pretty(&json::parse_tree(text, format).root?.to_value());
    out.push_str(&json::compact(&json::parse(text).ok()?));
    out.push_str(&text.to_lowercase());
    out.push_str(&text.to_uppercase());
    Some(out)
}
#[wasm_bindgen]
pub fn digest(text: &str, algorithm: u8) -> Vec<u8> {
    match algorithm {
        0 => md5::Md5::digest(text).to_vec(),
        1 => sha1::Sha1::digest(text).to_vec(),
        2 => sha2::Sha256::digest(text).to_vec(),
        3 => sha2::Sha384::digest(text).to_vec(),
        _ => sha2::Sha512::digest(text).to_vec(),
    }
}
`;

const digests = /^(md-5|sha1|sha2) = .*$/gm;
const sharedDependencies = readFileSync(`${root}crates/jsonata/Cargo.toml`, "utf8").match(digests).join("\n");

const withJsonata = `${page}
struct Nothing;
impl jsonata::Host for Nothing {
    fn now_millis(&mut self) -> i64 { 0 }
    fn random(&mut self) -> f64 { 0.0 }
    fn regex(&mut self, _: &str, _: jsonata::Flags) -> Result<std::sync::Arc<dyn jsonata::Regex>, String> { Err(String::new()) }
}
#[wasm_bindgen]
pub fn work(text: &str, expression: &str) -> Option<String> {
    let expression = jsonata::Expression::parse(expression, jsonata::Dialect::Service).ok()?;
    let document = json::parse(text).ok()?;
    let value = expression.evaluate(Some(&document), &jsonata::NoBindings, &mut Nothing).ok()?.value()?;
    Some(json::compact(&value))
}
`;

/** Bytes of a module with this code, packed by gzip. */
function packed(name, code, crates) {
  const folder = `${root}target/size/${name}`;
  mkdirSync(`${folder}/src`, { recursive: true });
  const dependencies = crates.map((crate) => `${crate} = { path = "${root}crates/${crate}" }`).join("\n");
  writeFileSync(
    `${folder}/Cargo.toml`,
    `[package]\nname = "size-${name}"\nversion = "0.0.0"\nedition = "2024"\n\n[lib]\ncrate-type = ["cdylib"]\n\n[workspace]\n\n[dependencies]\n${dependencies}\n${sharedDependencies}\n${bindgen}\n\n${profiles}`,
  );
  writeFileSync(`${folder}/src/lib.rs`, code);
  copyFileSync(`${root}Cargo.lock`, `${folder}/Cargo.lock`);
  const target = `${root}target/size/target`;
  const run = (program, ...args) => execFileSync(program, args, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  run("cargo", "build", "--quiet", "--release", "--target", "wasm32-unknown-unknown", "--target-dir", target);
  run("wasm-bindgen", "--target", "web", "--no-typescript", "--out-dir", folder, `${target}/wasm32-unknown-unknown/release/size_${name}.wasm`);
  const module = `${folder}/size_${name}_bg.wasm`;
  run("wasm-opt", `-O${level}`, ...features.split(" "), module, "-o", module);
  return gzipSync(readFileSync(module), { level: 9 }).length;
}

/** Bytes packed by gzip: of a page with the crate, of one without, and the difference. */
export function added() {
  const [bare, whole] = [packed("without", page, ["json"]), packed("with", withJsonata, ["json", "jsonata"])];
  return { without: bare, with: whole, gzip: whole - bare };
}

/** What the page without the crate holds. */
export const baseline = "JSON and YAML with places, both cases of letters, the digests of States.Hash";
