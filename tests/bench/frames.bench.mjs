// What a frame of the Design screen costs in a real Chromium: milliseconds of script while one pans, zooms and drags,
// and what an input costs that selects, types, renames or takes back.
// Measured in the release in `dist/`, on generated workflows; each frame gets one input, as a pointer gives it.

import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { generated } from "./generated.mjs";
import { tell } from "./measure.mjs";

const web = createRequire(new URL("../web/package.json", import.meta.url));
const dist = process.env.DIST ? `${process.cwd()}/${process.env.DIST}` : new URL("../../dist", import.meta.url).pathname;
const chromium = [process.env.CHROME, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => path && existsSync(path));

/** Why nothing can be measured here. */
function missing() {
  if (!existsSync(`${dist}/index.html`)) return "there is no dist/: `cargo xtask build` makes it";
  if (!chromium) return "there is no Chromium: CHROME names one";
  try {
    web.resolve("@playwright/test");
  } catch {
    return "the packages of tests/web are not installed: `npm ci` there";
  }
}

const FRAMES = 60;
const GOAL = 8;
/** Of an input that changes what is selected or written: what fits into a frame. */
const INPUT_GOAL = 16;

async function measure(page, session, what, act, steps = FRAMES) {
  const script = async () => (await session.send("Performance.getMetrics")).metrics.find((metric) => metric.name === "ScriptDuration").value * 1000;
  const frame = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => done())));
  await frame();
  const before = await script();
  for (let step = 0; step < steps; step++) {
    await act(step);
    await frame();
  }
  const each = ((await script()) - before) / steps;
  tell(`  ${what}`, `${each.toFixed(2)} ms of script ${steps === FRAMES ? "a frame" : "each"}`);
  return each;
}

async function measureAll(browser, url, states) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(url);
  await page.locator("#loading").waitFor({ state: "detached", timeout: 60_000 });
  await page.getByTitle("Open another workflow").click();
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Open a file" }).click();
  await (await chooser).setFiles({ name: "generated.asl.json", mimeType: "application/json", buffer: Buffer.from(generated(states)) });
  await page.waitForFunction(() => Number(document.querySelector("footer")?.textContent.match(/(\d+) states/)?.[1]) >= 100, undefined, { timeout: 120_000 });
  tell(`${states} states`, "");
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const board = await page.locator(".board").boundingBox();
  const center = { x: board.x + board.width / 2, y: board.y + board.height / 2 };
  await page.locator(".board").focus();
  await page.mouse.move(center.x, center.y);
  const all = [];
  const run = async (what, act) => all.push(await measure(page, session, what, act));
  await run("zoom, from the whole picture in", async (step) => {
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, step < FRAMES / 2 ? -18 : 18);
    await page.keyboard.up("Control");
  });
  await page.keyboard.press("Home");
  await page.keyboard.press("2");
  await run("pan by wheel", () => page.mouse.wheel(0, 40));
  const from = { x: board.x + board.width - 60, y: center.y + 250 };
  await page.mouse.move(from.x, from.y);
  await page.keyboard.down("Space");
  await page.mouse.down();
  await run("pan by dragging", (step) => page.mouse.move(from.x + step, from.y - 9 * step));
  await page.mouse.up();
  await page.keyboard.up("Space");
  await page.keyboard.press("Home");
  await page.keyboard.press("2");
  const path = (step) => ({ x: center.x + 200 * Math.cos(step / 5), y: center.y + 250 * Math.sin(step / 5) });
  for (const [what, entry] of [["drag of a new state", "Wait"], ["drag of one that would end the flow", "Fail"]]) {
    const item = await page.locator(`[data-entry='${entry}']`).boundingBox();
    await page.mouse.move(item.x + 30, item.y + 15);
    await page.mouse.down();
    await run(what, (step) => page.mouse.move(path(step).x, path(step).y));
    await page.keyboard.press("Escape");
    await page.mouse.up();
  }
  const state = await page.locator("[data-state='State 0']").boundingBox();
  await page.mouse.move(state.x + 40, state.y + 20);
  await page.mouse.down();
  await run("drag of a state", (step) => page.mouse.move(path(step).x, path(step).y));
  await page.keyboard.press("Escape");
  await page.mouse.up();
  // What a press, a key or a letter costs, from the input to the picture.
  const INPUTS = 20;
  const inputs = [];
  const each = async (what, act) => inputs.push(await measure(page, session, what, act, INPUTS));
  const places = [];
  for (const name of ["State 0", "State 1"]) {
    const box = await page.locator(`[data-state='${name}']`).boundingBox();
    if (box) places.push({ x: box.x + 40, y: box.y + 20 });
  }
  await each("select a state", (step) => page.mouse.click(places[step % places.length].x, places[step % places.length].y));
  await page.locator(".board").focus();
  await page.keyboard.press("Home");
  await each("walk by an arrow key", (step) => page.keyboard.press(step % 2 ? "ArrowUp" : "ArrowDown"));
  await page.keyboard.press("Home");
  const name = page.getByRole("textbox", { name: "State name" });
  await name.click();
  await each("type a letter of a name", () => page.keyboard.press("x"));
  await each("rename", async (step) => {
    await name.fill(`Renamed ${step}`);
    await page.keyboard.press("Enter");
  });
  await page.locator(".board").focus();
  await each("undo and redo", (step) => page.keyboard.press(step % 2 ? "Control+Shift+z" : "Control+z"));
  await page.close();
  return { frame: Math.max(...all), input: Math.max(...inputs) };
}

const reason = missing();
if (reason) {
  tell("left out", reason);
} else {
  const { serve } = await import("../web/server.mjs");
  const server = await serve();
  const browser = await web("@playwright/test").chromium.launch({ executablePath: chromium, args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"] });
  const worst = await measureAll(browser, server.url, 1000);
  await measureAll(browser, server.url, 5000);
  tell("goal: at 1000 states a frame takes", `at most ${GOAL} ms of script; here at most ${worst.frame.toFixed(2)} ms`);
  tell("goal: at 1000 states an input takes", `at most ${INPUT_GOAL} ms of script; here at most ${worst.input.toFixed(2)} ms`);
  await browser.close();
  await server.close();
}
