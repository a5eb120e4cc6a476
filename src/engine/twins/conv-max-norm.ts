import { readShape, vectors4 } from "../conv-shape.ts";
import type { Kernels } from "../kernel-table.ts";
import type { MemoryViews } from "../memory-views.ts";

/** Scales the weights of each filter down to length ≤ most, vectors of 4 filters from ≤ f/4 < to; squares summed over the rows in order. */
export function convMaxNorm({ f32, u32 }: MemoryViews): Kernels["f32_conv_max_norm"] {
  return (shape, weights, from, to, most) => {
    const s = readShape(u32, shape);
    const columns = vectors4(s.filters);
    const rows = s.kernelHeight * s.kernelWidth * s.channels;
    for (let f = 4 * from; f < 4 * to; f++) {
      const first = (weights >>> 2) + f;
      let squares = 0;
      for (let r = 0; r < rows; r++) {
        const x = f32[first + r * columns]!;
        squares = Math.fround(squares + Math.fround(x * x));
      }
      const norm = Math.fround(Math.sqrt(squares));
      if (!(norm > most)) continue;
      const scale = Math.fround(most / norm);
      for (let r = 0; r < rows; r++) f32[first + r * columns] = scale * f32[first + r * columns]!;
    }
  };
}
