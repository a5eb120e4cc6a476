// The whole networks of the sweep: sizes × forms of input × mini-batch sizes, with every pair of activations and cost.
import type { InputForm } from "../../src/engine/input-form.ts";
import type { ActivationName, CostName } from "../../src/network/index.ts";
import type { TrainingSettings } from "../../src/training/index.ts";
import { noise } from "./kernel-cases.ts";

export interface NetworkCase {
  readonly sizes: readonly number[];
  readonly form: InputForm;
  readonly batchSize: number;
  readonly activation: ActivationName;
  readonly outputActivation: ActivationName;
  readonly cost: CostName;
}

export const NETWORKS = [[784, 30, 10], [784, 100, 10], [784, 30, 30, 10], [20, 7, 3], [1, 1]] as const; // biome-ignore format: a list
export const FORMS: readonly InputForm[] = ["sparse-bytes", "dense-bytes", "sparse-floats", "dense-floats"];
export const BATCHES = [1, 7, 10, 100] as const;

const HIDDEN = ["sigmoid", "tanh", "relu", "leaky-relu", "linear"] as const;
const OUTPUTS: readonly (readonly [ActivationName, CostName])[] = [
  ["sigmoid", "quadratic"],
  ["sigmoid", "cross-entropy"],
  ["softmax", "log-likelihood"],
  ["tanh", "quadratic"],
  ["relu", "quadratic"],
  ["leaky-relu", "quadratic"],
  ["linear", "quadratic"],
];
export const PAIRS = HIDDEN.flatMap((hidden) => OUTPUTS.map(([output, cost]) => ({ hidden, output, cost })));

/** Networks × forms × mini-batches, each with another pair in turn; then all pairs on the small network. */
export function networkCases(): NetworkCase[] {
  const cases: NetworkCase[] = [];
  const add = (sizes: readonly number[], form: InputForm, batchSize: number, pair: (typeof PAIRS)[number]) =>
    cases.push({ sizes, form, batchSize, activation: pair.hidden, outputActivation: pair.output, cost: pair.cost });
  for (const sizes of NETWORKS)
    for (const form of FORMS)
      for (const batchSize of BATCHES) add(sizes, form, batchSize, PAIRS[(cases.length * 8) % PAIRS.length]!);
  for (const pair of PAIRS) add([20, 7, 3], FORMS[cases.length % FORMS.length]!, 7, pair);
  return cases;
}

/** Settings beside plain gradient descent, each kind at least once. */
export const UPDATES: readonly Partial<TrainingSettings>[] = [
  { l2: 0.5 },
  { l2: 5000, batchSize: 2 }, // so much that the first layer's scale is folded within the epoch
  { l1: 0.1 },
  { optimizer: "momentum", momentum: 0.8 },
  { optimizer: "nesterov", l2: 0.3, clipNorm: 0.1 },
  { optimizer: "rmsprop", learningRate: 0.001 },
  { optimizer: "adam", learningRate: 0.002, dropout: 0.25 },
  { optimizer: "adamw", learningRate: 0.002, weightDecay: 0.01, maxNorm: 1 },
  { dropout: 0.5, l2: 0.1, schedule: "exponential", warmupEpochs: 1 },
  { ema: 0.9, optimizer: "momentum", schedule: "one-cycle", labelSmoothing: 0.1 },
  { augment: { shift: 2, rotate: 15, scale: 0.2, shear: 0.1, flipX: true } },
  { augment: { elastic: 1.4 }, ema: 0.5, l2: 0.1 },
];

/** Networks for `UPDATES`: hidden layers that threads split and that they do not, also below split ones; sparse and dense input. */
export const UPDATE_CASES: readonly NetworkCase[] = [
  { sizes: [784, 40, 260, 10], form: "sparse-bytes", batchSize: 7, activation: "tanh", outputActivation: "softmax", cost: "log-likelihood" },
  { sizes: [784, 40, 10], form: "dense-bytes", batchSize: 10, activation: "sigmoid", outputActivation: "sigmoid", cost: "quadratic" },
  { sizes: [20, 260, 40, 3], form: "sparse-bytes", batchSize: 10, activation: "relu", outputActivation: "sigmoid", cost: "quadratic" },
  { sizes: [20, 7, 3], form: "dense-floats", batchSize: 10, activation: "relu", outputActivation: "sigmoid", cost: "cross-entropy" },
]; // biome-ignore format: one network a line

export const title = ({ sizes, form, batchSize, activation, outputActivation, cost }: NetworkCase) =>
  `[${sizes.join(", ")}] ${form} batch ${batchSize} ${activation} → ${outputActivation}, ${cost}`;

/** Arrays for Dataset.fromArrays that the engine keeps in the case's form: a fifth or nine tenths of the pixels are not zero. */
export function arraysFor({ sizes, form }: NetworkCase, count: number, seed: number) {
  const next = noise(seed);
  const inputs = sizes[0]!;
  const density = form.startsWith("sparse") ? 0.2 : 0.9;
  const numbers = form.endsWith("floats");
  const pixels = new (numbers ? Float32Array : Uint8Array)(count * inputs);
  for (let i = 0; i < pixels.length; i++) if (next() < density) pixels[i] = 1 + Math.floor(next() * 254) + (numbers ? 0.37 : 0); // biome-ignore format: short
  // So few pixels that chance might choose the other form.
  if (inputs === 1) pixels.fill(0, 0, form.startsWith("sparse") ? Math.ceil(count / 2) : 0);
  const labels = Uint8Array.from({ length: count }, () => Math.floor(next() * sizes.at(-1)!));
  return { name: "sweep", pixels, labels, shape: [1, inputs] as [number, number] };
}
