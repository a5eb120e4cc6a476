import type { PictureShape } from "../../core/picture-shape.ts";
import type { ActivationName } from "../../network/activations/index.ts";

type Sides = readonly [vertical: number, horizontal: number];

/** One layer of a standalone model; its numbers stand in `numbers` in this order, one layer behind the other. */
export type StandaloneLayer =
  | { readonly kind: "dense"; readonly units: number }
  | {
      readonly kind: "conv";
      readonly filters: number;
      readonly kernel: Sides;
      readonly stride: Sides;
      /** Zeros above and left. */
      readonly before: Sides;
      /** Height and width of what comes out. */
      readonly output: Sides;
    }
  | { readonly kind: "max-pool" | "average-pool"; readonly size: Sides; readonly stride: Sides }
  | { readonly kind: "global-average-pool" }
  | { readonly kind: "scale" };

/** A model as plain JSON, as it stands in an exported page or function. */
export interface StandaloneModel {
  readonly shape: PictureShape;
  readonly divideBy: number;
  readonly classes: readonly string[];
  readonly layers: readonly (StandaloneLayer & { readonly activation: ActivationName })[];
  /** For each array of numbers its length and the size of one step; each number is a whole number of 24 bits. */
  readonly arrays: readonly (readonly [length: number, step: number])[];
  /** The whole numbers, three bytes each, little-endian, in base 85. */
  readonly numbers: string;
  /** Bytes in base 85, or numbers; with what the network answers to them. */
  readonly example: { readonly pixels: string | readonly number[]; readonly scores: readonly number[] };
}
