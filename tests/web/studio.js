// What every scenario has: a page that is watched for errors, and looks at what a user would see.

import { createRequire } from "node:module";
import { test as base, expect } from "@playwright/test";

export { expect };

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** The address of the served page, at the root or under another path. */
export const address = (path = "/") => process.env.STEPWISE_URL + path;

export const test = base.extend({
  baseURL: async ({}, use) => use(address("/")),

  /** What the page complained about: a scenario that expects it empties the list. */
  complaints: [
    async ({ page }, use) => {
      const complaints = [];
      page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
      page.on("console", (message) => {
        if (message.type() === "error") complaints.push(`console: ${message.text()}`);
      });
      page.on("response", (response) => {
        if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`);
      });
      await use(complaints);
      expect(complaints, "the page complained").toEqual([]);
    },
    { auto: true },
  ],
});

/** Opens the studio and waits until it can be used. */
export async function openStudio(page, path = "/") {
  await page.goto(address(path));
  await expect(page.locator("#loading")).toHaveCount(0, { timeout: 20_000 });
}

/** Fails when axe finds something that keeps people from using the page. */
export async function expectAccessible(page, { within, except = [] } = {}) {
  // The policy of the page forbids foreign scripts, so axe comes by the debugger's way.
  await page.evaluate((await import("node:fs")).readFileSync(axe, "utf8"));
  const found = await page.evaluate(
    ([within, except]) =>
      axe
        .run(within ?? document, {
          runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
          // Still an experiment of axe: it stumbles over commas between the words that are seen.
          rules: { "label-content-name-mismatch": { enabled: false } },
        })
        .then((result) =>
          result.violations
            .filter((violation) => !except.includes(violation.id))
            .map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(" ")).join(", ")}`),
        ),
    [within, except],
  );
  expect(found, "barriers that axe found").toEqual([]);
}

/** Takes a picture to look at, where SHOTS names a folder. */
export async function shoot(page, name) {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png` });
}

/** A state in the picture. */
export const state = (page, name) => page.getByRole("button", { name: new RegExp(`^${name}, `) });

/** Goes to one of the screens. */
export const goTo = (page, screen) => page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name: screen }).click();

/** The word at the top of the Run screen. */
export const outcome = (page) => page.getByRole("status").locator("strong").first();

/** Presses Run, and waits until the run has ended as it should. */
export async function runIt(page, word = "Succeeded") {
  await page.getByRole("banner").getByRole("button", { name: /^Run/ }).last().click();
  await expect(outcome(page)).toHaveText(word, { timeout: 40_000 });
}

/** The field of a code editor. */
export const field = (page, label) => page.getByRole("textbox", { name: label });

/** Replaces all text in a code editor, as by pasting. */
export async function replaceText(page, label, text) {
  await field(page, label).click();
  await page.keyboard.press("Control+A");
  await page.keyboard.insertText(text);
}

/** Opens the handler of a function on the Mocks screen. */
export async function openMock(page, key) {
  await goTo(page, "Mocks");
  await page.getByRole("navigation", { name: "Handlers" }).getByRole("button", { name: new RegExp(`^${key}`) }).click();
  await expect(field(page, `Handler of ${key}`)).toBeVisible();
}

/** Waits until the last change is kept on the device. */
export const waitUntilKept = (page) => page.waitForTimeout(700);

/** All rows of the event list, read by scrolling through it as a user would. */
export async function eventsOf(page) {
  const list = page.getByRole("listbox", { name: "Events" });
  await expect(list).toBeVisible();
  const found = new Map();
  await list.evaluate((element) => (element.scrollTop = 0));
  for (;;) {
    await page.waitForTimeout(60);
    const rows = await list.getByRole("option").evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent.trim())));
    for (const [id, type, state, after, detail] of rows) found.set(Number(id), { id: Number(id), type, state, after, detail });
    const isAtEnd = await list.evaluate((element) => {
      const before = element.scrollTop;
      element.scrollTop += element.clientHeight / 2;
      return element.scrollTop === before;
    });
    if (isAtEnd) return [...found.values()].sort((a, b) => a.id - b.id);
  }
}

/** Does something that makes the page draw, and tells how many milliseconds of script each frame took on average. */
export async function scriptPerFrame(page, act) {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const script = async () => (await session.send("Performance.getMetrics")).metrics.find((metric) => metric.name === "ScriptDuration").value * 1000;
  await page.evaluate(() => {
    window.frames_ = 0;
    const count = () => {
      window.frames_++;
      window.counting = requestAnimationFrame(count);
    };
    window.counting = requestAnimationFrame(count);
  });
  const before = await script();
  await act();
  const after = await script();
  const frames = await page.evaluate(() => {
    cancelAnimationFrame(window.counting);
    return window.frames_;
  });
  await session.detach();
  return (after - before) / Math.max(frames, 1);
}
