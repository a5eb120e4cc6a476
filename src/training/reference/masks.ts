import { philox } from "../../core/random.ts";
import type { ShapedLayer, Volume } from "../../network/index.ts";

/** What the outputs of a layer are multiplied by: [layer][row of the mini-batch][value]; none where nothing falls away. */
export type Masks = readonly (readonly Float64Array[] | undefined)[];

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
 * The dropout masks of a step, as src/engine/layers/dropout.ts defines them: 1 / (1 − p), rounded to float32, or 0. The number
 * of row m, unit u of layer l (from 0) is word u mod 4 of the Philox block with key = seed and counter
 * (m · units rounded up to 16, divided by 4, + ⌊u/4⌋, l·2²⁴ + step, epoch, 3).
 *
 * @param units of the layers
 */
export function dropoutMasks(units: readonly number[], rows: number, options: MaskOptions) {
  return units.map((count, l) =>
    masksOf(
      l,
      Array.from({ length: count }, (_, u) => u),
      rows,
      options,
    ),
  );
}

/** The masks of a network: of every dropout layer, and of the hidden dense layers where `dropout` is not 0. */
export function networkMasks(layers: readonly ShapedLayer[], rows: number, options: MaskOptions): Masks {
  return layers.map((layer, l) => {
    const hidden = layer.kind === "dense" && l < layers.length - 1;
    const dropout = layer.kind === "dropout" ? layer.spec.rate : hidden ? options.dropout : 0;
    const picture = layers.slice(0, l + 1).every(({ kind }) => kind === "dropout");
    return dropout > 0 ? masksOf(l, storedPlaces(layer.output, picture), rows, { ...options, dropout }) : undefined;
  });
}

/** Where the engine keeps each value of a row: places one behind the other, channels padded to 4, but not of the picture itself. */
function storedPlaces({ height, width, channels }: Volume, picture: boolean): number[] {
  const area = height * width;
  const padded = area === 1 || picture ? channels : Math.ceil(channels / 4) * 4;
  return Array.from({ length: channels * area }, (_, i) => (i % area) * padded + Math.floor(i / area));
}

function masksOf(l: number, places: readonly number[], rows: number, options: MaskOptions): Float64Array[] {
  const { dropout, seed, epoch, step } = options;
  const threshold = Math.floor(dropout * TWO_TO_32);
  const kept = Math.fround(1 / (1 - dropout));
  const words = new Uint32Array(4);
  const blocks = Math.ceil((places.at(-1)! + 1) / PANEL) * (PANEL / 4);
  return Array.from({ length: rows }, (_, m) =>
    Float64Array.from(places, (u) => {
      const counter = Uint32Array.of(m * blocks + (u >>> 2), l * MOST_STEPS + step, epoch, DROPOUT);
      philox(counter, seed >>> 0, Math.floor(seed / TWO_TO_32), words);
      return words[u & 3]! >= threshold ? kept : 0;
    }),
  );
}
