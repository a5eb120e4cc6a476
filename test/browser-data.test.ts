import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nodeHost } from "../node/host.ts";
import { MyelinError } from "../src/core/errors.ts";
import { readIdxFile } from "../src/dataset/decode.ts";
import { generateDigits } from "../src/digits/index.ts";
import { writeIdx } from "../src/formats/idx.ts";
import { GOLDEN_GZIP, GOLDEN_IDX } from "./golden-data-files.ts";
import { joinBytes } from "./support/gzip-files.ts";
import { type Loopback, serve } from "./support/loopback.ts";

/** Debian's Chromium; MYELIN_CHROMIUM names another one. */
const CHROMIUM = process.env.MYELIN_CHROMIUM ?? "/usr/bin/chromium";

const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

async function verdictInNode(bytes: Uint8Array): Promise<string> {
  try {
    return hexOf(writeIdx(await readIdxFile({ name: "f", bytes }, nodeHost)));
  } catch (error) {
    return error instanceof MyelinError ? `${error.code}: ${error.message}` : `NOT OURS: ${String(error)}`;
  }
}

/** Every golden file whole, cut at every length, with every bit flipped, doubled, and with a byte behind. */
function* candidates(): Generator<Uint8Array> {
  for (const { bytes } of [...GOLDEN_GZIP, ...GOLDEN_IDX]) {
    yield bytes;
    yield joinBytes(bytes, bytes);
    yield joinBytes(bytes, Uint8Array.of(1));
    yield joinBytes(bytes, Uint8Array.of(0));
    for (let length = 0; length < bytes.length; length++) yield bytes.slice(0, length);
    for (let bit = 0; bit < 8 * bytes.length; bit++) {
      const flipped = bytes.slice();
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      yield flipped;
    }
  }
}

async function bundle(): Promise<string> {
  const entry = fileURLToPath(new URL("support/page-data.mjs", import.meta.url));
  const result = await build({
    configFile: false,
    logLevel: "silent",
    build: { write: false, lib: { entry, formats: ["iife"], name: "page", fileName: "page" } },
  });
  const [output] = [result].flat() as { output: { code?: string }[] }[];
  return output?.output[0]?.code ?? "";
}

const MNIST_LIKE = {
  images: hexOf(writeIdx({ type: "uint8", shape: [2, 1, 2], data: Uint8Array.of(1, 2, 3, 4) })),
  labels: hexOf(writeIdx({ type: "uint8", shape: [2], data: Uint8Array.of(5, 6) })),
};
/** What `load` gives for them, with the hash that sha256sum gives for 01 02 03 04 05 06. */
const SHA256 = "7192385c3c0605de55bb9476ce1d90748190ecb32a8eed7f5207b30cf6a1fe89";

declare const tools: {
  verdicts(files: readonly string[]): Promise<string[]>;
  load(source: unknown): Promise<string>;
  digits(count: number): Promise<string>;
  file(name: string, hex: string): unknown;
  inFolder(path: string, hex: string): unknown;
  pixels(files: readonly string[]): Promise<string[]>;
};

describe.skipIf(!existsSync(CHROMIUM))("in Chromium", () => {
  let browser: Browser;
  let server: Loopback;
  let page: Page;

  beforeAll(async () => {
    const script = await bundle();
    server = await serve((request, response) => {
      const path = request.url ?? "";
      if (path === "/")
        response.setHeader("content-type", "text/html; charset=utf-8").end(`<!doctype html><script>${script}</script>`);
      else if (path.endsWith("images")) response.end(Buffer.from(MNIST_LIKE.images, "hex"));
      else if (path.endsWith("labels")) response.end(Buffer.from(MNIST_LIKE.labels, "hex"));
      else response.writeHead(404).end();
    });
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
    page = await browser.newPage();
    await page.goto(server.url);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  it("every good and damaged file has the verdict that it has in Node, to the byte", async () => {
    const files = [...candidates()];
    const expected: string[] = [];
    for (const bytes of files) expected.push(await verdictInNode(bytes));
    const found = await page.evaluate((all) => tools.verdicts(all), files.map(hexOf));
    expect(files.length).toBeGreaterThan(8000);
    expect(found.filter((verdict) => verdict.startsWith("NOT OURS"))).toEqual([]);
    const different = expected.flatMap((verdict, i) => (found[i] === verdict ? [] : [[verdict, found[i]]]));
    expect(different.slice(0, 3)).toEqual([]);
  });

  it("files that the user chose are loaded", async () => {
    const found = await page.evaluate(({ images, labels }) => {
      const training = { images: tools.file("i", images), labels: tools.file("l", labels) };
      return tools.load({ training, test: training });
    }, MNIST_LIKE);
    expect(JSON.parse(found)).toEqual(["i", 2, 2, SHA256, SHA256]);
  });

  it("addresses of the page's own server are loaded, others are not asked", async () => {
    const load = (images: string) =>
      page.evaluate((images) => tools.load({ training: { images, labels: "data/labels" } }), images);
    expect(JSON.parse(await load("data/images"))).toEqual(["images", 2, null, SHA256, null]);
    expect(await load(`${server.url}data/images`)).toContain(SHA256);
    expect(await load("data/none")).toMatch(/^URL_READ: .*data\/none answered with status 404/);
    expect(await load("https://example.com/images")).toMatch(/^URL_ORIGIN: .*not on this page's own server/);
    expect(await load("http://[")).toMatch(/^URL_ORIGIN: .*is not an address/);
  });

  const golden = JSON.parse(readFileSync(new URL("./goldens/pictures.json", import.meta.url), "utf8"));
  const pictures = golden.files as readonly { name: string; sha256: string; base64: string }[];
  const hexOfPicture = (name: string) =>
    Buffer.from(pictures.find((file) => file.name === name)!.base64, "base64").toString("hex");

  it("pictures have the pixels that they have in Node, which are Pillow's", async () => {
    const files = pictures.map(({ base64 }) => Buffer.from(base64, "base64").toString("hex"));
    expect(await page.evaluate((all) => tools.pixels(all), files)).toEqual(pictures.map(({ sha256 }) => sha256));
  });

  it("a folder of pictures, a table and a Parquet file are loaded as in Node", async () => {
    const png = hexOfPicture("grey 8 plain.png");
    const table = hexOf(new TextEncoder().encode("kind,x\na,1\nb,2\n"));
    const parquet = JSON.parse(readFileSync(new URL("./goldens/parquet.json", import.meta.url), "utf8")).huggingFace;
    const found = await page.evaluate(
      async ({ png, table, parquet }) => [
        await tools.load([tools.inFolder("pets/cat/1.png", png), tools.inFolder("pets/dog/2.png", png)]),
        await tools.load(tools.file("t.csv", table)),
        await tools.load(tools.file("p.parquet", parquet)),
        await tools.load("digits:60"),
      ],
      { png, table, parquet: Buffer.from(parquet, "base64").toString("hex") },
    );
    const facts = found.map((text) => (text.startsWith("[") ? JSON.parse(text).slice(0, 3) : text));
    expect(facts).toEqual([
      ["pets", 2, null],
      ["t", 2, null],
      ["p", 3, null],
      ["digits:60", 60, 10],
    ]);
  });

  it("names have to be known", async () => {
    expect(await page.evaluate(() => tools.load("mnist"))).toMatch(
      /^DATA_NOT_FOUND: In a page there is no data named mnist/,
    );
  });

  it("the digits are those of Node", async () => {
    const expected = await generateDigits({ count: 300 }).sha256(nodeHost);
    expect(await page.evaluate(() => tools.digits(300))).toBe(expected);
  });
});
