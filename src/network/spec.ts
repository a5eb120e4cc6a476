import type { PictureShape } from "../core/picture-shape.ts";
import type { CostName } from "./costs/index.ts";
import type { LayerSpec } from "./layers/index.ts";
import type { InitialisationName } from "./schemes.ts";

/** What goes in, and how it is scaled: the preprocessing of training travels with the network. */
export interface InputSpec {
  /** Height, width and, where there is more than one, channels of a picture; a table of D columns is [1, D]. */
  readonly shape: PictureShape;
  /** A pixel goes in as pixel / divideBy: 255 for bytes, 256 as in the book, 1 for ready numbers. */
  readonly divideBy: number;
  /** In place of divideBy, which is then 1: each value goes in as (value − mean) / deviation of its place. */
  readonly standardise?: Standardise;
}

/** One number a value of the input, float32: of the training rows, so that they travel with the network. */
export interface Standardise {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/** A network without its numbers, as plain JSON. */
export interface NetworkSpec {
  readonly input: InputSpec;
  readonly layers: readonly LayerSpec[];
  readonly cost: CostName;
  readonly initialisation: InitialisationName;
  /** Seed of the initial parameters, and of training unless the settings name another; an integer 0 … 2⁵³ − 1. */
  readonly seed: number;
  /** Names of the classes, one an output. */
  readonly classes?: readonly string[];
}
