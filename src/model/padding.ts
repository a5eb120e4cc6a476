import type { ShapedLayerOf } from "../network/index.ts";

/** Rows and columns of zeros below and to the right of a convolution's input. */
export function paddingAfter({ spec, input, output, before }: ShapedLayerOf<"conv">): [bottom: number, right: number] {
  const after = (size: number, count: number, axis: 0 | 1) =>
    spec.padding === "valid"
      ? 0
      : Math.max(0, (count - 1) * spec.stride[axis] + spec.kernel[axis] - size) - before[axis];
  return [after(input.height, output.height, 0), after(input.width, output.width, 1)];
}
