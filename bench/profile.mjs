// Where a training step goes: the time of each kernel call of one step, one thread, real images.
//   node bench/profile.mjs <folder with the MNIST files> [--sizes 784,30,10] [--batch 10] [--fast] [--ms 3000]
//   node bench/profile.mjs <folder> --layers "conv 20 5x5, max-pool 2, conv 40 5x5, max-pool 2, dense 100"
// Quantiles over many steps, because single calls take less than the clock can tell apart from noise; the whole step is
// timed in pieces of twenty, without the clock between its calls.
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";

const dist = new URL("../dist/", import.meta.url);
if (!existsSync(dist)) throw new Error("run npm run build first");
const load = (path) => import(new URL(path, dist).href);
const { loadDataset } = await load("node/index.js");
const { Network } = await load("src/index.js");
const { batchOrder } = await load("src/dataset/index.js");
const { createNetwork, parseExperimentConfig } = await load("src/experiment/index.js");
const { makePlan } = await load("src/engine/make-plan.js");
const { compileStep } = await load("src/engine/step.js");
const { newContext } = await load("src/engine/op.js");
const { Canonical } = await load("src/engine/canonical.js");
const { kindOf } = await load("src/engine/layers/index.js");
const { loadKernels, makeMemory } = await load("src/engine/binary.js");
const { viewsOf } = await load("src/engine/memory-views.js");
const { fillIdentity, fillSet } = await load("src/engine/fill.js");
const { chooseForm, inputSize } = await load("src/engine/input-form.js");
const { PLAIN_SGD } = await load("src/engine/update-spec.js");

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sizes: { type: "string", default: "784,30,10" },
    layers: { type: "string" },
    batch: { type: "string", default: "10" },
    ms: { type: "string", default: "3000" },
    fast: { type: "boolean", default: false },
  },
});
const batchSize = Number(values.batch);
const milliseconds = Number(values.ms);
const STEPS_A_PIECE = 20;

const data = await loadDataset(positionals[0] ?? process.env.MYELIN_DATA ?? "mnist");
const { training } = data;
const network = values.layers ? convNetwork(values.layers) : denseNetwork(values.sizes.split(",").map(Number));
const size = inputSize(training);
const first = network.layers[0];
const plan = makePlan({
  input: first.input,
  layers: network.layers,
  cost: network.spec.cost,
  update: PLAIN_SGD,
  batchSize,
  keepAnswers: false,
  threads: 1,
  spins: 0,
  form: chooseForm(true, kindOf(first).readsSparse?.(first) ?? false, training.pixels.length, training.size, size),
  divideBy: 255,
  sets: { training: size },
});
const memory = makeMemory(plan.bytes, false);
const views = viewsOf(memory.buffer);
const kernels = await loadKernels(values.fast ? "relaxed" : "plain", memory);
fillIdentity(plan, views);
for (const layer of plan.layers) kindOf(layer).fill?.(layer, views);
fillSet(plan, plan.sets.training, training, views, kernels);
const canonical = new Canonical(plan, views);
canonical.write(network.parameters, (parameters) => parameters.values);
canonical.writeStatistics(network.statistics);
views.u32.set(batchOrder(training.count, 1, 1), plan.order >>> 2);
if (plan.spec.form.startsWith("sparse"))
  kernels.u64_gather(plan.sets.training.index, plan.order, training.count, plan.orderedIndex);

function denseNetwork(sizes) {
  return Network.create(sizes, { initialisation: sizes.length > 3 ? "scaled" : "gaussian" });
}

/** Relu and softmax, as the book's chapter 6 ends. */
function convNetwork(layers) {
  return createNetwork(data, parseExperimentConfig({ layers, activation: "relu", cost: "log-likelihood" }));
}

/** The calls of one step with `table`'s kernels. */
function compile(table) {
  const on = { plan, memory: views, kernels: table, share: { index: 0, active: 1 }, c: context };
  return compileStep(plan.sets.training, on);
}

const context = { ...newContext(), batch: batchSize, epoch: 1, rate: 1e-6 };
const steps = Math.floor(training.count / batchSize);
let step = 0;
function next() {
  step = (step + 1) % steps;
  context.first = step * batchSize;
  context.order = plan.order + 4 * context.first;
  context.parity = step & 1;
}

/** The kernels' names of each call, in order. */
function namesOfCalls() {
  let names = [];
  const spy = Object.fromEntries(
    Object.entries(kernels).map(([name, kernel]) => [
      name,
      (...numbers) => {
        if (!names.includes(name)) names.push(name);
        return kernel(...numbers);
      },
    ]),
  );
  next();
  return compile(spy).map((op) => {
    names = [];
    op();
    return names.join(" ");
  });
}

const quantile = (numbers, share) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length * share)];
const microseconds = (ms) => (1000 * ms).toFixed(2).padStart(8);

const names = namesOfCalls();
const ops = compile(kernels);
const pieces = [];
for (const end = performance.now() + milliseconds; performance.now() < end; ) {
  const from = performance.now();
  for (let i = 0; i < STEPS_A_PIECE; i++) {
    next();
    for (const op of ops) op();
  }
  pieces.push((performance.now() - from) / STEPS_A_PIECE);
}
const calls = ops.map(() => []);
for (const end = performance.now() + milliseconds; performance.now() < end; ) {
  next();
  ops.forEach((op, i) => {
    const from = performance.now();
    op();
    calls[i].push(performance.now() - from);
  });
}

console.log(
  `${process.version}, ${values.fast ? "relaxed" : "plain"} kernels, ${values.layers ?? `[${values.sizes}]`}, batch ${batchSize}, one thread`,
);
console.log(
  `a step: ${microseconds(quantile(pieces, 0.1))} µs (10 %), ${microseconds(quantile(pieces, 0.5))} µs (median);`,
);
console.log(`an epoch of ${steps} steps at the median: ${(quantile(pieces, 0.5) * steps).toFixed(1)} ms\n`);
calls.forEach((times, i) => {
  console.log(`${names[i].padEnd(34)}${microseconds(quantile(times, 0.5))} µs`);
});
