import type { EngineDescription } from "../../core/events.ts";
import { channelsOf, type PictureShape } from "../../core/picture-shape.ts";
import { integer, list, printable } from "../../core/text.ts";

/** What is said of a data set; `Dataset` has it all. */
export interface DataFacts {
  readonly count: number;
  readonly shape: PictureShape;
}

export interface SplitFacts {
  readonly training: DataFacts;
  readonly validation?: DataFacts;
  readonly test?: DataFacts;
}

/** `mnist: 60,000 training and 10,000 test images of 28 × 28` */
export function dataLine(name: string, data: SplitFacts): string {
  const roles = ["training", "validation", "test"] as const;
  const counts = roles.flatMap((role) => (data[role] ? [`${integer(data[role].count)} ${role}`] : []));
  return `${printable(name, 60)}: ${list(counts)} ${sizeText(data.training.shape)}`;
}

function sizeText(shape: PictureShape): string {
  const [height, width] = shape;
  if (height === 1) return `rows of ${integer(width)} numbers`;
  const colours = channelsOf(shape) === 1 ? "" : ` in ${channelsOf(shape)} colours`;
  return `images of ${height} × ${width}${colours}`;
}

export interface NetworkFacts {
  readonly sizes: readonly number[];
  readonly parameters: number;
  /** Of each layer. */
  readonly activations: readonly string[];
  readonly cost: string;
}

/** `784 → 30 → 10, 23,860 parameters, sigmoid, quadratic cost` */
export function networkLine({ sizes, parameters, activations, cost }: NetworkFacts): string {
  const kinds = [...new Set(activations)];
  const same = kinds.length === 1 ? kinds[0]! : activations.join(" → ");
  return `${sizes.map(integer).join(" → ")}, ${integer(parameters)} parameters, ${same}, ${cost} cost`;
}

const kernelNames: Record<EngineDescription["kernels"], string> = {
  "wasm-simd": "WebAssembly SIMD",
  "wasm-relaxed-simd": "WebAssembly relaxed SIMD",
  typescript: "TypeScript",
};

/** `WebAssembly SIMD, 1 thread, same bits on every machine` */
export function engineLine({ kernels, threads, bits }: EngineDescription): string {
  const workers = threads === 1 ? "1 thread" : `${threads} threads`;
  const promise = bits ? "same bits on every machine" : "fast: the last bits may differ between machines";
  return `${kernelNames[kernels]}, ${workers}, ${promise}`;
}

/** What is said of the training; the names and meanings are those of `TrainingSettings`. */
export interface TrainingFacts {
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly seed: number;
  readonly optimizer?: string;
  readonly schedule?: string;
  readonly warmupEpochs?: number;
  readonly l1?: number;
  readonly l2?: number;
  readonly weightDecay?: number;
  readonly dropout?: number;
  readonly maxNorm?: number;
  readonly clipNorm?: number;
  readonly patience?: number;
}

/** `30 epochs, mini-batches of 10, η 3, seed 1`; then what else was asked for: `adam, cosine schedule, dropout 0.3` */
export function trainingLine(settings: TrainingFacts): string {
  const { epochs, batchSize, learningRate, seed, optimizer, schedule } = settings;
  const rounds = `${integer(epochs)} ${epochs === 1 ? "epoch" : "epochs"}`;
  const first = [rounds, `mini-batches of ${integer(batchSize)}`, `η ${learningRate}`, `seed ${seed}`];
  const kinds = [optimizer, schedule && `${schedule} schedule`].filter((word) => word !== undefined);
  const numbers = EXTRAS.flatMap(([name, words]) => (settings[name] ? [`${words} ${settings[name]}`] : []));
  return [...first, ...kinds, ...numbers].join(", ");
}

const EXTRAS = [
  ["warmupEpochs", "warm-up"],
  ["l2", "L2 λ"],
  ["l1", "L1 λ"],
  ["weightDecay", "weight decay"],
  ["dropout", "dropout"],
  ["maxNorm", "max-norm"],
  ["clipNorm", "gradient norm at most"],
  ["patience", "patience"],
] as const satisfies readonly (readonly [keyof TrainingFacts, string])[];
