// node test/package/browser.mjs FOLDER: bundles a page that uses the installed package with Vite, opens it in Debian's
// Chromium, trains one epoch on `digits` and compares the weights with those of Node (train.json).
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { chromium } from "playwright-core";
import { build } from "vite";
import { check } from "./run.mjs";

const folder = process.argv[2];
const page = join(folder, "page");
const MINUTES = 60_000;
const TYPES = { ".html": "text/html", ".js": "text/javascript" };
const FLAGS =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

const MAIN = `
import { Network, train } from "myelin";
import { loadDataset } from "myelin/browser";
async function run() {
  const data = await loadDataset("digits");
  const network = Network.create([784, 30, 10], { seed: 1 });
  let correct = 0;
  for await (const event of train(network, data, { epochs: 1, batchSize: 10, learningRate: 3 }))
    if (event.type === "epoch") correct = event.test.correct;
  return { correct, weightsSha256: await network.weightsSha256() };
}
run().then((result) => { window.result = result; }, (error) => { window.result = { error: String(error?.stack ?? error) }; });
`;

/** Bundles the page and returns the folder that a web server would be given. */
async function bundle() {
  mkdirSync(page, { recursive: true });
  writeFileSync(
    join(page, "index.html"),
    '<!doctype html><title>user</title><link rel="icon" href="data:," /><script type="module" src="main.js"></script>',
  );
  writeFileSync(join(page, "main.js"), MAIN);
  await build({ root: page, configFile: false, logLevel: "warn" });
  return join(page, "dist");
}

/** Serves the folder on a free port of this machine. */
async function serve(site) {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    const name = path === "/" ? "/index.html" : path;
    try {
      const body = readFileSync(join(site, name));
      response.writeHead(200, { "content-type": TYPES[extname(name)] ?? "application/octet-stream" }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, origin: `http://127.0.0.1:${server.address().port}` };
}

/** Opens the page, waits for its result, and notes what a user would not want to see. */
async function open(origin) {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  const browser = await chromium.launch({ executablePath, headless: true, args: FLAGS.split(" ") });
  try {
    const tab = await browser.newPage();
    const complaints = [];
    tab.on("pageerror", (error) => complaints.push(String(error)));
    tab.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    tab.on("request", (request) => {
      if (!request.url().startsWith(origin) && !/^(data|blob):/.test(request.url())) complaints.push(request.url());
    });
    await tab.goto(origin);
    const handle = await tab.waitForFunction("window.result", undefined, { timeout: 5 * MINUTES });
    return { result: await handle.jsonValue(), complaints, version: browser.version() };
  } finally {
    await browser.close();
  }
}

const node = JSON.parse(readFileSync(join(folder, "train.json"), "utf8"));
const { server, origin } = await serve(await bundle());
const { result, complaints, version } = await open(origin);
server.close();
check(!result.error, `the page failed: ${result.error}`);
check(complaints.length === 0, `errors or requests to other places: ${complaints.join("; ")}`);
check(result.weightsSha256 === node.weightsSha256, `Chromium ${result.weightsSha256}, Node ${node.weightsSha256}`);
check(
  result.correct === node.epochs[0].test.correct,
  `Chromium ${result.correct}, Node ${node.epochs[0].test.correct}`,
);
console.log(`Chromium ${version}: ${result.correct} right, ${result.weightsSha256}`);
