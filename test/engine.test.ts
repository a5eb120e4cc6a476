// The engine against two definitions of itself: the naive twins, bit for bit over whole trainings, and one mini-batch step in
// float64, within a computed float32 bound, by the formulas and by the textbook network.
import { describe, expect, it } from "vitest";
import type { EpochEvent, TrainingEvent } from "../src/core/events.ts";
import { Dataset } from "../src/dataset/index.ts";
import { Network } from "../src/network/index.ts";
import { CrossEntropyCost, type Pair, QuadraticCost, Network as Textbook } from "../src/textbook/index.ts";
import { type TrainingRun, type TrainingSettings, train } from "../src/training/index.ts";
import { referenceStep } from "./support/reference-step.ts";
import { arraysFor, type NetworkCase, networkCases, PAIRS, title, UPDATE_CASES, UPDATES } from "./support/sweep.ts";

const CASES = networkCases();

const data = (c: NetworkCase, count: number, seed = 1) => Dataset.fromArrays(arraysFor(c, count, seed));
const create = ({ sizes, activation, outputActivation, cost }: NetworkCase) =>
  Network.create(sizes, { seed: 3, initialisation: "scaled", activation, outputActivation, cost });

async function eventsOf(run: TrainingRun): Promise<TrainingEvent[]> {
  const events: TrainingEvent[] = [];
  for await (const event of run) events.push(event);
  return events;
}
const epochsOf = (events: readonly TrainingEvent[]) =>
  events.filter((event): event is EpochEvent => event.type === "epoch");

it("the sweep has every network, form, mini-batch and pair of activations and cost", () => {
  expect(CASES).toHaveLength(5 * 4 * 4 + 35);
  expect(new Set(CASES.map((c) => `${c.activation} ${c.outputActivation} ${c.cost}`)).size).toBe(PAIRS.length);
  const large = CASES.filter((c) => c.sizes[0] === 784);
  expect(new Set(large.map((c) => c.activation)).size).toBe(5);
  expect(new Set(large.map((c) => `${c.outputActivation} ${c.cost}`)).size).toBe(7);
});

describe("a training has the same digest from twins and from WebAssembly", () => {
  let ran = 0;

  async function digest(c: NetworkCase, kernels: "wasm" | "typescript", update: Partial<TrainingSettings> = {}) {
    const network = create(c);
    // Some whole mini-batches and a short one; more rows to evaluate than one block has.
    const sets = { training: data(c, c.batchSize === 100 ? 130 : 2 * c.batchSize + 3), test: data(c, 37, 2) };
    const epochs = c.batchSize === 100 ? 1 : 2;
    const settings = { epochs, batchSize: c.batchSize, learningRate: 0.003, ...update };
    const events = await eventsOf(train(network, sets, settings, { kernels }));
    const start = events[0] as Extract<TrainingEvent, { type: "run-start" }>;
    expect(start.engine).toMatchObject({
      kernels: kernels === "wasm" ? "wasm-simd" : "typescript",
      input: c.form.split("-")[0],
      bits: true,
    });
    expect(network.parameters.every(Number.isFinite)).toBe(true);
    const scores = epochsOf(events).map(({ cost, test }) => ({ cost, test }));
    return { sha256: await network.weightsSha256(), scores };
  }

  it.each([...new Set(CASES.map((c) => c.sizes.join()))])("[%s]", async (sizes) => {
    for (const c of CASES.filter((c) => c.sizes.join() === sizes)) {
      expect(await digest(c, "wasm"), title(c)).toEqual(await digest(c, "typescript"));
      ran++;
    }
  });

  it.each(UPDATES)("%j", async (update) => {
    const plain: string[] = [];
    const updated: string[] = [];
    for (const c of UPDATE_CASES) {
      const wasm = await digest(c, "wasm", update);
      expect(wasm, title(c)).toEqual(await digest(c, "typescript", update));
      updated.push(wasm.sha256);
      plain.push((await digest(c, "wasm", { learningRate: update.learningRate ?? 0.003 })).sha256);
    }
    for (const [i, sha256] of updated.entries()) expect(sha256, "the setting has an effect").not.toBe(plain[i]);
  });

  it("all cases ran", () => expect(ran).toBe(CASES.length));
});

/** The parameters after one step on all rows, and the cost before it. */
async function engineStep(network: Network, training: Dataset, batchSize: number, rate: number) {
  const events = await eventsOf(train(network, { training }, { epochs: 1, batchSize, learningRate: rate }));
  return { parameters: network.parameters, cost: epochsOf(events)[0]!.cost };
}

