import type { ShapedLayer, ShapedLayerOf } from "../../network/index.ts";
import type { LayerPlan } from "../layer-plan.ts";
import type { MemoryViews } from "../memory-views.ts";
import type { Compile } from "../op.ts";
import type { PlanSpec } from "../plan.ts";
import type { Room } from "../room.ts";
import type { Signal } from "../signal.ts";
import type { Stage } from "../stage.ts";

/** Where a layer stands. */
export interface Place {
  readonly room: Room;
  readonly spec: PlanSpec;
  readonly input: Signal;
  readonly first: boolean;
  readonly last: boolean;
  /** The layer above, where this one takes it in. */
  readonly taken?: ShapedLayer | undefined;
}

/** Addresses of one thread's copy of an array as large as the parameters, as indices of float32. */
export interface ParameterPlace {
  readonly weights: number;
  readonly biases: number;
}

/** One kind of layer: its buffers, and the calls that a step makes of it. */
export interface LayerKind<Plan extends LayerPlan> {
  plan(layer: ShapedLayerOf<Plan["kind"]>, place: Place): Plan;
  /** Whether it can be the first layer on rows of nonzero pixels. */
  readsSparse?(layer: ShapedLayerOf<Plan["kind"]>): boolean;
  /** Whether it does the work of the layer above too, in the same calls. */
  takesIn?(next: ShapedLayer): boolean;
  /** Writes what stands in the memory before the first call. */
  fill?(layer: Plan, memory: MemoryViews): void;
  /** What every step begins with, once the parameters are there. */
  prepare?(layer: Plan, on: Compile): Stage[];
  /** Rows of the input → rows of the output. */
  forward(layer: Plan, on: Compile): Stage[];
  /** The output's delta → the input's, where that has one. */
  backward(layer: Plan, on: Compile): Stage[];
  /** How it learns; for kinds with parameters. */
  readonly learning?: Learning<Plan>;
}

export interface Learning<Plan extends LayerPlan> {
  /** G ← 1/m · Σ over the rows, into the gradient's own buffers. */
  gradient(layer: Plan, on: Compile): Stage[];
  /** The step of plain descent straight into the parameters, where the plan gives the layer no gradient. */
  inPlace?(layer: Plan, on: Compile): Stage[];
  /** After a step: no unit's incoming weights are longer than this. */
  maxNorm(layer: Plan, on: Compile, most: number): Stage[];
  /** Canonical parameters, or an array as large, → packed ones; padding becomes 0. */
  pack(layer: Plan, memory: MemoryViews, to: ParameterPlace, weights: Float32Array, biases: Float32Array): void;
  /** The reverse. */
  unpack(layer: Plan, memory: MemoryViews, from: ParameterPlace, weights: Float32Array, biases: Float32Array): void;
}
