// GFLOP/s of the register-only kernel, one thread: the roof for one core and 128-bit vectors. Prints one JSON line.
//   node bench/peak/peak.mjs [milliseconds]
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const cache = join(here, "../.cache");
const asc = join(here, "../../node_modules/assemblyscript/bin/asc.js");
const source = join(here, "peak.ts");

/** Compiles the kernel when it is older than its source; flags as for the engine's kernels. */
function compiled(relaxed) {
  const file = join(cache, relaxed ? "peak-relaxed.wasm" : "peak-plain.wasm");
  if (existsSync(file) && statSync(file).mtimeMs > statSync(source).mtimeMs) return readFileSync(file);
  mkdirSync(cache, { recursive: true });
  const features = relaxed ? "simd,relaxed-simd" : "simd";
  const flags = "--runtime stub --optimizeLevel 3 --shrinkLevel 0 --converge --noAssert --use abort=".split(" ");
  const choice = ["--use", `RELAXED=${relaxed ? 1 : 0}`];
  execFileSync(process.execPath, [asc, source, "-o", file, "--enable", features, ...flags, ...choice]);
  return readFileSync(file);
}

/** The best of many runs of about 5 ms: a roof is what the machine can do undisturbed. */
export function peak(relaxed, milliseconds = 400) {
  const bytes = compiled(relaxed);
  if (!WebAssembly.validate(bytes)) return undefined;
  const kernels = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;
  const rate = (kernel, chains) => {
    const steps = 1_000_000;
    let best = 0;
    const end = performance.now() + milliseconds;
    while (performance.now() < end) {
      const start = performance.now();
      kernel(steps, 0.999, 0.001);
      best = Math.max(best, (steps * chains * 8) / (performance.now() - start) / 1e6);
    }
    return best;
  };
  return Math.max(rate(kernels.chains12, 12), rate(kernels.chains10, 10), rate(kernels.tile4x2, 8));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const milliseconds = Number(process.argv[2] ?? 400);
  const relaxed = peak(true, milliseconds);
  const line = { peer: "peak kernel", version: process.version, threads: 1, plainGflops: peak(false, milliseconds) };
  console.log(JSON.stringify(relaxed ? { ...line, relaxedGflops: relaxed } : line));
}
