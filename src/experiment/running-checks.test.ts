// The running checks on whole runs, two-sided: what they must say within a few epochs, and what must stay silent.
import { describe, expect, it } from "vitest";
import type { FindingEvent, RunEvent } from "../core/events.ts";
import { Dataset, type Splits } from "../dataset/index.ts";
import { generateDigits } from "../digits/index.ts";
import { parseExperimentConfig } from "./parse.ts";
import { presetOf } from "./presets.ts";
import { type RunOptions, run } from "./run.ts";
import type { ExperimentConfig } from "./settings.ts";

const data: Splits = { training: generateDigits({ count: 1000 }), test: generateDigits({ from: 1000, count: 300 }) };
const tiny: Splits = { training: generateDigits({ count: 50 }), test: generateDigits({ from: 50, count: 20 }) };
const relu: Given = { activation: "relu", cost: "log-likelihood", hidden: [100] };

type Given = Partial<ExperimentConfig>;

async function all(given: Given, splits = data, options: RunOptions = {}): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  try {
    for await (const event of run(splits, parseExperimentConfig({ epochs: 6, ...given }), options)) events.push(event);
  } catch (error) {
    expect(error).toMatchObject({ code: "DIVERGED" });
  }
  return events;
}

/** What was said while training: the quick checks of the data, before it, have tests of their own. */
async function said(given: Given, splits = data, options: RunOptions = {}): Promise<FindingEvent[]> {
  const events = await all(given, splits, options);
  return events.filter((event): event is FindingEvent => event.type === "finding" && event.epoch > 0);
}

/** Rows of a data set with other labels: `relabel` says which, undefined leaves a row out. */
function relabelled(
  set: Dataset,
  classes: number,
  relabel: (label: number, row: number) => number | undefined,
): Dataset {
  const rows = Array.from(set.labels, (label, row) => [row, relabel(label, row)] as const);
  const kept = rows.filter((pair): pair is readonly [number, number] => pair[1] !== undefined);
  const pixels = new Uint8Array(kept.length * set.size);
  kept.forEach(([row], i) => {
    pixels.set(set.image(row) as Uint8Array, i * set.size);
  });
  const labels = Uint8Array.from(kept, ([, label]) => label);
  return Dataset.fromArrays({ name: "relabelled", pixels, labels, shape: set.shape, classes });
}

const both = (change: (set: Dataset) => Dataset): Splits => ({
  training: change(data.training),
  test: change(data.test as Dataset),
});

/** One 0 for nineteen others. */
const imbalanced = both((set) => relabelled(set, 2, (label, row) => (label !== 0 ? 1 : row % 2 === 0 ? 0 : undefined)));
const twoClasses = both((set) => relabelled(set, 2, (label) => label % 2));
/** Each digit in ten classes by chance: nobody can tell them apart, and the outputs of 100 classes are nearly flat. */
const hundred = both((set) => relabelled(set, 100, (label, row) => 10 * label + ((7 * row) % 10)));
const withoutTest: Splits = { training: data.training };

