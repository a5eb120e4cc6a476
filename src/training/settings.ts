import { type MyelinError, usageError } from "../core/errors.ts";
import { checkSeed } from "../core/random.ts";
import { nearest } from "../core/text.ts";
import { type Augmentation, isAugmentation } from "../dataset/index.ts";
import type { UpdateSpec } from "../engine/index.ts";
import { checkSchedule, SCHEDULE_NAMES, type ScheduleName } from "./schedule.ts";

export const OPTIMIZER_NAMES = ["sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw"] as const;
export type OptimizerName = (typeof OPTIMIZER_NAMES)[number];

/** How to train: plain JSON. n is the number of training images. Formulas: docs/training.md. */
export interface TrainingSettings {
  /** Passes over the training set. */
  readonly epochs: number;
  /** Images of a mini-batch, m; a short last one divides by its own length. */
  readonly batchSize: number;
  /** η */
  readonly learningRate: number;
  /** Decides the order of the mini-batches and the dropout masks; by default the network's. */
  readonly seed?: number;
  /** Default "sgd". */
  readonly optimizer?: OptimizerName;
  /** μ of momentum and nesterov, β₁ of adam and adamw; default 0.9, with the schedule one-cycle 0.95. */
  readonly momentum?: number;
  /** What one-cycle lowers the momentum to where η is highest; default 0.85. */
  readonly lowMomentum?: number;
  /** ρ of rmsprop (default 0.99), β₂ of adam and adamw (default 0.999). */
  readonly beta2?: number;
  /** ε of rmsprop, adam and adamw; default 1e-8. */
  readonly epsilon?: number;
  /** λ of L2 regularisation as in the book: each weight's gradient grows by (λ/n)·w. */
  readonly l2?: number;
  /** λ of L1 regularisation as in the book: each weight's gradient grows by (λ/n)·sign(w). */
  readonly l1?: number;
  /** λ of adamw: each weight shrinks by η·λ·w a step, beside the gradient. */
  readonly weightDecay?: number;
  /** Share of hidden units that fall away in training, 0 ≤ p < 1; the others are multiplied by 1 / (1 − p). */
  readonly dropout?: number;
  /** Share s of each target that is spread over the K outputs, 0 ≤ s < 1: y = (1 − s)·one-hot + s/K. Szegedy et al. 2016. */
  readonly labelSmoothing?: number;
  /** Largest Euclidean length of a unit's incoming weights. */
  readonly maxNorm?: number;
  /** Largest Euclidean norm of a mini-batch's gradient, penalties not counted. */
  readonly clipNorm?: number;
  /** How η changes from epoch to epoch; default "constant". */
  readonly schedule?: ScheduleName;
  /** What "step", "exponential" and "halve" multiply η by; default 0.5, for exponential 0.95. */
  readonly scheduleFactor?: number;
  /** Epochs from step to step of "step", and without improvement before "halve"; default 10. */
  readonly scheduleEvery?: number;
  /** Epochs in which η grows evenly from 0, step by step; default 0. */
  readonly warmupEpochs?: number;
  /** Stop after this many epochs without a better result on the validation set; the best epoch's parameters are kept. */
  readonly patience?: number;
  /** How training images are changed at random, anew in each epoch; default not at all. */
  readonly augment?: Augmentation;
  /** Decay β of the exponential mean of the weights over the steps, which is what is evaluated and kept; default none. Polyak, Juditsky 1992. */
  readonly ema?: number;
  /** Evaluate the training set too, each epoch. */
  readonly monitorTraining?: boolean;
  /** Give the mean cost (without penalties) with every score. */
  readonly monitorCost?: boolean;
}

/** One rule a setting: what it must be, and the test for it. */
export type Rule = readonly [what: string, holds: (value: unknown) => boolean];

export const wholeNumber = (low: number, high: number): Rule => [
  `a whole number from ${low} to ${high}`,
  (value) => Number.isInteger(value) && (value as number) >= low && (value as number) <= high,
];
const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
const above0: Rule = ["a number above 0", (value) => isNumber(value) && value > 0];
export const notNegative: Rule = ["a number of at least 0", (value) => isNumber(value) && value >= 0];
/** Below 1 as float32 too: what the kernels compute with. */
const share: Rule = ["a number from 0 to below 1", (value) => isNumber(value) && value >= 0 && Math.fround(value) < 1];
export const yesOrNo: Rule = ["true or false", (value) => typeof value === "boolean"];
export const oneOf = (names: readonly string[]): Rule => [
  `one of ${names.join(", ")}`,
  (value) => names.includes(value as string),
];

