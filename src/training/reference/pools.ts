import type { ShapedLayerOf } from "../../network/index.ts";
import { type Bounded, ROUNDING, roundings, SLACK } from "./bounded.ts";
import { type LayerPass, plainPass, type Rows } from "./rows.ts";
import { eachPlace } from "./windows.ts";

type MeanPool = ShapedLayerOf<"average-pool"> | ShapedLayerOf<"global-average-pool">;

/** Calls with every pair of output and input of a pool, channel by channel. */
function pairs(layer: MeanPool | ShapedLayerOf<"max-pool">, visit: (o: number, i: number) => void): void {
  const { input, output } = layer;
  const size = layer.kind === "global-average-pool" ? ([input.height, input.width] as const) : layer.spec.size;
  for (let c = 0; c < input.channels; c++) {
    const [o, i] = [c * output.height * output.width, c * input.height * input.width];
    eachPlace(layer, size, (place, at) => visit(o + place, i + at));
  }
}

/** Means of windows. */
export function meanPass(layer: MeanPool, x: Rows): LayerPass {
  const { input } = layer;
  const n = layer.kind === "global-average-pool" ? input.height * input.width : layer.spec.size[0] * layer.spec.size[1];
  const mean = ({ values, errors }: Bounded): Bounded => {
    const [sums, sizes, carried] = [0, 1, 2].map(() => new Float64Array(layer.outputs)) as [Float64Array, Float64Array, Float64Array]; // biome-ignore format: short
    pairs(layer, (o, i) => {
      sums[o]! += values[i]! / n;
      sizes[o]! += Math.abs(values[i]!) / n;
      carried[o]! += errors[i]! / n;
    });
    return { values: sums, errors: carried.map((e, o) => SLACK * e + roundings(n + 2) * sizes[o]!) };
  };
  const back = (delta: Bounded): Bounded => {
    const [values, errors] = [new Float64Array(layer.inputs), new Float64Array(layer.inputs)];
    pairs(layer, (o, i) => {
      values[i]! += delta.values[o]! / n;
      errors[i]! += delta.errors[o]! / n + (4 + n) * ROUNDING * Math.abs(delta.values[o]! / n);
    });
    return { values, errors: errors.map((e) => SLACK * e) };
  };
  return plainPass(x.map(mean), (delta) => delta.map(back));
}

/** The largest of each window; of equal ones the first, row by row. A δ goes to the winner. */
export function maxPass(layer: ShapedLayerOf<"max-pool">, x: Rows): LayerPass {
  const winners = x.map(({ values }) => winnersOf(layer, values));
  const out = x.map(({ values, errors }, m): Bounded => {
    // Whatever wins in float32 is at most as far off as the number in the window that is furthest off.
    const most = new Float64Array(layer.outputs);
    pairs(layer, (o, i) => {
      most[o] = Math.max(most[o]!, errors[i]!);
    });
    return { values: Float64Array.from(winners[m]!, (i) => values[i]!), errors: most };
  });
  const back = (delta: Bounded, m: number): Bounded => {
    const [values, errors] = [new Float64Array(layer.inputs), new Float64Array(layer.inputs)];
    winners[m]!.forEach((i, o) => {
      values[i]! += delta.values[o]!;
      errors[i]! += delta.errors[o]! + layer.spec.size[0] * layer.spec.size[1] * ROUNDING * Math.abs(delta.values[o]!);
    });
    // Where another number is as large within the errors, float32 may send δ there.
    pairs(layer, (o, i) => {
      const [won, found] = [winners[m]![o]!, x[m]!];
      const gap = found.values[won]! - found.values[i]!;
      if (i === won || gap === 0 || gap > found.errors[won]! + found.errors[i]!) return;
      const moved = Math.abs(delta.values[o]!) + delta.errors[o]!;
      errors[i]! += moved;
      errors[won]! += moved;
    });
    return { values, errors };
  };
  return plainPass(
    out,
    (delta) => delta.map(back),
    winners.flatMap((row) => [...row]),
  );
}

function winnersOf(layer: ShapedLayerOf<"max-pool">, values: Float64Array): Int32Array {
  const winners = new Int32Array(layer.outputs).fill(-1);
  pairs(layer, (o, i) => {
    if (winners[o]! < 0 || values[i]! > values[winners[o]!]!) winners[o] = i;
  });
  return winners;
}
