// Builds the kernels (AssemblyScript → WebAssembly → base64 in src/engine/generated) and the TypeScript (tsc → dist).
// `--if-stale` does nothing when every output is newer than every source.
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildKernels } from "./build-kernels.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Newest modification time (ms) of the files below `paths`, skipping what the build itself writes. */
function newest(paths) {
  let time = 0;
  for (const path of paths) {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat) continue;
    if (!stat.isDirectory()) time = Math.max(time, stat.mtimeMs);
    else {
      const entries = readdirSync(path).filter((name) => name !== "generated" && !name.endsWith(".test.ts"));
      time = Math.max(time, newest(entries.map((name) => join(path, name))));
    }
  }
  return time;
}

const at = (...names) => join(root, ...names);
const modified = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
const kernelSources = newest([at("kernels"), at("scripts/build-kernels.mjs")]);
const sources = newest(
  ["src", "node", "browser", "cli", "tsconfig.base.json", "scripts/build.mjs"].map((name) => at(name)),
);
const kernelsBuilt = modified(at("src/engine/generated/binaries.ts"));
const built = modified(at("dist/cli/main.js"));

const checkStale = process.argv.includes("--if-stale");
const kernelsStale = kernelsBuilt < kernelSources;
if (!checkStale || kernelsStale) await buildKernels(root);
if (!checkStale || kernelsStale || built < sources) {
  const tsc = at("node_modules/typescript/bin/tsc");
  execFileSync(process.execPath, [tsc, "-b", ...(existsSync(at("dist")) ? [] : ["--force"])], {
    cwd: root,
    stdio: "inherit",
  });
  chmodSync(at("dist/cli/main.js"), 0o755);
}
