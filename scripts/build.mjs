// Builds the kernels (AssemblyScript → WebAssembly → base64 in src/engine/generated), the code of exports (→ text in
// src/model/generated) and the TypeScript (tsc → dist).
// Silent when all is well. `--if-stale` does nothing when no input is newer than the last build that succeeded.
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const at = (...names) => join(root, ...names);

const STAMP = at("dist/.built"); // its time is the time of the last good build
const BINARIES = at("src/engine/generated/binaries.ts");
const MAIN = at("dist/cli/main.js");
const ROOMS = ["src", "node", "browser", "cli"];
const STANDALONE = at("src/model/generated/standalone.ts");
const STANDALONE_INPUTS = ["src/model/standalone", "src/dataset/picture", "src/formats", "src/core", "browser/model-page.ts", "scripts/build-standalone.mjs"]; // biome-ignore format: a list
const KERNEL_INPUTS = ["kernels", "scripts/build-kernels.mjs", "package-lock.json"];
const INPUTS = [...ROOMS, "tsconfig.base.json", "tsconfig.json", "package.json", "scripts/build.mjs", ...KERNEL_INPUTS];

const modified = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Newest time (ms) of what is below `path`, folders too (a deleted file), without tests and generated files. */
function newest(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) return stat?.mtimeMs ?? 0;
  const names = readdirSync(path).filter((name) => name !== "generated" && !name.endsWith(".test.ts"));
  return Math.max(stat.mtimeMs, ...names.map((name) => newest(join(path, name))));
}

const newestOf = (paths) => Math.max(...paths.map((path) => newest(at(path))));

/** Compiles the kernels; the module is loaded only here, so that a check for staleness costs nothing. */
async function compileKernels() {
  const { buildKernels } = await import("./build-kernels.mjs");
  try {
    await buildKernels(root);
  } catch (error) {
    console.error(`The kernels cannot be built: ${error.stderr || error.stack}`);
    process.exit(1);
  }
}

/** Bundles the code of exported pages and functions; loaded only here, as above. */
async function bundleStandalone() {
  const { buildStandalone } = await import("./build-standalone.mjs");
  try {
    await buildStandalone(root);
  } catch (error) {
    console.error(`The code of exports cannot be bundled: ${error.stack}`);
    process.exit(1);
  }
}

/** Runs the compiler over all rooms; from scratch when there is no good build to add to. */
function compile(fromScratch) {
  const tsc = at("node_modules/typescript/bin/tsc");
  const { status } = spawnSync(process.execPath, [tsc, "-b", ...(fromScratch ? ["--force"] : [])], {
    cwd: root,
    stdio: "inherit",
  });
  if (status !== 0) process.exit(1); // the compiler has said what is wrong
  chmodSync(MAIN, 0o755);
}

/** Removes what earlier builds made of source files that are gone, so that it is neither loaded nor packed. */
function removeOrphans(folder) {
  const made = readdirSync(at("dist", folder), { withFileTypes: true });
  for (const entry of made) {
    const path = join(folder, entry.name);
    const source = path.replace(/(\.d\.ts|\.js)$/, ".ts");
    if (entry.isDirectory() ? !existsSync(at(path)) : !existsSync(at(source)))
      rmSync(at("dist", path), { recursive: true });
    else if (entry.isDirectory()) removeOrphans(path);
  }
}

async function build(checkStale) {
  const kernelsStale = modified(BINARIES) < newestOf(KERNEL_INPUTS);
  const standaloneStale = modified(STANDALONE) < newestOf(STANDALONE_INPUTS);
  const stamp = [MAIN, BINARIES, STANDALONE].every(existsSync) ? modified(STAMP) : 0;
  if (
    checkStale &&
    !kernelsStale &&
    stamp > newestOf(INPUTS) &&
    stamp >= modified(BINARIES) &&
    stamp >= modified(STANDALONE)
  )
    return;
  if (!existsSync(at("node_modules/typescript"))) {
    console.error("Myelin cannot be built: the compiler is not installed; run `npm install` first.");
    process.exit(1);
  }
  rmSync(STAMP, { force: true });
  if (kernelsStale || !checkStale) await compileKernels();
  if (standaloneStale || !checkStale) await bundleStandalone();
  const started = Date.now(); // what is edited while the compiler runs is newer than this build
  compile(stamp === 0);
  for (const room of ROOMS) removeOrphans(room);
  mkdirSync(at("dist"), { recursive: true });
  writeFileSync(STAMP, "");
  utimesSync(STAMP, started / 1000, started / 1000);
}

await build(process.argv.includes("--if-stale"));
