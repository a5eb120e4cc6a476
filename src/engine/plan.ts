import type { Augmentation } from "../dataset/index.ts";
import type { CostName, ShapedLayer, Volume } from "../network/index.ts";
import type { AugmentationPlan } from "./augmentation-plan.ts";
import type { ControlPlan } from "./control.ts";
import type { InputForm, InputSize } from "./input-form.ts";
import type { LayerPlan } from "./layer-plan.ts";
import type { Buffer } from "./room.ts";
import type { SetName, SetPlans } from "./set-plan.ts";
import type { Signal } from "./signal.ts";
import type { UpdateSpec } from "./update-spec.ts";

/** Rows of bytes that are made sparse at a time. */
export const STAGED_ROWS = 512;

/** What the plan is made for. */
export interface PlanSpec {
  readonly input: Volume;
  readonly layers: readonly ShapedLayer[];
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
  /** How training images are changed. */
  readonly augment?: Augmentation;
  readonly sets: Readonly<Partial<Record<SetName, InputSize>>>;
}

/**
 * Where rows are brought to, as the first layer reads them: entries (sparse) or float32 (dense), and how many entries each has.
 * Every thread gathers all rows for itself: fetching them from another core's cache costs more. Images that are changed on the way
 * cost more than that: each is made by one thread.
 */
export interface InputPlan {
  readonly signal: Signal;
  readonly counts: Buffer;
  /** The counts when a thread evaluates rows of its own. */
  readonly alone: Buffer;
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
  readonly augmentation?: AugmentationPlan;
  /** First to last; the last is dense. */
  readonly layers: readonly LayerPlan[];
  /** act(z) of the output layer, and scratch for what a layer's calls need on the way, one a thread. */
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

/** What the network answers with: the last layer's z. */
export function outputOf(plan: Plan): Signal {
  return plan.layers.at(-1)!.output;
}
