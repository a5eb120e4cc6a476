import { ACTIVATIONS, type UnitActivationName } from "../network/activations/index.ts";
import { COST_NAMES } from "../network/costs/index.ts";
import { INITIALISATION_NAMES } from "../network/schemes.ts";
import { SCHEDULE_NAMES } from "../training/schedule.ts";
import { OPTIMIZER_NAMES } from "../training/settings.ts";
import { dataSettings } from "./data-settings.ts";
import { defaultHidden, defaultInit, defaultLearningRate } from "./defaults.ts";
import { augmentation, choice, integer, number, text, toggle, widths } from "./kinds.ts";
import { type Given, type Part, row, type Setting } from "./setting.ts";

/** Biggest seed: whole numbers up to it are exact in JSON and in JavaScript. */
const largestSeed = Number.MAX_SAFE_INTEGER;
/** Softmax is missing: it is for the output layer, whose activation follows the cost. */
const activationNames = Object.keys(ACTIVATIONS) as readonly UnitActivationName[];

/**
 * The one definition of every setting. Type, check, JSON Schema, flags, help and the lab's controls are made from it:
 * to add a setting, add a row here. A `training` row is handed to `train` under its own name; where `train` has a default
 * of its own, the row has none. A `network` row needs a line in `createNetwork` (run.ts).
 */
