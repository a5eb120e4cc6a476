import { splat } from "./f32_math";
import { channelsOf, kernelHeightOf, kernelWidthOf, outBytesOf } from "./volume";

/**
 * Max-norm: scales the weights of each filter down to Euclidean length ≤ `most`. Srivastava et al. 2014.
 *
 * W (kh·kw·channels rows, filters padded to 4); sums of squares over the rows in order in one float32 a filter; vectors of 4
 * filters from ≤ v < to.
 */
export function f32_conv_max_norm(shape: usize, weights: usize, from: i32, to: i32, most: f32): void {
  const limit = splat(most), one = splat(1);
  const rowBytes = outBytesOf(shape);
  const bytes = kernelHeightOf(shape) * kernelWidthOf(shape) * channelsOf(shape) * rowBytes;
  for (let v = from; v < to; v++) {
    const first = weights + (<usize>v << 4);
    const end = first + bytes;
    let squares = splat(0);
    for (let t = first; t < end; t += rowBytes) {
      const x = v128.load(t);
      squares = f32x4.add(squares, f32x4.mul(x, x));
    }
    const norm = f32x4.sqrt(squares);
    const over = f32x4.gt(norm, limit);
    if (!v128.any_true(over)) continue;
    const scale = v128.bitselect(f32x4.div(limit, norm), one, over);
    for (let t = first; t < end; t += rowBytes) v128.store(t, f32x4.mul(scale, v128.load(t)));
  }
}
