// The bits contract as a matrix: the reference runs on Node 20, 22, 24 and 26 and in Chromium, with 1 to 4 threads and with
// the TypeScript twins, must end with the committed digests (src/experiment/reference-runs.ts). Relaxed SIMD (--fast) must
// learn where the machine has it and be refused where it has not; the sweep of the relaxed kernels runs where they exist.
//
//     npm run build && node scripts/bits-matrix.mjs [--nodes 20,22,24,26] [--cache FOLDER] [--no-browser] [--no-sweep]
//
// Other Nodes come once from npm as packages into FOLDER (default: $MYELIN_NODES, else ~/.cache/myelin/nodes). With
// $MYELIN_DATA chapter 1 on MNIST is compared too. Ends with 1 if anything differs or could not be run.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { homedir, tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = fileURLToPath(new URL("..", import.meta.url));
const VERSIONS = { 20: "20.20.2", 22: "22.23.3", 24: "24.21.0", 26: "26.10.0" };
const WAYS = ["digits", "1 thread", "2 threads", "3 threads", "4 threads", "TypeScript"];
/** Chapter 1 on MNIST: 3 epochs, seed 1. Changed only with a reason, as the digests of the reference runs. */
const MNIST = "822bd201a7f81e52c5bdfa8484f356ae643c19fe0b433904739bf1e2d5b49750";
/** Of 500 test images: what every run reads at least when it has learnt. */
const LEARNT = 300;
const MINUTE = 60_000;

const { values: options } = parseArgs({
  options: {
    nodes: { type: "string", default: Object.keys(VERSIONS).join() },
    cache: { type: "string", default: process.env.MYELIN_NODES ?? join(homedir(), ".cache/myelin/nodes") },
    "no-browser": { type: "boolean", default: false },
    "no-sweep": { type: "boolean", default: false },
  },
});

/** The program of a major version: the one that runs this, or one from the cache, which npm fills. */
function nodeBinary(major) {
  if (process.versions.node.split(".")[0] === major) return process.execPath;
  const name = `node-${process.platform}-${process.arch}`;
  const version = VERSIONS[major];
  const folder = join(options.cache, `${name}-${version}`);
  const binary = join(folder, "package/bin/node");
  if (existsSync(binary)) return binary;
  // Unpacked beside its place and then moved there: what is there is whole.
  mkdirSync(options.cache, { recursive: true });
  const part = mkdtempSync(join(options.cache, "part-"));
  const packed = run("npm", ["pack", `${name}@${version}`, "--json", "--pack-destination", part], root);
  const [{ filename }] = JSON.parse(packed);
  run("tar", ["-xzf", join(part, filename), "-C", part, "package/bin/node"], part);
  rmSync(join(part, filename));
  renameSync(part, folder);
  return binary;
}