function expectWithin(
  found: ArrayLike<number>,
  wanted: ArrayLike<number>,
  bounds: ArrayLike<number>,
  what: string,
): void {
  for (let i = 0; i < wanted.length; i++) {
    if (!(Math.abs(found[i]! - wanted[i]!) <= bounds[i]!))
      expect.fail(`${what}: number ${i} is ${found[i]}, not ${wanted[i]} ± ${bounds[i]}`);
  }
  expect(found.length, what).toBe(wanted.length);
}

const norm = (numbers: Float64Array) => Math.sqrt(numbers.reduce((sum, value) => sum + value * value, 0));

describe("one step equals the float64 formulas within a computed bound", () => {
  const RATE = 1;
  let ran = 0;
  let textbooks = 0;
  let sharp = 0;

  async function check(c: NetworkCase, rows: number): Promise<void> {
    const network = create(c);
    const training = data(c, rows);
    const before = Float64Array.from(network.parameters);
    const expected = referenceStep(network, training, RATE);
    const textbook = textbookStep(network, training, RATE);
    const found = await engineStep(network, training, c.batchSize, RATE);
    expectWithin(found.parameters, expected.parameters, expected.bounds, title(c));
    expectWithin([found.cost], [expected.cost], [expected.costBound], `${title(c)} cost`);
    if (textbook) {
      textbooks++;
      expectWithin(textbook.parameters, expected.parameters, expected.bounds.map(() => 1e-12), `${title(c)} textbook`); // biome-ignore format: short
      expectWithin(found.parameters, textbook.parameters, expected.bounds, `${title(c)} textbook`);
      expectWithin([found.cost], [textbook.cost], [expected.costBound], `${title(c)} textbook cost`);
    }
    // A bound as large as the step itself would prove nothing.
    const step = norm(expected.parameters.map((w, i) => w - before[i]!)); // 0 for a softmax of one unit
    const share = norm(expected.bounds) / step;
    if (step === 0 || share < 0.02) sharp++;
    else expect(share, title(c)).toBeLessThan(0.3);
    ran++;
  }

  it.each([...new Set(CASES.map((c) => c.sizes.join()))])("[%s]", async (sizes) => {
    for (const c of CASES.filter((c) => c.sizes.join() === sizes)) {
      // A full mini-batch, or a short one, which divides by its own length.
      await check(c, c.batchSize === 7 ? 5 : c.batchSize);
    }
  });

  it.each(["quadratic", "cross-entropy"] as const)(
    "sigmoid networks with the %s cost, against the textbook",
    async (cost) => {
      for (const c of CASES.filter((c) => c.batchSize === 10))
        await check({ ...c, activation: "sigmoid", outputActivation: "sigmoid", cost }, c.batchSize);
    },
  );

  it("all cases ran", () => {
    expect(ran).toBe(CASES.length + 2 * CASES.filter((c) => c.batchSize === 10).length);
    expect(sharp / ran).toBeGreaterThan(0.8);
    expect(textbooks).toBeGreaterThanOrEqual(2 * CASES.filter((c) => c.batchSize === 10).length);
  });
});

/** The same step by the book's own network, for the networks that it knows. */
function textbookStep(network: Network, training: Dataset, rate: number) {
  const { layers } = network;
  const { cost, input } = network.spec;
  if (cost === "log-likelihood" || layers.some(({ activation }) => activation !== "sigmoid")) return undefined;
  const book = new Textbook(network.sizes, { cost: cost === "quadratic" ? QuadraticCost : CrossEntropyCost });
  book.biases = layers.map((_, l) => Float64Array.from(network.biases(l + 1)));
  book.weights = layers.map(({ outputs: units }, l) => {
    const [weights, inputs] = [network.weights(l + 1), network.sizes[l]!];
    return Array.from({ length: units }, (_, u) => Float64Array.from(weights.subarray(u * inputs, (u + 1) * inputs)));
  });
  const pixel = (value: number) => Math.fround(value / Math.fround(input.divideBy));
  const pairs = Array.from(training.labels, (label, i): Pair => [Float64Array.from(training.image(i), pixel), label]);
  const before = book.totalCost(pairs);
  book.updateMiniBatch(pairs, rate);
  const parameters = layers.flatMap((_, l) => [...book.weights[l]!.flatMap((row) => [...row]), ...book.biases[l]!]);
  return { parameters, cost: before };
}
