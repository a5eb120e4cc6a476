import type { MemoryViews } from "../memory-views.ts";
import { PANEL, type Signal, storedPlaces } from "../signal.ts";
import type { ParameterPlace } from "./kind.ts";

/** What packing needs to know of a layer. */
export interface PackedDense {
  readonly units: number;
  readonly input: Pick<Signal, "volume" | "pixel" | "numbers">;
}

/** Canonical weights [units][inputs] and biases → panels [panel][stored input][16]; padding 0. */
export function packDense(
  { units, input }: PackedDense,
  { f32 }: MemoryViews,
  { weights: w, biases: b }: ParameterPlace,
  weights: Float32Array,
  biases: Float32Array,
): void {
  const panels = Math.ceil(units / PANEL);
  const places = storedPlaces(input);
  f32.fill(0, w, w + panels * input.numbers * PANEL);
  f32.fill(0, b, b + panels * PANEL);
  for (let u = 0; u < units; u++) {
    const at = panelOffset(w, u, input.numbers);
    for (let k = 0; k < places.length; k++) f32[at + places[k]! * PANEL] = weights[u * places.length + k]!;
    f32[b + u] = biases[u]!;
  }
}

/** The reverse of packDense. */
export function unpackDense(
  { units, input }: PackedDense,
  { f32 }: MemoryViews,
  { weights: w, biases: b }: ParameterPlace,
  weights: Float32Array,
  biases: Float32Array,
): void {
  const places = storedPlaces(input);
  for (let u = 0; u < units; u++) {
    const at = panelOffset(w, u, input.numbers);
    for (let k = 0; k < places.length; k++) weights[u * places.length + k] = f32[at + places[k]! * PANEL]!;
    biases[u] = f32[b + u]!;
  }
}

/** Index of the weight of unit u from stored input 0, in panels that start at index w. */
function panelOffset(w: number, u: number, inputs: number): number {
  return w + (u >>> 4) * inputs * PANEL + (u & (PANEL - 1));
}
