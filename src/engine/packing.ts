import { type LayerPlan, PANEL, type ParameterBuffers } from "./layer-plan.ts";
import type { MemoryViews } from "./memory-views.ts";

/** Canonical weights [units][inputs] and biases of one layer → panels [panel][input][16] of thread `thread`; padding 0. */
export function packLayer(
  { f32 }: MemoryViews,
  { inputs, units, panels }: Pick<LayerPlan, "inputs" | "units" | "panels">,
  target: ParameterBuffers,
  thread: number,
  weights: Float32Array,
  biases: Float32Array,
): void {
  const w = target.weights[thread]! >>> 2;
  const b = target.biases[thread]! >>> 2;
  f32.fill(0, w, w + panels * inputs * PANEL);
  f32.fill(0, b, b + panels * PANEL);
  for (let u = 0; u < units; u++) {
    const at = panelOffset(w, u, inputs);
    for (let k = 0; k < inputs; k++) f32[at + k * PANEL] = weights[u * inputs + k]!;
    f32[b + u] = biases[u]!;
  }
}

/** The reverse of packLayer, from thread 0's copy; weights are multiplied by `scale` (1 where nothing is scaled). */
export function unpackLayer(
  { f32 }: MemoryViews,
  { inputs, units }: Pick<LayerPlan, "inputs" | "units">,
  source: ParameterBuffers,
  scale: number,
  weights: Float32Array,
  biases: Float32Array,
): void {
  const w = source.weights[0]! >>> 2;
  for (let u = 0; u < units; u++) {
    const at = panelOffset(w, u, inputs);
    for (let k = 0; k < inputs; k++) weights[u * inputs + k] = f32[at + k * PANEL]! * scale;
    biases[u] = f32[(source.biases[0]! >>> 2) + u]!;
  }
}

/** Index of the weight of unit u from input 0, in panels that start at index w. */
function panelOffset(w: number, u: number, inputs: number): number {
  return w + (u >>> 4) * inputs * PANEL + (u & (PANEL - 1));
}
