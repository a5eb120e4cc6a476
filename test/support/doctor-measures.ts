// What the measures say about healthy networks, and ways to change one thing in it: for the two-sided tests of checks.
import type { Activity, LayerActivity } from "../../src/doctor/evidence/activity.ts";
import { type Agreement, agreementOf } from "../../src/doctor/evidence/agreement.ts";
import type { SplitAnswers } from "../../src/doctor/evidence/answered.ts";
import type { Classes } from "../../src/doctor/evidence/classes.ts";
import type { GradientCheck, LayerGradient } from "../../src/doctor/evidence/gradient-check.ts";
import type { History } from "../../src/doctor/evidence/history.ts";
import type { Oracle } from "../../src/doctor/evidence/oracle.ts";
import type { PixelStatistics } from "../../src/doctor/evidence/pixels.ts";
import type { Progress } from "../../src/doctor/evidence/progress.ts";
import type { Reported } from "../../src/doctor/evidence/reported.ts";
import type { Scores } from "../../src/doctor/evidence/scores.ts";
import type { Specification } from "../../src/doctor/evidence/specification.ts";
import type { Trial, Trials } from "../../src/doctor/evidence/trials.ts";
import type { LayerWeights, WeightFigures } from "../../src/doctor/evidence/weights.ts";
import type { DenseSpec, NetworkSpec } from "../../src/network/index.ts";

function layer(changes: Partial<LayerActivity>): LayerActivity {
  const usual = {
    activation: "sigmoid",
    units: 30,
    slope: 0.1,
    dead: 0,
    spread: 0.2,
    gradientNorm: 0.1,
    weightNorm: 10,
  };
  return { layer: 1, ...usual, ...changes };
}

/** Layers of a network, numbered. */
export function activityOf(layers: readonly Partial<LayerActivity>[], changes: Partial<Activity> = {}): Activity {
  return {
    rows: 512,
    layers: layers.map((one, i) => layer({ layer: i + 1, ...one })),
    cost: 2,
    correct: 50,
    largestInput: 1,
    deadOutputs: [],
    scaled: { cost: 1.5, slopes: layers.map(() => 0.204) },
    ...changes,
  };
}

/** Control 1: the book's network at the start, N(0, 1) weights on MNIST. */
export const book = activityOf([
  { slope: 0.044, spread: 0.4 },
  { slope: 0.07, units: 10 },
]);
/** Control 2: ReLU and He, with three in four activations at 0. */
export const relu = activityOf([
  { activation: "relu", units: 100, slope: 0.27, dead: 12 },
  { activation: "softmax", units: 10, slope: 0.02 },
]);
/** Control 4: five sigmoid layers. */
export const deep = activityOf([
  { slope: 0.2, gradientNorm: 0.007 },
  { slope: 0.2, gradientNorm: 0.02 },
  { slope: 0.2, gradientNorm: 0.05 },
  { slope: 0.2, gradientNorm: 0.2 },
  { slope: 0.2, gradientNorm: 0.9, units: 10 },
]);

/** 95 % of MNIST. */
export const learned: Progress = {
  state: "learned",
  accuracy: 0.95,
  majority: 0.112,
  probe: 0.807,
  improving: false,
  trained: true,
};
/** Control 4: slow and rising. */
export const rising: Progress = { ...learned, state: "behind", accuracy: 0.4, improving: true };
/** Before training: at chance, as it must be. */
export const untrained: Progress = { state: "stuck", accuracy: 0.1, majority: 0.112, probe: 0.807, trained: false };
export const stuck: Progress = { ...learned, state: "stuck", accuracy: 0.11, improving: false };

export function trialOf(changes: Partial<Trial>): Trial {
  const usual = { change: "none" as const, to: "as it is", costBefore: 2, cost: 0.3, finite: true };
  return { ...usual, accuracy: 0.6, lift: 0.55, ...changes };
}

/** Small trainings: as it is, and what was tried. */
export function trialsOf(
  asIs: Partial<Trial>,
  tried: readonly Partial<Trial>[] = [],
  changes: Partial<Trials> = {},
): Trials {
  return {
    rows: 2000,
    steps: 600,
    batchSize: 10,
    learningRate: 3,
    asIs: trialOf(asIs),
    tried: tried.map(trialOf),
    possible: 0.78,
    ownStart: false,
    ...changes,
  };
}

/** The book's η = 3 in 600 steps. */
export const learningTrials = trialsOf({});
/** Nothing learned, and nothing that helps. */
export const hopeless = trialsOf({ accuracy: 0.1, lift: 0, cost: 1.99 }, [
  { change: "learning rate", factor: 0.1, to: "0.3", accuracy: 0.1, lift: 0 },
  { change: "learning rate", factor: 10, to: "30", accuracy: 0.1, lift: 0 },
]);

export function historyOf(changes: Partial<History>): History {
  const length = (changes.loss ?? changes.accuracy ?? [1]).length;
  return { source: "history", epochs: Array.from({ length }, (_, i) => i + 1), diverged: false, ...changes };
}

