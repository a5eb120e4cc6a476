import type { ActivationName } from "../network/index.ts";
import { type Arena, LINE } from "./arena.ts";
import { isInPlace, memoryOf, type UpdateSpec } from "./update-spec.ts";

/** Units of a panel: four vectors, one cache line. */
export const PANEL = 16;

/** Layers with fewer weights are computed whole by every thread: cheaper than a barrier. */
const SPLIT_FROM_WEIGHTS = 8192;

/** Rows of one forward pass of an evaluation: fixed, because costs are summed by these blocks. */
export const EVALUATION_ROWS = 32;

/** One address a thread; all equal where the threads share the buffer. */
export type Buffer = readonly number[];

/** An array as large as a layer's parameters: weights [panel][input][16], biases [panel][16]. */
export interface ParameterBuffers {
  readonly weights: Buffer;
  readonly biases: Buffer;
}

/** Where one layer's numbers are. Panels of 16 units; activations and deltas row-major. */
export interface LayerPlan extends ParameterBuffers {
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
  /** Output of the layer, by parity of the step: a fast thread may start the next step while a slow one reads this one's. */
  readonly outputs: readonly [Buffer, Buffer];
  readonly delta: Buffer;
  /** Output of the layer when a thread evaluates rows of its own. */
  readonly alone: Buffer;
  /** With dropout: the output before units fall away, and what it is multiplied by. */
  readonly dropout?: { readonly whole: Buffer; readonly mask: Buffer };
  /** The gradient, where it is gathered before the step; one float64 a panel for its squares, weights then biases. */
  readonly gradient?: ParameterBuffers;
  readonly squares: Buffer;
  /** What the optimizer remembers, in the order of `memoryOf`. */
  readonly memory: readonly ParameterBuffers[];
}

export interface LayerSizes {
  readonly inputs: number;
  readonly units: number;
  readonly activation: ActivationName;
  readonly last: boolean;
}

export function planLayer(
  arena: Arena,
  sizes: LayerSizes,
  update: UpdateSpec,
  threads: number,
  rows: number,
): LayerPlan {
  const { inputs, units, activation, last } = sizes;
  const panels = Math.ceil(units / PANEL);
  const stride = rowStride(panels);
  const panelBytes = inputs * PANEL * 4;
  const split = threads > 1 && panels > 1 && inputs * units >= SPLIT_FROM_WEIGHTS;
  const own = (bytes: number): Buffer => Array.from({ length: threads }, () => arena.take(bytes));
  const buffer = (bytes: number): Buffer => (split ? new Array(threads).fill(arena.take(bytes)) : own(bytes));
  const parameters = (): ParameterBuffers => ({ weights: buffer(panels * panelBytes), biases: buffer(panels * LINE) });
  const even = buffer(rows * stride);
  const dropped = update.dropout > 0 && !last;
  return {
    inputs,
    units,
    panels,
    stride,
    panelBytes,
    activation,
    split,
    ...parameters(),
    outputs: [even, split ? buffer(rows * stride) : even],
    delta: (last ? own : buffer)(rows * stride),
    alone: split ? own(EVALUATION_ROWS * stride) : even,
    ...(dropped ? { dropout: { whole: buffer(rows * stride), mask: buffer(rows * stride) } } : {}),
    ...(isInPlace(update) ? {} : { gradient: parameters() }),
    squares: buffer(16 * panels),
    memory: memoryOf(update).map(parameters),
  };
}

/** Bytes from row to row of `panels` panels: an odd number of cache lines, so that a column's rows fall into different sets of the cache. */
export function rowStride(panels: number): number {
  return (panels | 1) * LINE;
}

/** Panels from ≤ p < to of a layer that belong to one of `active` threads. */
export function panelRange(layer: LayerPlan, thread: number, active: number): [from: number, to: number] {
  if (!layer.split) return [0, layer.panels];
  return [Math.floor((layer.panels * thread) / active), Math.floor((layer.panels * (thread + 1)) / active)];
}
