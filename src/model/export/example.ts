import { valuesOf } from "../../core/picture-shape.ts";
import { Random } from "../../core/random.ts";
import { digitImage } from "../../digits/index.ts";
import type { InputSpec } from "../../network/index.ts";

/** Side of the built-in digits. */
const SIDE = 28;

/**
 * A picture to try an export with, always the same: the first built-in digit where the network takes pictures of that
 * size, else random bytes; of a table, or of pixels that are numbers already, random numbers from 0 to 1.
 */
export function examplePixels({ shape, divideBy }: InputSpec): Uint8Array | Float32Array {
  const [height, width] = shape;
  const count = valuesOf(shape);
  if (height === SIDE && width === SIDE && count === SIDE * SIDE) {
    const { pixels } = digitImage(1, 0);
    return divideBy === 1 ? Float32Array.from(pixels, (pixel) => pixel / 255) : pixels;
  }
  const random = new Random(1, "digits");
  const numbers = Float32Array.from({ length: count }, () => random.uniform());
  return divideBy === 1 ? numbers : Uint8Array.from(numbers, (value) => Math.floor(256 * value));
}