function run(program, args, cwd) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, encoding: "utf8", maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${status ?? error}\n${stderr}${stdout}`);
  return stdout;
}

const problems = [];
const rows = [];

/** Notes a row: for each way how many digests are equal, or which differ. */
function note(name, results, more = {}) {
  const cells = WAYS.map((way) => {
    const found = results.filter((result) => (result.way || "digits") === way);
    const wrong = found.filter((result) => !result.equal);
    for (const { run, weightsSha256, expected } of wrong)
      problems.push(`${name}, ${way}, ${run}: ${weightsSha256}, expected ${expected.weightsSha256}`);
    if (found.length === 0) problems.push(`${name}, ${way}: did not run`);
    return wrong.length === 0 ? `${found.length} equal` : `DIFFERENT: ${wrong.map(({ run }) => run).join(", ")}`;
  });
  rows.push([name, ...cells, more.fast ?? "", more.mnist ?? "", more.sweep ?? ""]);
  console.error(rows.at(-1).filter(Boolean).join(" | "));
}

function nodeRow(major) {
  const binary = nodeBinary(major);
  const version = run(binary, ["--version"], root).trim();
  const results = run(binary, ["scripts/bits-cell.mjs"], root)
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const sweep = options["no-sweep"] ? "" : sweepOf(binary, version, major);
  const more = { fast: fastOf(version, major, results), mnist: mnistOf(version, results), sweep };
  note(
    `Node ${version.slice(1)}`,
    results.filter(({ expected }) => expected),
    more,
  );
}

/** Relaxed SIMD exists from Node 22 on. */
function fastOf(name, major, results) {
  const found = results.filter(({ way }) => way === "fast");
  const refused = found.filter((result) => result.refused === "FAST_UNAVAILABLE" && result.message);
  const learnt = found.filter(({ kernels, correct }) => kernels === "wasm-relaxed-simd" && correct >= LEARNT);
  const wanted = Number(major) < 22 ? refused : learnt;
  if (found.length === 0 || wanted.length < found.length) problems.push(`${name}, fast: ${JSON.stringify(found)}`);
  return refused.length > 0 ? "refused" : `${learnt.length} learnt`;
}

function mnistOf(name, results) {
  const found = results.filter(({ way }) => way === "MNIST");
  const wrong = found.filter(({ weightsSha256 }) => weightsSha256 !== MNIST);
  for (const { weightsSha256 } of wrong) problems.push(`${name}, MNIST: ${weightsSha256}, expected ${MNIST}`);
  if (found.length === 0) return "";
  return wrong.length === 0 ? `${found.length} equal` : "DIFFERENT";
}

/** The sweep of all kernels against their twins; on Node 20 `npm test` runs the plain ones, and the others do not exist. */
function sweepOf(binary, name, major) {
  if (Number(major) < 22) return "";
  try {
    const args = ["node_modules/vitest/vitest.mjs", "run", "test/kernels.test.ts", "--reporter=json"];
    const { numPassedTests, numPendingTests } = JSON.parse(run(binary, args, root));
    if (numPendingTests > 0) problems.push(`${name}: ${numPendingTests} tests of test/kernels.test.ts were skipped`);
    return `${numPassedTests} passed`;
  } catch (error) {
    problems.push(`${name}, test/kernels.test.ts: ${error.message}`);
    return "FAILED";
  }
}

/** Chromium with threads (cross-origin isolated) and on an ordinary page. */
async function browserRows() {
  const [{ build }, { chromium }] = await Promise.all([import("vite"), import("playwright-core")]);
  const folder = mkdtempSync(join(tmpdir(), "myelin-bits-"));
  writeFileSync(join(folder, "index.html"), page(join(root, "scripts/bits-page.mjs")));
  const site = join(folder, "site");
  await build({
    root: folder,
    configFile: false,
    logLevel: "error",
    build: { outDir: site },
    worker: { format: "es" },
  });
  const executablePath = process.env.CHROMIUM ?? process.env.MYELIN_CHROMIUM ?? "/usr/bin/chromium";
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    for (const isolated of [true, false]) {
      const name = `Chromium ${browser.version().split(".")[0]}, ${isolated ? "isolated" : "ordinary page"}`;
      const { error, results = [], isolated: found } = await visit(browser, site, isolated);
      if (error || found !== isolated) problems.push(`${name}: ${error ?? `crossOriginIsolated is ${found}`}`);
      note(name, results);
    }
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const page = (script) =>
  `<!doctype html><title>bits</title><link rel="icon" href="data:," /><script type="module" src="${script}"></script>`;

async function visit(browser, site, isolated) {
  const headers = isolated
    ? { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" }
    : {};
  const types = { ".html": "text/html", ".js": "text/javascript" };
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    const file = join(site, path === "/" ? "index.html" : path);
    if (!existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, { ...headers, "content-type": types[extname(file)] ?? "text/plain" });
    response.end(readFileSync(file));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const tab = await browser.newPage();
  try {
    await tab.goto(`http://127.0.0.1:${server.address().port}`);
    const handle = await tab.waitForFunction("globalThis.outcome", undefined, { timeout: 3 * MINUTE });
    return await handle.jsonValue();
  } catch (error) {
    return { error: String(error) };
  } finally {
    await tab.close();
    server.close();
  }
}

function table() {
  const lines = [["", ...WAYS, "fast", "MNIST", "kernel sweep"], ...rows];
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  return lines
    .map((line) =>
      line
        .map((cell, i) => cell.padEnd(widths[i]))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

if (!existsSync(join(root, "dist/src/experiment/index.js"))) throw new Error("dist/ is missing: run `npm run build`.");
for (const major of options.nodes.split(",")) {
  try {
    nodeRow(major);
  } catch (error) {
    problems.push(`Node ${major}: ${error.message}`);
  }
}
if (!options["no-browser"]) await browserRows();
console.log(table());
for (const problem of problems) console.log(problem);
console.log(problems.length === 0 ? "The same bits everywhere." : `${problems.length} problems.`);
process.exit(problems.length === 0 ? 0 : 1);
