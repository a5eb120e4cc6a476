import { philox } from "../../core/random.ts";
import type { Kernels } from "../kernel-table.ts";
import type { MemoryViews } from "../memory-views.ts";

/** mask[m,u] = scale where word u mod 4 of block (m·panels·4 + ⌊u/4⌋, …) is at least threshold, else 0. */
export function dropoutMask({ f32 }: MemoryViews): Kernels["f32_dropout_mask_p16"] {
  const counter = new Uint32Array(4);
  const words = new Uint32Array(4);
  return (mask, stride, batch, panels, from, to, key0, key1, counter1, counter2, counter3, threshold, scale) => {
    for (let m = 0; m < batch; m++) {
      for (let u = from * 16; u < to * 16; u += 4) {
        counter.set([m * panels * 4 + (u >>> 2), counter1, counter2, counter3]);
        philox(counter, key0, key1, words);
        for (let word = 0; word < 4; word++) {
          f32[((mask + m * stride) >>> 2) + u + word] = words[word]! >= threshold ? scale : 0;
        }
      }
    }
  };
}

/** OUT = A · mask, element by element. */
export function multiply({ f32 }: MemoryViews): Kernels["f32_multiply_p16"] {
  return (a, mask, out, stride, batch, from, to) => {
    for (let m = 0; m < batch; m++) {
      for (let u = from * 16; u < to * 16; u++) {
        const at = ((m * stride) >>> 2) + u;
        f32[(out >>> 2) + at] = f32[(a >>> 2) + at]! * f32[(mask >>> 2) + at]!;
      }
    }
  };
}
