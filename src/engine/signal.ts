import type { ActivationName, Volume } from "../network/index.ts";
import { LINE } from "./arena.ts";
import type { Buffer, Room } from "./room.ts";
import { rangeOf, type Share } from "./share.ts";

/** Numbers of a panel: four vectors, one cache line. */
export const PANEL = 16;

/** Rows of one forward pass of an evaluation: fixed, because costs are summed by these blocks. */
export const EVALUATION_ROWS = 32;

/** Which part of a signal a thread makes: all of it in a buffer of its own, some panels of every row, or some rows. */
export type Division = "own" | "panels" | "rows";

/** What one layer hands to the next: the rows of a mini-batch, an image each, and the deltas that come back. */
export interface Signal {
  readonly volume: Volume;
  /** Numbers from pixel to pixel of a row: its channels, padded. What is padded is 0. */
  readonly pixel: number;
  /** Numbers of a row, [y][x][channel]: those behind them in the last panel are padding too. */
  readonly numbers: number;
  readonly panels: number;
  /** Bytes from row to row of outputs and deltas. */
  readonly stride: number;
  readonly division: Division;
  /** By parity of the step: a fast thread may start the next step while a slow one reads this one's. */
  readonly outputs: readonly [Buffer, Buffer];
  /** The same when a thread evaluates rows of its own. */
  readonly alone: Buffer;
  /** The cost's derivative by z: whoever writes it has multiplied it by `slope`. None where nobody below learns. */
  readonly delta?: Buffer;
  readonly slope: Slope;
}

/** act'(z), told from act(z). */
export interface Slope {
  readonly activation: ActivationName;
  readonly outputs: readonly [Buffer, Buffer];
}

export interface SignalShape {
  readonly volume: Volume;
  /** By default the channels as they are. */
  readonly pixel?: number;
  readonly division: Division;
  readonly activation: ActivationName;
  /** Whether deltas come back, and whether every thread makes all of them for itself. */
  readonly delta: "none" | "divided" | "own";
}

export function planSignal(room: Room, shape: SignalShape): Signal {
  const { volume, pixel = volume.channels, division, activation } = shape;
  const numbers = volume.height * volume.width * pixel;
  const panels = Math.ceil(numbers / PANEL);
  const stride = rowStride(panels);
  const bytes = room.rows * stride;
  const divided = division !== "own" && room.threads > 1;
  const buffer = (): Buffer => (divided ? room.shared(bytes) : room.own(bytes));
  const even = buffer();
  const outputs = [even, divided && division === "panels" ? buffer() : even] as const;
  return {
    volume,
    pixel,
    numbers,
    panels,
    stride,
    division,
    outputs,
    alone: divided ? room.own(EVALUATION_ROWS * stride) : even,
    ...(shape.delta === "none" ? {} : { delta: shape.delta === "own" ? room.own(bytes) : buffer() }),
    slope: { activation, outputs },
  };
}

/** Bytes from row to row of `panels` panels: an odd number of cache lines, so that a column's rows fall into different sets of the cache. */
export function rowStride(panels: number): number {
  return (panels | 1) * LINE;
}

/** Panels of a signal that belong to this thread. */
export function panelRange({ panels, division }: Pick<Signal, "panels" | "division">, share: Share): [number, number] {
  return division === "panels" ? rangeOf(panels, share) : [0, panels];
}

/** Which part of a signal a thread makes, as a stage says it. */
export function partOf({ division }: Pick<Signal, "division">): "panels" | "rows" {
  return division === "rows" ? "rows" : "panels";
}

/** The place in a stored row of each input in canonical order, which is [channel][y][x]. */
export function storedPlaces({ volume, pixel }: Pick<Signal, "volume" | "pixel">): Uint32Array {
  const area = volume.height * volume.width;
  return Uint32Array.from({ length: area * volume.channels }, (_, k) => (k % area) * pixel + Math.floor(k / area));
}
