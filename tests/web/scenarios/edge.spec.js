// The edge by itself: what is kept on the device, files, and what is left when the program breaks.

import { readFile } from "node:fs/promises";

import { address, expect, expectAccessible, shoot, test } from "../studio.js";

test.beforeEach(async ({ page }) => {
  await page.goto(address("/parts/edge.html"));
  await page.waitForFunction(() => window.ready);
});

test("texts are kept by key, over a reload, and listed by their beginning", async ({ page }) => {
  await page.evaluate(async () => {
    await storage.put("work/b", "two");
    await storage.put("work/a", "one 😀");
    await storage.put("other", "three");
    await storage.put("work/b", "changed");
    await storage.remove("other");
  });
  await page.reload();
  await page.waitForFunction(() => window.ready);
  const found = await page.evaluate(async () => [await storage.keys("work/"), await storage.get("work/a"), await storage.get("work/b"), await storage.get("other")]);
  expect(found).toEqual([["work/a", "work/b"], "one 😀", "changed", undefined]);
});

test("what a newer version keeps is left alone", async ({ page }) => {
  const name = await page.evaluate(async () => {
    await new Promise((resolve) => {
      const request = indexedDB.open("stepwise", 99);
      request.onsuccess = () => resolve(request.result.close());
    });
    return storage.get("x").then(() => "none", (refused) => refused.name);
  });
  expect(name).toBe("VersionError");
});

test("pauses are short, and seeds differ", async ({ page }) => {
  const [millis, first, second] = await page.evaluate(async () => {
    const start = performance.now();
    for (let turn = 0; turn < 1000; turn++) await clock.pause();
    return [performance.now() - start, clock.seed(), clock.seed()];
  });
  expect(millis).toBeLessThan(1000);
  expect(first).not.toBe(second);
  expect(Number.isSafeInteger(first)).toBe(true);
});

test("files are given and taken", async ({ page }) => {
  const download = page.waitForEvent("download");
  await page.evaluate(() => file.download("workflow.json", "application/json", new TextEncoder().encode('{"é":1}')));
  const path = await (await download).path();
  expect(await readFile(path, "utf8")).toBe('{"é":1}');

  const file = (name, text) => ({ name, mimeType: "application/json", buffer: Buffer.from(text) });
  const taken = async (multiple, files) => {
    const chooser = page.waitForEvent("filechooser");
    const read = page.evaluate(async (multiple) => {
      const found = await file.open(".json", multiple);
      return found.map(({ name, bytes }) => [name, new TextDecoder().decode(bytes)]);
    }, multiple);
    await (await chooser).setFiles(files);
    return read;
  };
  expect(await taken(false, [file("a.json", "[1]")])).toEqual([["a.json", "[1]"]]);
  expect(await taken(true, [file("a.json", "[1]"), file("b.json", "[2]")])).toEqual([["a.json", "[1]"], ["b.json", "[2]"]]);
});

test.describe("after a panic", () => {
  test.use({ permissions: ["clipboard-read", "clipboard-write"] });

  test("the work can be copied and downloaded, and there are two ways back", async ({ page }) => {
    await page.evaluate(() => {
      rescue.remember(["order.asl.json", "pay.js"], ['{"StartAt": "A"}', "export const handler = 1;"]);
      rescue.show("panicked at crates/studio/src/main.rs:1");
      rescue.show("and once more");
    });
    await expect(page.getByRole("heading", { name: "Stepwise has stopped" })).toBeFocused();
    await expect(page.getByRole("textbox", { name: "Text of your work" })).toHaveValue(/"StartAt": "A"[\s\S]*handler = 1/);
    await shoot(page, "rescue");
    await expectAccessible(page);

    await page.getByRole("button", { name: "Copy the text" }).click();
    await expect(page.getByRole("status")).toHaveText("Copied.");
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('{"StartAt": "A"}');

    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download it" }).click();
    expect((await download).suggestedFilename()).toBe("stepwise-work.txt");

    await page.getByRole("button", { name: "Open without my last work" }).click();
    await page.waitForFunction(() => window.ready);
    expect(await page.evaluate(() => [rescue.takeSkip(), rescue.takeSkip()])).toEqual([true, false]);
  });

  test("a plain reload keeps the last work", async ({ page }) => {
    await page.evaluate(() => rescue.show("panicked"));
    await page.getByRole("button", { name: "Reload", exact: true }).click();
    await page.waitForFunction(() => window.ready);
    expect(await page.evaluate(() => rescue.takeSkip())).toBe(false);
  });
});
