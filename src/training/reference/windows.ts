import type { ShapedLayer } from "../../network/index.ts";

type Sides = readonly [height: number, width: number];

/**
 * Every place of a window over one channel, row by row: the place's number, the number of the value under each tap, and the
 * tap's. Taps that lie in the zeros around the picture are left out.
 */
export function eachPlace(
  { input, output, before, spec }: ShapedLayer,
  [windowHeight, windowWidth]: Sides,
  visit: (place: number, at: number, tap: number) => void,
): void {
  const [down, right] = "stride" in spec ? spec.stride : [1, 1];
  for (let y = 0; y < output.height; y++)
    for (let x = 0; x < output.width; x++)
      for (let ky = 0; ky < windowHeight; ky++)
        for (let kx = 0; kx < windowWidth; kx++) {
          const [row, column] = [y * down - before[0] + ky, x * right - before[1] + kx];
          if (row < 0 || row >= input.height || column < 0 || column >= input.width) continue;
          visit(y * output.width + x, row * input.width + column, ky * windowWidth + kx);
        }
}
