// GFLOP/s of the engine's dense kernels and of those on volumes on one thread, beside the register-only kernel of the same process.
// Weights live packed while a network is trained: the input gradient's transposition is inside its kernel, the forward pass
// is shown as it runs and, at 256³, with the packing of canonical weights before every call.
//   node bench/kernels.mjs [milliseconds a figure]
import { existsSync } from "node:fs";
import { convFigures } from "./lib/conv-figures.mjs";
import { peak } from "./peak/peak.mjs";

const PANEL = 16;
const milliseconds = Number(process.argv[2] ?? 250);
const engine = new URL("../dist/src/engine/", import.meta.url);
if (!existsSync(new URL("generated/binaries.js", engine))) throw new Error("run npm run build first");
const { BINARIES } = await import(new URL("generated/binaries.js", engine).href);
const { packDense } = await import(new URL("layers/dense-packing.js", engine).href);
const { scratchBytes, writeShape } = await import(new URL("conv-shape.js", engine).href);
const { rowStride } = await import(new URL("signal.js", engine).href);

/** [rows of the mini-batch, inputs, units]: the cube, and the dense layers of [784,800,800,10] and [784,100,10]. */
const SHAPES = [
  [256, 256, 256],
  [100, 784, 800],
  [100, 800, 800],
  [100, 800, 10],
  [10, 784, 100],
  [10, 100, 10],
];

const start = (binary) => {
  const module = new WebAssembly.Module(Buffer.from(binary, "base64"));
  const memory = new WebAssembly.Memory({ initial: 512, maximum: 65536 });
  const imports = {};
  for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
    imports[from] ??= {};
    imports[from][name] = kind === "memory" ? memory : () => {};
  }
  return { kernels: new WebAssembly.Instance(module, imports).exports, memory };
};

/** The best of repetitions of about 2 ms each, in GFLOP/s. */
function best(flops, call) {
  call();
  const begun = performance.now();
  call();
  const calls = Math.max(1, Math.round(2 / Math.max(performance.now() - begun, 1e-4)));
  const end = performance.now() + milliseconds;
  let rate = 0;
  while (performance.now() < end) {
    const from = performance.now();
    for (let i = 0; i < calls; i++) call();
    rate = Math.max(rate, (flops * calls) / (performance.now() - from) / 1e6);
  }
  return rate;
}

function figures(kind, binary) {
  const { kernels, memory } = start(binary);
  const views = {
    f32: new Float32Array(memory.buffer),
    u32: new Uint32Array(memory.buffer),
    u8: new Uint8Array(memory.buffer),
  };
  const result = {};
  for (const [m, k, n] of SHAPES) {
    let next = 64;
    const take = (floats) => {
      const at = next;
      next = Math.ceil((at + floats * 4) / 64) * 64;
      return at;
    };
    const panels = Math.ceil(n / PANEL);
    const inPanels = Math.ceil(k / PANEL);
    const [xStride, outStride, panelBytes] = [rowStride(inPanels), rowStride(panels), k * PANEL * 4];
    const x = take((m * xStride) / 4);
    const out = take((m * outStride) / 4);
    const weights = take(panels * k * PANEL);
    const bias = take(panels * PANEL);
    const back = take((m * xStride) / 4);
    const scratch = take(Math.max(panels, inPanels) * PANEL * 16);
    views.f32.fill(0.01, 0, next / 4);
    const canonical = new Float32Array(n * k).fill(0.01);
    const biases = new Float32Array(n);
    const layer = { units: n, input: { volume: { height: 1, width: 1, channels: k }, pixel: k, numbers: k } };
    const place = { weights: weights / 4, biases: bias / 4 };
    const forward = () =>
      kernels.f32_affine_dense_sigmoid_p16(x, xStride, m, k, weights, panelBytes, 0, panels, bias, out, outStride);
    const name = (what) => `${kind} ${what} ${m === k && k === n ? `${m}³` : `${m}×${k}×${n}`}`;
    const flops = 2 * m * k * n;
    result[name("forward")] = best(flops, forward);
    if (m === k && k === n) {
      result[`${name("forward")} with packing`] = best(flops, () => {
        packDense(layer, views, place, canonical, biases);
        forward();
      });
    }
    result[name("input gradient")] = best(flops, () =>
      kernels.f32_input_gradient_sigmoid_p16(
        out,
        outStride,
        m,
        n,
        weights,
        panelBytes,
        k,
        0,
        inPanels,
        x,
        back,
        xStride,
        scratch,
      ),
    );
    result[name("weight update")] = best(flops, () =>
      kernels.f32_outer_dense_p16(x, xStride, m, k, out, outStride, weights, panelBytes, 0, panels, n, 1, 0),
    );
  }
  return result;
}

/** A fixed sequence of numbers in 0 ≤ x < 1. */
function noise(state) {
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

const volumes = (kind, binary) =>
  convFigures(kind, { ...start(binary), scratchBytes, writeShape, random: noise(7) }, best);

const relaxedPeak = peak(true, milliseconds);
const answer = {
  peer: "dense kernels",
  version: process.version,
  threads: 1,
  plainPeakGflops: peak(false, milliseconds),
};
const shapes = figures("plain", BINARIES.plain);
const convolutions = volumes("plain", BINARIES.plain);
if (relaxedPeak) {
  Object.assign(shapes, figures("relaxed", BINARIES.relaxed));
  Object.assign(convolutions, volumes("relaxed", BINARIES.relaxed));
}
console.log(
  JSON.stringify({ ...answer, ...(relaxedPeak ? { relaxedPeakGflops: relaxedPeak } : {}), shapes, convolutions }),
);