const RULES: Readonly<Record<Exclude<keyof TrainingSettings, "seed">, Rule>> = {
  epochs: wholeNumber(1, 1_000_000),
  batchSize: wholeNumber(1, 1_000_000),
  learningRate: above0,
  optimizer: oneOf(OPTIMIZER_NAMES),
  momentum: share,
  lowMomentum: share,
  beta2: share,
  // In float32 it must not be 0: a parameter without gradient would become 0 / 0.
  epsilon: ["a number from 1e-30 to 1", (value) => isNumber(value) && value >= 1e-30 && value <= 1],
  l2: notNegative,
  l1: notNegative,
  weightDecay: notNegative,
  dropout: share,
  labelSmoothing: share,
  maxNorm: above0,
  clipNorm: above0,
  schedule: oneOf(SCHEDULE_NAMES),
  scheduleFactor: ["a number above 0 and below 1", (value) => isNumber(value) && value > 0 && value < 1],
  scheduleEvery: wholeNumber(1, 1_000_000),
  warmupEpochs: wholeNumber(0, 1_000_000),
  patience: wholeNumber(1, 1_000_000),
  augment: [
    "changes such as { shift: 2, rotate: 10, scale: 0.1, shear: 0.1, elastic: 1.4, flipX: true, flipY: true }",
    isAugmentation,
  ],
  ema: ["a number above 0 and below 1", (value) => isNumber(value) && value > 0 && Math.fround(value) < 1],
  monitorTraining: yesOrNo,
  monitorCost: yesOrNo,
};
const NAMES = [...Object.keys(RULES), "seed"];
const REQUIRED = ["epochs", "batchSize", "learningRate"];

/**
 * @param validation whether there is a validation set
 * @param images of the training set, where it is known: only then it is known how much the weights shrink in a step
 * @throws MyelinError SETTINGS_* with the setting, what was expected and what was found
 */
export function checkTrainingSettings(settings: TrainingSettings, validation: boolean, images?: number): void {
  for (const key of Object.keys(settings)) {
    if (!NAMES.includes(key)) throw unknown(key);
  }
  for (const [name, [what, holds]] of Object.entries(RULES)) {
    const value = settings[name as keyof TrainingSettings];
    if (value === undefined ? REQUIRED.includes(name) : !holds(value)) throw invalid(name, what, value);
  }
  if (settings.seed !== undefined) checkSeed(settings.seed);
  checkCombinations(settings, validation);
  checkSchedule(settings, validation);
  checkDecay(settings, images);
}

/** A step of plain descent leaves 1 − η·λ/n of each weight, one of adamw 1 − η·λ: that must be more than nothing. */
function checkDecay({ optimizer = "sgd", learningRate, l2 = 0, weightDecay = 0 }: TrainingSettings, images?: number) {
  const [name, value, rate, formula] =
    optimizer === "adamw"
      ? ["weightDecay", weightDecay, learningRate * weightDecay, "learningRate · weightDecay"]
      : (["l2", l2, images && optimizer === "sgd" ? (learningRate * l2) / images : 0, "learningRate · l2 / images"] as const); // biome-ignore format: one row a case
  if (rate < 1) return;
  throw usageError(
    "SETTINGS_DECAY",
    `${name} ${value} takes every weight's whole value away in each step, because ${formula} is ${Number(rate.toPrecision(3))}: choose ${name} below ${Number((value / rate).toPrecision(3))}, or a lower learning rate.`,
    { name, value, rate },
  );
}

/** Settings without effect are refused, and what needs a validation set without one. */
function checkCombinations(settings: TrainingSettings, validation: boolean): void {
  const optimizer = settings.optimizer ?? "sgd";
  const uses: Partial<Record<keyof TrainingSettings, readonly OptimizerName[]>> = {
    momentum: ["momentum", "nesterov", "adam", "adamw"],
    lowMomentum: ["momentum", "nesterov", "adam", "adamw"],
    beta2: ["rmsprop", "adam", "adamw"],
    epsilon: ["rmsprop", "adam", "adamw"],
    weightDecay: ["adamw"],
  };
  for (const [name, optimizers] of Object.entries(uses)) {
    if (settings[name as keyof TrainingSettings] === undefined || optimizers.includes(optimizer)) continue;
    throw usageError(
      "SETTINGS_UNUSED",
      `${name} has no effect with the optimizer ${optimizer}: choose ${optimizers.join(" or ")}, or leave ${name} out.`,
      { name, optimizer },
    );
  }
  if (settings.patience !== undefined && !validation) {
    throw usageError(
      "SETTINGS_VALIDATION",
      "patience needs a validation set to watch, and there is none: split one off the training images.",
    );
  }
}

/** The numbers that the engine needs, with the penalties divided by the number of training images. */
export function updateSpec(settings: TrainingSettings, images: number, seed: number): UpdateSpec {
  const optimizer = settings.optimizer ?? "sgd";
  return {
    optimizer,
    beta2: settings.beta2 ?? (optimizer === "rmsprop" ? 0.99 : 0.999),
    epsilon: settings.epsilon ?? 1e-8,
    l2: (settings.l2 ?? 0) / images,
    l1: (settings.l1 ?? 0) / images,
    weightDecay: settings.weightDecay ?? 0,
    clipNorm: settings.clipNorm ?? 0,
    maxNorm: settings.maxNorm ?? 0,
    dropout: settings.dropout ?? 0,
    labelSmoothing: settings.labelSmoothing ?? 0,
    ema: settings.ema ?? 0,
    seed,
  };
}

function unknown(key: string): MyelinError {
  const near = nearest(key, NAMES);
  const advice = near ? `did you mean ${JSON.stringify(near)}?` : `it has ${NAMES.join(", ")}.`;
  return usageError("SETTINGS_UNKNOWN", `Training has no setting ${JSON.stringify(key)}: ${advice}`, { key });
}

function invalid(name: string, what: string, found: unknown): MyelinError {
  return usageError("SETTINGS_INVALID", `${name} must be ${what}, but is ${JSON.stringify(found) ?? "missing"}.`, {
    name,
    found,
  });
}
