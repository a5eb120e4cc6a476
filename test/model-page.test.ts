import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nodeHost } from "../node/host.ts";
import { pictureForm, pictureOfRgba, pictureToInput } from "../src/dataset/index.ts";
import { generateDigits } from "../src/digits/index.ts";
import { exportNetwork } from "../src/model/index.ts";
import { Network } from "../src/network/index.ts";
import { NASTY } from "./support/export-networks.ts";
import { temporaryFolder } from "./support/myelin.ts";

/** Debian's Chromium; MYELIN_CHROMIUM names another one. */
const CHROMIUM = process.env.MYELIN_CHROMIUM ?? "/usr/bin/chromium";

describe.skipIf(!existsSync(CHROMIUM))("an exported page (needs Chromium)", () => {
  const form = pictureForm(generateDigits({ count: 50 }))!;
  const classes = [...NASTY, "5", "6", "7", "8", "9"];
  const network = Network.create([784, 12, 10], { inputShape: [28, 28], initialisation: "scaled", classes });
  const folder = temporaryFolder();
  const said: string[] = [];
  const requests: string[] = [];
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const files = await exportNetwork(network, "html", { title: NASTY[0]!, form, host: nodeHost });
    const path = join(folder.path, "model.html");
    writeFileSync(path, files.get("model.html")!);
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
    page = await browser.newPage();
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(String(error)));
    page.on("dialog", (dialog) => {
      said.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("request", (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(path).href);
  });
  afterAll(async () => {
    await browser?.close();
    folder.remove();
  });

  it("checks itself, shows its title and names as text, runs nothing else and asks for nothing", async () => {
    expect(await page.textContent("#check")).toMatch(/^Self-check passed: differs by \d\.\de-\d+$/);
    expect(await page.textContent("h1")).toBe(NASTY[0]);
    expect(await page.title()).toBe(NASTY[0]);
    expect(said).toEqual([]);
    expect(requests).toHaveLength(1);
  });

  it("answers to what is drawn, and sees the same bits as Node", async () => {
    const box = (await page.locator("#pad").boundingBox())!;
    await page.mouse.move(box.x + 60, box.y + 50);
    await page.mouse.down();
    for (const [x, y] of [[200, 60], [120, 240]] as const) await page.mouse.move(box.x + x, box.y + y, { steps: 5 }); // biome-ignore format: points
    await page.mouse.up();
    const pixelsOf = (id: string) =>
      page.evaluate((name) => {
        // biome-ignore lint/suspicious/noExplicitAny: this runs in the page
        const canvas = (globalThis as any).document.getElementById(name);
        const { width, height, data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        return { width, height, data: [...data] as number[] };
      }, id);
    const pad = await pixelsOf("pad");
    const seen = await pixelsOf("seen");
    const input = pictureToInput(pictureOfRgba(pad.width, pad.height, pad.data), { shape: [28, 28], form });
    expect(input).toMatchObject({ inverted: true, centred: true, empty: false });
    expect(seen.data.filter((_, i) => i % 4 === 0)).toEqual([...input.pixels]);
    expect(classes).toContain(await page.textContent("#answer"));
    expect(await page.locator("#bars li").count()).toBe(10);
    await page.click("#clear");
    expect(await page.textContent("#answer")).toBe("Draw here");
    expect(said).toEqual([]);
  });
});
