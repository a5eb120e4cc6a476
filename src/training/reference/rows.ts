import type { ActivationName, UnitActivationName } from "../../network/index.ts";
import { activated, sloped } from "./activate.ts";
import type { Bounded } from "./bounded.ts";

/** Rows of a mini-batch between two layers; of a picture channel by channel, each row by row. */
export type Rows = readonly Bounded[];

/** A gradient while it is added up, canonical order. */
export interface Sums extends Bounded {
  /** Sum of the absolute values of what was added. */
  readonly sizes: Float64Array;
}

/** δ of what goes out → δ of what came in; what the layer's parameters get is added to the sums. */
export type Backward = (delta: Rows, sums: Sums) => Rows;

/** What a mini-batch became in a layer. */
export interface LayerPass {
  /** What the activation takes; of layers without one what goes out. */
  readonly z: Rows;
  /** act(z), before units fall away. */
  readonly a: Rows;
  readonly out: Rows;
  readonly backward: Backward;
  /** Likewise from δ of z. */
  readonly fromZ: Backward;
  /** On which side of every kink each number was, and which number won. */
  readonly sides: readonly number[];
  /** Of a batch norm, channel by channel. */
  readonly moments?: readonly Moments[];
}

/** A number, and how far float32 may be from it. */
export type Number32 = readonly [value: number, error: number];

/** Mean and variance of a channel, and 1/√(variance + ε). */
export interface Moments {
  readonly mean: Number32;
  readonly variance: Number32;
  readonly inverse: Number32;
}

/** A layer without activation. */
export function plainPass(out: Rows, backward: Backward, sides: readonly number[] = []): LayerPass {
  return { z: out, a: out, out, backward, fromZ: backward, sides };
}

/** A layer whose z goes through an activation. */
export function activatedPass(name: ActivationName, z: Rows, fromZ: Backward): LayerPass {
  const a = z.map((row) => activated(name, row));
  const backward: Backward = (delta, sums) => {
    if (name === "softmax") throw new Error("only the output layer can be softmax");
    const slope = (d: Bounded, m: number) => sloped(name as UnitActivationName, d, z[m]!, a[m]!);
    return fromZ(delta.map(slope), sums);
  };
  const kinked = name === "relu" || name === "leaky-relu";
  const sides = kinked ? z.flatMap(({ values }) => Array.from(values, (value) => (value > 0 ? 1 : 0))) : [];
  return { z, a, out: a, backward, fromZ, sides };
}