/** Curves of sound runs, each a trap for some rule. */
export const healthyHistories = {
  "the book's run": historyOf({
    loss: [0.12, 0.06, 0.05, 0.045, 0.041, 0.04, 0.038, 0.037, 0.036, 0.0355],
    evaluationAccuracy: [0.911, 0.932, 0.938, 0.94, 0.942, 0.944, 0.945, 0.9465, 0.947, 0.9475],
  }),
  "one epoch only": historyOf({ loss: [0.3], evaluationAccuracy: [0.91] }),
  "a schedule with restarts": historyOf({
    loss: [1, 0.5, 0.3, 0.2, 0.5, 0.3, 0.2, 0.15, 0.4, 0.25, 0.18, 0.12],
    learningRate: [1, 0.75, 0.5, 0.1, 1, 0.75, 0.5, 0.1, 1, 0.75, 0.5, 0.1],
  }),
  "dropout, where the test set is read better": historyOf({
    loss: [0.6, 0.45, 0.4, 0.38, 0.37],
    accuracy: [0.8, 0.85, 0.87, 0.88, 0.885],
    evaluationLoss: [0.35, 0.28, 0.26, 0.25, 0.25],
    evaluationAccuracy: [0.9, 0.92, 0.93, 0.935, 0.936],
  }),
  "batch size 1, with noise": historyOf({ loss: [0.5, 0.4, 0.41, 0.38, 0.39, 0.37, 0.38, 0.36, 0.37] }),
  "a slow deep network": historyOf({ loss: [0.4501, 0.45, 0.4499, 0.4495, 0.448, 0.44, 0.42, 0.39] }),
};

export const healthyWeights: WeightFigures = weightsOf([{}, { units: 10 }]);

export function weightsOf(
  layers: readonly Partial<LayerWeights>[],
  changes: Partial<WeightFigures> = {},
): WeightFigures {
  return {
    layers: layers.map((one, i) => ({
      layer: i + 1,
      units: 30,
      filters: false,
      nonFinite: 0,
      different: one.units ?? 30,
      asInitial: false,
      ...one,
    })),
    sizes: [784, ...layers.map(({ units = 30 }) => units)],
    digest: "ab".repeat(32),
    ...changes,
  };
}

export function gradientOf(
  layers: readonly Partial<LayerGradient>[],
  changes: Partial<GradientCheck> = {},
): GradientCheck {
  const right = { error: 1e-8, ratio: 1, rest: 1e-8, checked: 24, zero: false, finite: true };
  return {
    rows: 5,
    doubled: 1,
    lastRowOnly: false,
    layers: layers.map((one, i) => ({ layer: i + 1, ...right, ...one })),
    ...changes,
  };
}

export const rightGradient = gradientOf([{}, {}]);

export const soundOracle: Oracle = {
  classes: 10,
  rows: 103,
  perfect: 1,
  constant: 11 / 103,
  constantTruth: 11 / 103,
  shortBatch: 100 / 103,
  shortBatchTruth: 100 / 103,
  unsure: 1,
  inverted: 0,
};

export const agreeing: Reported = { reported: 0.95, accuracy: 0.95, rows: 10_000, agrees: true };

export function pixelsOf(changes: Partial<PixelStatistics>): PixelStatistics {
  const size = changes.size ?? 784;
  return {
    split: "training",
    rows: 60_000,
    size,
    sampled: changes.rows ?? 60_000,
    min: 0,
    max: 255,
    mean: 33.3,
    deviation: 78.6,
    integers: true,
    nan: 0,
    infinite: 0,
    badColumns: [],
    columnMeans: new Float64Array(size).fill(33.3),
    columnDeviations: new Float64Array(size).fill(78.6),
    constantColumns: 67,
    sameRows: false,
    ...changes,
  };
}

/** MNIST: 67 columns are constant in training, 116 in test. */
export const mnistPixels = [pixelsOf({}), pixelsOf({ split: "test", rows: 10_000, mean: 33.8, constantColumns: 116 })];
/** Control 11. */
export const standardisedPixels = mnistPixels.map((one) => ({
  ...one,
  min: -8,
  max: 8,
  mean: 0.01,
  deviation: 1,
  integers: false,
}));

/** n answers of which a share is right and the others are spread over the classes. */
export function answersOf(
  changes: Partial<SplitAnswers> & { readonly right?: number; readonly rows?: Int32Array } = {},
): SplitAnswers {
  const n = 1000;
  const labels = changes.labels ?? Int32Array.from({ length: n }, (_, i) => i % 10);
  const right = changes.right ?? 0.95;
  const answers =
    changes.answers ??
    labels.map((label, i) => ((i * 7919) % 1000 < right * 1000 ? label : (label + 1 + (i % 9)) % 10));
  const { right: _, ...rest } = changes;
  return {
    split: "test",
    rows: Int32Array.from(labels.keys()),
    labels,
    answers,
    agreement: agreementBetween(labels, answers),
    width: 10,
    ...rest,
  };
}

function agreementBetween(labels: Int32Array, answers: Int32Array): Agreement {
  const counts = new Float64Array(100);
  labels.forEach((label, i) => {
    if (answers[i]! >= 0) counts[label * 10 + answers[i]!]!++;
  });
  return agreementOf(counts, 10);
}

export const tenClasses: Classes = {
  values: Array.from({ length: 10 }, (_, i) => i),
  of: {},
  counts: { training: new Array<number>(10).fill(6000), test: new Array<number>(10).fill(1000) },
};

export function agreementAt(accuracy: number, total = 10_000, classes = 10): Agreement {
  const chance = 1 / classes;
  const z = (accuracy - chance) / Math.sqrt((chance * (1 - chance)) / total);
  return { correct: Math.round(accuracy * total), total, accuracy, chance, z };
}

export const goodScores: Scores = {
  split: "test",
  rows: 1000,
  width: 10,
  accuracy: 0.95,
  z: 90,
  probabilities: true,
  largest: 0.999,
  lowest: 1e-9,
  bound: 0.232,
  twice: false,
  zeroOutputs: [],
  tied: 0,
  nonFinite: 0,
  outside: 0,
  atZero: 0.6,
  atOne: 0.05,
};

/** What the doctor sees of a network of dense layers. */
export const specified = (spec: NetworkSpec): Specification => ({
  ...spec,
  layers: (spec.layers as readonly DenseSpec[]).map(({ units, activation }, i) => ({ kind: "dense", number: i + 1, units, activation })), // biome-ignore format: one layer a row
});
