import { philox } from "../../core/random.ts";

/** What the outputs of the hidden layers are multiplied by: [layer][row of the mini-batch][unit]. */
export type Masks = readonly (readonly Float64Array[])[];

/** Which masks: of one step of training. */
export interface MaskOptions {
  /** Share of units that fall away. */
  readonly dropout: number;
  readonly seed: number;
  /** From 1. */
  readonly epoch: number;
  /** From 0 within the epoch. */
  readonly step: number;
}

const DROPOUT = 3;
const MOST_STEPS = 16_777_216;
const TWO_TO_32 = 4_294_967_296;
const PANEL = 16;

/**
 * The dropout masks of a step, as src/engine/layers/dropout.ts defines them: 1 / (1 − p), rounded to float32, or 0. The number of
 * row m, unit u of hidden layer l (from 0) is word u mod 4 of the Philox block with key = seed and counter
 * (m · units rounded up to 16, divided by 4, + ⌊u/4⌋, l·2²⁴ + step, epoch, 3).
 *
 * @param units of the hidden layers
 */
export function dropoutMasks(units: readonly number[], rows: number, options: MaskOptions): Masks {
  const { dropout, seed, epoch, step } = options;
  const threshold = Math.floor(dropout * TWO_TO_32);
  const kept = Math.fround(1 / (1 - dropout));
  const words = new Uint32Array(4);
  return units.map((count, l) => {
    const blocks = Math.ceil(count / PANEL) * (PANEL / 4);
    return Array.from({ length: rows }, (_, m) =>
      Float64Array.from({ length: count }, (_, u) => {
        const counter = Uint32Array.of(m * blocks + (u >>> 2), l * MOST_STEPS + step, epoch, DROPOUT);
        philox(counter, seed >>> 0, Math.floor(seed / TWO_TO_32), words);
        return words[u & 3]! >= threshold ? kept : 0;
      }),
    );
  });
}
