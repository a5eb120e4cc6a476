// Where a training step goes: the time of each kernel call of one step, one thread, real images.
//   node bench/profile.mjs <folder with the MNIST files> [--sizes 784,30,10] [--batch 10] [--fast] [--ms 3000]
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
const { makePlan } = await load("src/engine/plan.js");
const { compileStep, meetOp } = await load("src/engine/step.js");
const { newContext } = await load("src/engine/op.js");
const { loadKernels, makeMemory } = await load("src/engine/binary.js");
const { viewsOf } = await load("src/engine/memory-views.js");
const { fillIdentity, fillSet } = await load("src/engine/fill.js");
const { chooseForm, inputSize } = await load("src/engine/input-form.js");
const { gatherOf } = await load("src/engine/input.js");
const { packLayer } = await load("src/engine/packing.js");
const { PLAIN_SGD } = await load("src/engine/update-spec.js");

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sizes: { type: "string", default: "784,30,10" },
    batch: { type: "string", default: "10" },
    ms: { type: "string", default: "3000" },
    fast: { type: "boolean", default: false },
  },
});
const sizes = values.sizes.split(",").map(Number);
const batchSize = Number(values.batch);
const milliseconds = Number(values.ms);
const STEPS_A_PIECE = 20;

const { training } = await loadDataset(positionals[0] ?? process.env.MYELIN_DATA ?? "mnist");
const network = Network.create(sizes, { initialisation: sizes.length > 3 ? "scaled" : "gaussian" });
const size = inputSize(training);
const plan = makePlan({
  sizes,
  activations: network.spec.layers.map((layer) => layer.activation),
  cost: network.spec.cost,
  update: PLAIN_SGD,
  batchSize,
  keepAnswers: false,
  threads: 1,
  spins: 0,
  form: chooseForm(true, training.pixels.length, sizes[0], size),
  divideBy: 255,
  sets: { training: size },
});
const memory = makeMemory(plan.bytes, false);
const views = viewsOf(memory.buffer);
const kernels = await loadKernels(values.fast ? "relaxed" : "plain", memory);
fillIdentity(plan, views);
fillSet(plan, plan.sets.training, training, views, kernels);
plan.layers.forEach((layer, index) => {
  packLayer(views, layer, layer, 0, network.weights(index + 1), network.biases(index + 1));
});
views.u32.set(batchOrder(training.count, 1, 1), plan.order >>> 2);
if (plan.spec.form.startsWith("sparse"))
  kernels.u64_gather(plan.sets.training.index, plan.order, training.count, plan.orderedIndex);

/** The calls of one step with `table`'s kernels, the gathering first. */
function compile(table, context) {
  const share = { index: 0, active: 1 };
  const gather = gatherOf(plan, plan.sets.training, { order: plan.order, index: plan.orderedIndex }, table);
  const ops = compileStep(plan, plan.sets.training, table, share, context, meetOp(plan, table, share, context));
  return [() => gather(step * batchSize, context.batch, context.x, context.counts), ...ops];
}

const [x, counts] = [plan.input.rows[0], plan.input.counts[0]];
const context = { ...newContext(), x, counts, batch: batchSize, epoch: 1, rate: 1e-6 };
const steps = Math.floor(training.count / batchSize);
let step = 0;
function next() {
  step = (step + 1) % steps;
  context.order = plan.order + 4 * step * batchSize;
  context.parity = step & 1;
}

/** The kernels' names in the order of their calls. */
function namesOfCalls() {
  const names = [];
  const spy = Object.fromEntries(
    Object.entries(kernels).map(([name, kernel]) => [
      name,
      (...numbers) => {
        names.push(name);
        return kernel(...numbers);
      },
    ]),
  );
  next();
  for (const op of compile(spy, context)) op();
  return names;
}

const quantile = (numbers, share) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length * share)];
const microseconds = (ms) => (1000 * ms).toFixed(2).padStart(8);

const names = namesOfCalls();
const ops = compile(kernels, context);
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
  `${process.version}, ${values.fast ? "relaxed" : "plain"} kernels, [${sizes}], batch ${batchSize}, one thread`,
);
console.log(
  `a step: ${microseconds(quantile(pieces, 0.1))} µs (10 %), ${microseconds(quantile(pieces, 0.5))} µs (median);`,
);
console.log(`an epoch of ${steps} steps at the median: ${(quantile(pieces, 0.5) * steps).toFixed(1)} ms\n`);
calls.forEach((times, i) => {
  console.log(`${names[i].padEnd(34)}${microseconds(quantile(times, 0.5))} µs`);
});