export const settings = {
  data: row("data", text("<name|path>", "the name of a data set, a folder or a file"), undefined, {
    topic: "common",
    help: "mnist, fashion-mnist, digits (or digits:10000), a folder or a file: docs/data.md",
    otherwise: "mnist, else digits",
    alias: ["dataset", "input"],
  }),
  validation: row("data", integer("<count>", 0, 16_777_216), 0, {
    topic: "common",
    unit: "images",
    help: "images split off the end of the training images, to choose by; the book: 10000",
    alias: ["validationSplit", "valid", "holdOut"],
  }),
  hidden: row("network", widths("<widths>", 16_384, 64), [30] as readonly number[] | undefined, {
    topic: "common",
    unit: "units",
    help: "widths of the hidden layers, such as 30, or 100,30; none for no hidden layer",
    otherwise: "30",
    defaultFor: defaultHidden,
    alias: ["sizes", "units"],
  }),
  layers: row("network", text("<layers>", 'hidden layers such as "conv 20 5x5, max-pool 2, dense 100"'), undefined, {
    topic: "common",
    help: 'hidden layers of any kind: "conv 20 5x5, max-pool 2, dense 100"; docs/training.md has them all',
    otherwise: "those of --hidden",
    alias: ["architecture", "network", "model"],
  }),
  epochs: row("training", integer("<count>", 1, 100_000), 30, {
    topic: "common",
    unit: "epochs",
    help: "how often training goes through all training images",
    mayRaise: true,
    alias: ["iterations", "rounds"],
  }),
  batchSize: row("training", integer("<count>", 1, 1_000_000), 10, {
    topic: "common",
    unit: "images",
    help: "images in a mini-batch: one update of the weights each",
    alias: ["batch", "miniBatchSize"],
  }),
  learningRate: row("training", number("<number>", { above: 0 }), 3, {
    topic: "common",
    help: "step size η of gradient descent",
    otherwise: "3; less with other costs, activations, optimizers",
    defaultFor: defaultLearningRate,
    alias: ["lr", "eta", "rate", "stepSize"],
  }),
  cost: row("network", choice(COST_NAMES), "quadratic", {
    topic: "common",
    help: "quadratic or cross-entropy, with sigmoid outputs; log-likelihood, with softmax outputs",
    alias: ["loss", "costFunction"],
  }),
  seed: row("network", integer("<number>", 0, largestSeed), 1, {
    topic: "common",
    help: "the same seed gives the same first weights, the same order of images, the same result",
  }),
  ...dataSettings,
  activation: row("network", choice(activationNames), "sigmoid", {
    topic: "network",
    help: `activation of the hidden layers: ${activationNames.join(", ")}`,
    alias: ["nonlinearity", "activationFunction"],
  }),
  init: row("network", choice(INITIALISATION_NAMES), "gaussian", {
    topic: "network",
    help: "first weights: gaussian, scaled, zeros, {glorot,he,lecun}-{normal,uniform}",
    otherwise: "gaussian; relu he-normal, tanh glorot-normal",
    defaultFor: defaultInit,
    alias: ["initialisation", "initialization"],
  }),
  divideBy: row("network", number("<number>", { above: 0 }), 255, {
    topic: "network",
    help: "what pixels are divided by before the first layer; 256 as in the book's files",
    alias: ["scale", "normalise"],
  }),
  optimizer: row("training", choice(OPTIMIZER_NAMES), undefined, {
    topic: "optimizer",
    help: OPTIMIZER_NAMES.join(", "),
    otherwise: "sgd",
    alias: ["solver", "optimiser"],
  }),
  momentum: row("training", number("<share>", { from: 0, below: 1 }), undefined, {
    topic: "optimizer",
    help: "μ of momentum and nesterov, β₁ of adam and adamw",
    otherwise: "0.9; one-cycle 0.95",
    alias: ["beta1", "mu"],
  }),
  lowMomentum: row("training", number("<share>", { from: 0, below: 1 }), undefined, {
    topic: "optimizer",
    help: "what one-cycle lowers the momentum to where η is highest",
    otherwise: "0.85",
  }),
  beta2: row("training", number("<share>", { from: 0, below: 1 }), undefined, {
    topic: "optimizer",
    help: "β₂ of adam and adamw, ρ of rmsprop",
    otherwise: "0.999; rmsprop 0.99",
    alias: ["rho"],
  }),
  epsilon: row("training", number("<number>", { above: 0 }), undefined, {
    topic: "optimizer",
    help: "ε of rmsprop, adam and adamw",
    otherwise: "1e-8",
    alias: ["eps"],
  }),
  clipNorm: row("training", number("<number>", { above: 0 }), undefined, {
    topic: "optimizer",
    help: "greatest length of a mini-batch's gradient; a longer one is shortened to it",
    otherwise: "no limit",
    alias: ["gradientClipping", "clip"],
  }),
  schedule: row("training", choice(SCHEDULE_NAMES), undefined, {
    topic: "schedule",
    help: `how η changes: ${SCHEDULE_NAMES.join(", ")} (when validation stands still)`,
    otherwise: "constant",
    alias: ["learningRateSchedule", "decay"],
  }),
  scheduleFactor: row("training", number("<share>", { above: 0, below: 1 }), undefined, {
    topic: "schedule",
    help: "what step, exponential and halve multiply η by",
    otherwise: "0.5; exponential 0.95",
    alias: ["gamma"],
  }),
  scheduleEvery: row("training", integer("<count>", 1, 1_000_000), undefined, {
    topic: "schedule",
    unit: "epochs",
    help: "epochs from step to step, and without improvement before halve",
    otherwise: "10",
    alias: ["stepEvery"],
  }),
  warmupEpochs: row("training", integer("<count>", 0, 1_000_000), undefined, {
    topic: "schedule",
    unit: "epochs",
    help: "epochs in which η grows evenly from 0",
    otherwise: "none",
    alias: ["warmup"],
  }),
  l2: row("training", number("<lambda>", { from: 0 }), undefined, {
    topic: "regularisation",
    help: "λ of L2 regularisation as in the book, where it is divided by the number of images",
    otherwise: "none",
    alias: ["lambda", "lmbda", "alpha", "regularisation"],
  }),
  l1: row("training", number("<lambda>", { from: 0 }), undefined, {
    topic: "regularisation",
    help: "λ of L1 regularisation, likewise",
    otherwise: "none",
  }),
  weightDecay: row("training", number("<number>", { from: 0 }), undefined, {
    topic: "regularisation",
    help: "λ of adamw: each weight shrinks by η·λ·w a step",
    otherwise: "none",
  }),
  dropout: row("training", number("<share>", { from: 0, below: 1 }), undefined, {
    topic: "regularisation",
    help: "share of the units of hidden dense layers that fall away in training",
    otherwise: "none",
    alias: ["dropoutRate", "pDropout"],
  }),
  labelSmoothing: row("training", number("<share>", { from: 0, below: 1 }), undefined, {
    topic: "regularisation",
    help: "share s of each target that is spread over all K classes: y = (1 − s)·one-hot + s/K",
    otherwise: "none",
    alias: ["smoothing", "smoothLabels"],
  }),
  maxNorm: row("training", number("<number>", { above: 0 }), undefined, {
    topic: "regularisation",
    help: "greatest length of a unit's incoming weights",
    otherwise: "no limit",
    alias: ["maxNormConstraint"],
  }),
  ema: row("training", number("<share>", { above: 0, below: 1 }), undefined, {
    topic: "regularisation",
    help: "decay of an exponential mean of the weights over the steps, which is evaluated and kept: 0.999",
    otherwise: "none",
    alias: ["weightAveraging", "swa", "polyak"],
  }),
  augment: row("training", augmentation("<changes>"), undefined, {
    topic: "augmentation",
    help: "at random, anew each epoch: shift 2, rotate 10, scale 0.1, shear 0.1, elastic, flip-x, flip-y",
    otherwise: "none",
    alias: ["augmentation", "dataAugmentation", "transforms"],
  }),
  expand: row("data", toggle(), undefined, {
    topic: "augmentation",
    help: "each training image also moved by one pixel down, up, right and left: five times as many, as in the book",
    alias: ["expandMnist", "expanded"],
  }),
  monitorTraining: row("training", toggle(), undefined, {
    topic: "monitoring",
    help: "count the training images too, each epoch",
  }),
  monitorCost: row("training", toggle(), undefined, {
    topic: "monitoring",
    help: "the mean cost with every count",
  }),
  patience: row("training", integer("<count>", 1, 1_000_000), undefined, {
    topic: "monitoring",
    unit: "epochs",
    help: "stop after so many epochs without a better validation result, keep the best",
    otherwise: "no early stopping",
    alias: ["earlyStopping", "noImprovementIn"],
  }),
  threads: row("machine", integer("<count>", 1, 64), undefined, {
    topic: "machine",
    unit: "threads",
    help: "processor threads; their number never changes the result",
    otherwise: "as many as help, at most 4",
    alias: ["workers", "cores", "jobs"],
  }),
  fast: row("machine", toggle(), false, {
    topic: "machine",
    help: "relaxed SIMD: faster, but the last bits may differ between machines (Node 22 or newer)",
  }),
} as const satisfies Record<string, Setting<unknown, Part, unknown>>;

