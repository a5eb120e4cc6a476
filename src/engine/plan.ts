import type { ActivationName, CostName } from "../network/index.ts";
import { Arena, LINE } from "./arena.ts";
import { type ControlPlan, planControl } from "./control.ts";
import { type InputForm, type InputSize, isSparse } from "./input-form.ts";
import {
  type Buffer,
  EVALUATION_ROWS,
  type LayerPlan,
  PANEL,
  type ParameterBuffers,
  planLayer,
  rowStride,
} from "./layer-plan.ts";
import { planSets, type SetName, type SetPlans } from "./set-plan.ts";
import type { UpdateSpec } from "./update-spec.ts";

/** Rows of bytes that are made sparse at a time. */
export const STAGED_ROWS = 512;

/** What the plan is made for. */
export interface PlanSpec {
  readonly sizes: readonly number[];
  readonly activations: readonly ActivationName[];
  readonly cost: CostName;
  readonly update: UpdateSpec;
  readonly batchSize: number;
  /** Keep act(z) of the output layer for every evaluated row. */
  readonly keepAnswers: boolean;
  readonly threads: number;
  /** Looks before a waiting thread sleeps. */
  readonly spins: number;
  readonly form: InputForm;
  readonly divideBy: number;
  readonly sets: Readonly<Partial<Record<SetName, InputSize>>>;
}

/**
 * Where rows are brought to, as the first layer reads them: entries (sparse) or float32 (dense), and how many entries each has.
 * Every thread gathers all rows for itself: fetching them from another core's cache costs more.
 */
export interface InputPlan {
  readonly rows: Buffer;
  readonly counts: Buffer;
  /** Bytes from row to row. */
  readonly stride: number;
}

/** All addresses of one engine: plain JSON, so that every thread can be handed it. */
export interface Plan {
  readonly spec: PlanSpec;
  readonly control: ControlPlan;
  readonly sets: SetPlans;
  /** Rows in the order of this epoch, and 0, 1, 2, … */
  readonly order: number;
  readonly identity: number;
  /** With sparse rows: the training set's index in the order of this epoch. */
  readonly orderedIndex: number;
  /** η and μ of each step of this epoch, float64. */
  readonly rates: number;
  readonly momenta: number;
  readonly input: InputPlan;
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
  const inputs = sizes[0]!;
  const rows = Math.max(spec.batchSize, EVALUATION_ROWS);
  const sets = Object.values(spec.sets);
  const most = sets.reduce((most, set) => Math.max(most, set.count), 0);
  const training = spec.sets.training?.count ?? 0;
  const stride = inputStride(spec, inputs, sets);
  const perThread = (bytes: number): Buffer => Array.from({ length: threads }, () => arena.take(bytes));
  const control = planControl(arena);
  const layers = planLayers(arena, spec, rows);
  const outputs = layers.at(-1)!;
  const widest = layers.reduce((widest, layer) => Math.max(widest, layer.panels), 0);
  return {
    spec,
    control,
    layers,
    input: { rows: perThread(rows * stride), counts: perThread(4 * rows), stride },
    answers: perThread(rows * outputs.stride),
    scratch: perThread(widest * PANEL * LINE),
    order: arena.take(4 * training),
    identity: arena.take(4 * most),
    orderedIndex: arena.take(isSparse(spec.form) ? 8 * training : 0),
    rates: arena.take(8 * Math.ceil(training / spec.batchSize)),
    momenta: arena.take(8 * Math.ceil(training / spec.batchSize)),
    staging: arena.take(spec.form === "sparse-bytes" ? STAGED_ROWS * inputs : 0),
    evaluationCosts: arena.take(8 * Math.ceil(most / EVALUATION_ROWS)),
    evaluationClasses: arena.take(most),
    evaluationAnswers: arena.take(spec.keepAnswers ? 4 * most * outputs.units : 0),
    sets: planSets(arena, spec.form, inputs, spec.sets),
    bytes: arena.size,
  };
}

function planLayers(arena: Arena, spec: PlanSpec, rows: number): LayerPlan[] {
  const units = spec.sizes.slice(1);
  return units.map((units, l) => {
    const sizes = {
      inputs: spec.sizes[l]!,
      units,
      activation: spec.activations[l]!,
      last: l === spec.sizes.length - 2,
    };
    return planLayer(arena, sizes, spec.update, spec.threads, rows);
  });
}

/** Bytes from row to row of a mini-batch's input: entries of 8 bytes, padded to 8 of them, or float32. */
function inputStride(spec: PlanSpec, inputs: number, sets: readonly InputSize[]): number {
  if (!isSparse(spec.form)) return rowStride(Math.ceil(inputs / PANEL));
  const fullest = sets.reduce((fullest, set) => Math.max(fullest, set.fullest), 0);
  return Math.ceil(fullest / 8) * LINE;
}

/** The same numbers as one thread sees them that works on its own: nothing shared is written. */
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
    input: { rows: only(plan.input.rows), counts: only(plan.input.counts), stride: plan.input.stride },
    answers: only(plan.answers),
    scratch: only(plan.scratch),
  };
}

/** All arrays of a layer that are as large as its parameters and outlive a step: the parameters, and the optimizer's memory. */
export function lastingBuffers(layer: LayerPlan): readonly ParameterBuffers[] {
  return [layer, ...layer.memory];
}