describe("the running checks speak", () => {
  const cases: Record<string, [Given, string, Splits?]> = {
    "η 100 on the book's network": [{ learningRate: 100 }, "F1"],
    "η 100 with another seed": [{ learningRate: 100, seed: 2 }, "F1"],
    "η 100 without test images": [{ learningRate: 100, seed: 3 }, "F1", withoutTest],
    "η 30": [{ learningRate: 30 }, "F1"],
    "momentum with three times the η of plain descent": [{ optimizer: "momentum", learningRate: 10 }, "F1"],
    "Adam with η 1": [{ optimizer: "adam", learningRate: 1 }, "F1"],
    "weights that are all zero": [{ init: "zeros" }, "E1"],
    "two layers of weights that are all zero": [{ init: "zeros", hidden: [20, 20] }, "E1"],
    "weights that are all zero, and ReLU": [{ ...relu, init: "zeros" }, "E1"],
    "ReLU units killed by wide steps": [{ ...relu, learningRate: 5 }, "F10"],
    "η 0.00001": [{ learningRate: 1e-5 }, "F2"],
    "ReLU with η 0.000001": [{ ...relu, learningRate: 1e-6 }, "F2"],
    "pixels up to 255": [{ divideBy: 1 }, "C1"],
    "pixels up to 255, and scaled weights": [{ divideBy: 1, init: "scaled" }, "C1"],
    "pixels up to 255, and ReLU": [{ ...relu, divideBy: 1 }, "C1"],
    "pixels up to 255, and tanh": [{ divideBy: 1, activation: "tanh" }, "C1"],
  };
  it.each(Object.entries(cases))("%s", async (_name, [given, catalogue, splits]) => {
    const [first, ...more] = await said(given, splits);
    expect(first).toMatchObject({ finding: { catalogue, primary: true } });
    expect(first.epoch).toBeLessThanOrEqual(6);
    expect(["fault", "likely"]).toContain(first.finding.confidence);
    expect(`${first.finding.sentence} ${first.finding.fix}`).not.toMatch(/undefined|NaN|null|\[object/);
    expect(more).toEqual([]);
  });

  it("where training diverges: that it did, before the error", async () => {
    const events = await all({ ...relu, learningRate: 1e10 });
    expect(events.slice(-1)).toMatchObject([
      { type: "finding", epoch: 1, finding: { catalogue: "F9", confidence: "fault", primary: true } },
    ]);
  });

  it("where training diverges on pixels up to 255: why", async () => {
    const events = await all({ ...relu, divideBy: 1, hidden: [30, 30, 30], learningRate: 10 });
    expect(events.at(-1)).toMatchObject({ type: "finding", epoch: 1, finding: { catalogue: "C1", primary: true } });
  });

  it("not with doctor: false", async () => {
    const events = await all({ init: "zeros" }, data, { doctor: false });
    expect(events.filter(({ type }) => type === "finding")).toEqual([]);
  });
});

describe("the running checks are silent on", () => {
  const seeds = Array.from({ length: 20 }, (_, seed) => [seed]);
  it.each(seeds)("the book's network with seed %i", async (seed) => {
    expect(await said({ seed, epochs: 8 })).toEqual([]);
  });

  const cases: Record<string, [Given, Splits?]> = {
    "ReLU and softmax": [relu],
    "five sigmoid layers, which stand still at first": [{ hidden: [30, 30, 30, 30], init: "scaled", epochs: 20 }],
    "five sigmoid layers and the cross-entropy": [
      { hidden: [30, 30, 30, 30], init: "glorot-normal", cost: "cross-entropy", epochs: 16 },
    ],
    "one epoch": [{ epochs: 1 }],
    "mini-batches of 1": [{ batchSize: 1 }],
    "mini-batches of 1 and ReLU": [{ ...relu, batchSize: 1, learningRate: 0.01 }],
    "the whole set as one mini-batch": [{ batchSize: 1000, epochs: 30 }],
    "few images": [{ epochs: 60 }, tiny],
    dropout: [{ ...relu, dropout: 0.5, monitorTraining: true }],
    "a cosine schedule": [{ schedule: "cosine" }],
    "steps of the learning rate": [{ schedule: "step", scheduleEvery: 2 }],
    "warm-up": [{ warmupEpochs: 4 }],
    momentum: [{ optimizer: "momentum" }],
    "Nesterov and ReLU": [{ ...relu, optimizer: "nesterov" }],
    Adam: [{ optimizer: "adam" }],
    "Adam and ReLU": [{ ...relu, optimizer: "adam" }],
    RMSProp: [{ ...relu, optimizer: "rmsprop" }],
    "a low learning rate that gets there in the end": [{ learningRate: 0.1, epochs: 10 }],
    tanh: [{ activation: "tanh" }],
    "no hidden layer": [{ hidden: [] }],
    "a wide network": [{ ...relu, hidden: [600], epochs: 3 }],
    "zero weights where there is no hidden layer": [{ hidden: [], init: "zeros" }],
    "zero weights that dropout parts": [{ hidden: [20], init: "zeros", dropout: 0.5 }],
    "--preset good": [{ ...presetOf("good"), hidden: [100] }],
    "19 rows of one class for each of the other": [{ epochs: 8 }, imbalanced],
    "19 rows of one class for each of the other, and ReLU": [{ ...relu, epochs: 8 }, imbalanced],
    "two classes": [{}, twoClasses],
    "a hundred classes that nobody can tell apart": [{ epochs: 8 }, hundred],
    "a hundred classes and ReLU": [{ ...relu, epochs: 8 }, hundred],
    "no test images": [{}, withoutTest],
    "validation images": [{ validation: 200 }],
  };
  it.each(Object.entries(cases))("%s", async (_name, [given, splits]) => {
    expect(await said(given, splits)).toEqual([]);
  });
});

describe("a run that goes on", () => {
  const config = parseExperimentConfig({ learningRate: 100, epochs: 8 });

  /** Runs until after epoch `stop`, then goes on with the log of the first part. */
  async function resumed(stop: number): Promise<{ before: RunEvent[]; after: RunEvent[] }> {
    const before: RunEvent[] = [];
    const abort = new AbortController();
    const first = run(data, config, { signal: abort.signal });
    for await (const event of first) {
      before.push(event);
      if (event.type === "epoch" && event.epoch === stop) abort.abort();
    }
    const after: RunEvent[] = [];
    const options = { network: first.network, resume: first.state(), before };
    for await (const event of run(data, config, options)) after.push(event);
    return { before, after };
  }
  const findings = (events: readonly RunEvent[]) => events.filter(({ type }) => type === "finding");

  it("is not told again what its log says", async () => {
    const { before, after } = await resumed(4);
    expect(findings(before)).toHaveLength(1);
    expect(findings(after)).toEqual([]);
  });

  it("is told at the epoch at which it would have been told without the interruption", async () => {
    const { before, after } = await resumed(2);
    expect(findings(before)).toEqual([]);
    const [told] = (await said({ learningRate: 100, epochs: 8 })) as [FindingEvent];
    expect(findings(after)).toEqual([told]);
  });
});
