import type { ActivationName, CostName } from "../network/index.ts";
import { Arena, LINE } from "./arena.ts";
import { type ControlPlan, planControl } from "./control.ts";
import { type InputForm, type InputSize, isSparse } from "./input-form.ts";

/** Units of a panel: four vectors, one cache line. */
export const PANEL = 16;

/** Layers with fewer weights are computed whole by every thread: cheaper than a barrier. */
const SPLIT_FROM_WEIGHTS = 8192;

/** Rows of one forward pass of an evaluation: fixed, because costs are summed by these blocks. */
export const EVALUATION_ROWS = 32;

/** Rows of bytes that are made sparse at a time. */
export const STAGED_ROWS = 512;

/** One address a thread; all equal where the threads share the buffer. */
export type Buffer = readonly number[];

/** Where one layer's numbers are. Panels of 16 units: weights [panel][input][16]; activations and deltas row-major. */
export interface LayerPlan {
  readonly inputs: number;
  readonly units: number;
  readonly panels: number;
  /** Bytes from row to row of activations and deltas. */
  readonly stride: number;
  /** Bytes from panel to panel of weights. */
  readonly panelBytes: number;
  readonly activation: ActivationName;
  /** True when threads compute different panels; false when each computes the whole layer on its own copy. */
  readonly split: boolean;
  readonly weights: Buffer;
  readonly biases: Buffer;
  /** Output of the layer, by parity of the step: a fast thread may start the next step while a slow one reads this one's. */
  readonly outputs: readonly [Buffer, Buffer];
  readonly delta: Buffer;
  /** Output of the layer when a thread evaluates rows of its own. */
  readonly alone: Buffer;
}

/** Rows of one data set in the form that the first layer reads. */
export interface SetPlan extends InputSize {
  /** Blocks (sparse), bytes or floats (dense). */
  readonly rows: number;
  /** (u32 address behind rows, u32 nonzero pixels) a row (sparse). */
  readonly index: number;
  readonly labels: number;
}

export type SetName = "training" | "validation" | "test";

/** What the plan is made for. */
export interface PlanSpec {
  readonly sizes: readonly number[];
  readonly activations: readonly ActivationName[];
  readonly cost: CostName;
  readonly batchSize: number;
  /** Keep act(z) of the output layer for every evaluated row. */
  readonly keepAnswers: boolean;
  readonly threads: number;
  readonly form: InputForm;
  readonly divideBy: number;
  readonly sets: Readonly<Partial<Record<SetName, InputSize>>>;
}

/** All addresses of one engine: plain JSON, so that every thread can be handed it. */
export interface Plan {
  readonly spec: PlanSpec;
  readonly control: ControlPlan;
  readonly sets: Readonly<Partial<Record<SetName, SetPlan>>>;
  /** Rows in the order of this epoch, and 0, 1, 2, … */
  readonly order: number;
  readonly identity: number;
  /** Input of a mini-batch, one buffer a thread: entries (sparse) or float32 (dense), and how many entries a row has. */
  readonly x: Buffer;
  readonly xStride: number;
  readonly xCounts: Buffer;
  readonly layers: readonly LayerPlan[];
  /** act(z) of the output layer, and scratch for transposed weights, one a thread. */
  readonly answers: Buffer;
  readonly scratch: Buffer;
  /** Bytes on their way into sparse rows. */
  readonly staging: number;
  /** One float64 for each block of evaluated rows, and one u8 class for each row. */
  readonly evaluationCosts: number;
  readonly evaluationClasses: number;
  /** Answers (rows, units), where they are kept. */
  readonly evaluationAnswers: number;
  readonly bytes: number;
}