export type Settings = typeof settings;
export type SettingName = keyof Settings;

type ValueOf<S> = S extends Setting<infer T, Part, infer _D> ? T : never;
type Optional = { [K in SettingName]: undefined extends Settings[K]["default"] ? K : never }[SettingName];
type Flat<T> = { [K in keyof T]: T[K] };

/** A whole experiment as plain JSON: what `config.json`, the flags, the lab's address and a bug report hold. */
export type ExperimentConfig = Flat<
  { readonly [K in Exclude<SettingName, Optional>]: ValueOf<Settings[K]> } & {
    readonly [K in Optional]?: ValueOf<Settings[K]>;
  }
>;

/** The settings that decide one part of an experiment. */
export type PartOfConfig<P extends Part> = Flat<
  Pick<ExperimentConfig, { [K in SettingName]: Settings[K]["part"] extends P ? K : never }[SettingName]>
>;

export const settingNames = Object.keys(settings) as SettingName[];

/** The row of a setting, with its precise types let go, for code that treats all rows alike. */
export function settingOf(name: SettingName): Setting<unknown, Part, unknown> {
  return settings[name] as Setting<unknown, Part, unknown>;
}

/** The default of a setting beside the settings that are given; `undefined` where it may be left out. */
export function defaultOf(name: SettingName, given: Given): unknown {
  const { default: byDefault, defaultFor } = settingOf(name);
  return defaultFor ? defaultFor(given) : byDefault;
}

/**
 * Settings with others over them. The hidden layers are said in one way: `layers` takes the place of `hidden`, and `hidden`
 * that of `layers`.
 */
export function withSettings<T extends Partial<ExperimentConfig>>(base: T, over: Partial<ExperimentConfig>): T {
  const { hidden: _, layers: __, ...rest } = base;
  const saysLayers = over.hidden !== undefined || over.layers !== undefined;
  return { ...(saysLayers ? (rest as T) : base), ...over };
}

/** The settings of one part, under their own names. */
export function partOf<P extends Part>(config: ExperimentConfig, part: P): PartOfConfig<P> {
  const names = settingNames.filter((name) => settings[name].part === part && config[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, config[name]])) as PartOfConfig<P>;
}