export function makePlan(spec: PlanSpec): Plan {
  const arena = new Arena();
  const { sizes, threads } = spec;
  const rows = Math.max(spec.batchSize, EVALUATION_ROWS);
  const counts = Object.values(spec.sets).map((set) => set.count);
  const most = counts.reduce((a, b) => Math.max(a, b), 0);
  const perThread = (bytes: number): Buffer => Array.from({ length: threads }, () => arena.take(bytes));
  const control = planControl(arena);
  const layers = sizes.slice(1).map((_, index) => planLayer(arena, spec, index, rows));
  const outputs = layers.at(-1)!;
  const fullest = Object.values(spec.sets).reduce((fullest, set) => Math.max(fullest, set.fullest), 0);
  const sparse = isSparse(spec.form);
  const xStride = sparse ? Math.ceil(fullest / 8) * LINE : rowStride(Math.ceil(sizes[0]! / PANEL));
  const widest = layers.reduce((widest, layer) => Math.max(widest, layer.panels), 0);
  return {
    spec,
    control,
    layers,
    x: perThread(rows * xStride),
    xStride,
    xCounts: perThread(4 * rows),
    answers: perThread(rows * outputs.stride),
    scratch: perThread(widest * PANEL * 32),
    order: arena.take(4 * (spec.sets.training?.count ?? 0)),
    identity: arena.take(4 * most),
    staging: arena.take(spec.form === "sparse-bytes" ? STAGED_ROWS * sizes[0]! : 0),
    evaluationCosts: arena.take(8 * Math.ceil(most / EVALUATION_ROWS)),
    evaluationClasses: arena.take(most),
    evaluationAnswers: arena.take(spec.keepAnswers ? 4 * most * outputs.units : 0),
    sets: planSets(arena, spec),
    bytes: arena.size,
  };
}

function planLayer(arena: Arena, spec: PlanSpec, index: number, rows: number): LayerPlan {
  const inputs = spec.sizes[index]!;
  const units = spec.sizes[index + 1]!;
  const panels = Math.ceil(units / PANEL);
  const stride = rowStride(panels);
  const panelBytes = inputs * PANEL * 4;
  const split = spec.threads > 1 && panels > 1 && inputs * units >= SPLIT_FROM_WEIGHTS;
  const shared = (bytes: number): Buffer => new Array(spec.threads).fill(arena.take(bytes));
  const own = (bytes: number): Buffer => Array.from({ length: spec.threads }, () => arena.take(bytes));
  const buffer = split ? shared : own;
  const even = buffer(rows * stride);
  const last = index === spec.sizes.length - 2;
  return {
    inputs,
    units,
    panels,
    stride,
    panelBytes,
    activation: spec.activations[index]!,
    split,
    weights: buffer(panels * panelBytes),
    biases: buffer(panels * LINE),
    outputs: [even, split ? buffer(rows * stride) : even],
    delta: (last ? own : buffer)(rows * stride),
    alone: split ? own(EVALUATION_ROWS * stride) : even,
  };
}

function planSets(arena: Arena, spec: PlanSpec): Plan["sets"] {
  const plan = (set: InputSize): SetPlan => ({
    ...set,
    rows: arena.take(rowsBytes(spec, set)),
    index: arena.take(isSparse(spec.form) ? 8 * set.count : 0),
    labels: arena.take(set.count),
  });
  return Object.fromEntries(Object.entries(spec.sets).map(([name, set]) => [name, plan(set)]));
}

/** Bytes of a data set's rows. A sparse block has 3 bytes a pixel, both parts padded to 8, and starts on a cache line. */
function rowsBytes({ form, sizes }: PlanSpec, { count, nonzero }: InputSize): number {
  const inputs = sizes[0]!;
  if (form === "sparse-bytes") return 3 * nonzero + count * (3 * 7 + 63);
  if (form === "sparse-floats") return 8 * nonzero;
  return form === "dense-bytes" ? count * inputs + 16 : 4 * count * inputs;
}

/** Bytes from row to row of `panels` panels: an odd number of cache lines, so that a column's rows fall into different sets of the cache. */
export function rowStride(panels: number): number {
  return (panels | 1) * LINE;
}

/** The same numbers as one thread sees them that works on its own: nothing shared is written but the weights' own copy. */
export function alonePlan(plan: Plan, thread: number): Plan {
  const only = (buffer: Buffer): Buffer => [buffer[thread]!];
  const layers = plan.layers.map((layer) => ({
    ...layer,
    split: false,
    weights: only(layer.weights),
    biases: only(layer.biases),
    outputs: [only(layer.alone), only(layer.alone)] as const,
    delta: only(layer.delta),
  }));
  return {
    ...plan,
    layers,
    x: only(plan.x),
    xCounts: only(plan.xCounts),
    answers: only(plan.answers),
    scratch: only(plan.scratch),
  };
}

/** Panels from ≤ p < to of a layer that belong to one of `active` threads. */
export function panelRange(layer: LayerPlan, thread: number, active: number): [from: number, to: number] {
  if (!layer.split) return [0, layer.panels];
  return [Math.floor((layer.panels * thread) / active), Math.floor((layer.panels * (thread + 1)) / active)];
}
