import type { Host } from "../core/host.ts";
import type { Dataset } from "../dataset/index.ts";
import { Engine, PLAIN_SGD, type UpdateSpec } from "../engine/index.ts";
import type { Network } from "../network/index.ts";
import { type ReferenceGradient, roundings } from "./reference/index.ts";

/** How the engine's float32 numbers of a layer compare with the float64 ones. */
export interface EngineDifference {
  /** Largest difference of the gradient, as a share of the layer's largest. */
  readonly difference: number;
  /** Largest difference as a share of what roundings may make of it, over the gradient and one step: at most 1. */
  readonly share: number;
}

interface EngineCheckOptions {
  readonly l2: number;
  readonly l1: number;
  readonly dropout?: number;
  readonly smoothing?: number;
  readonly seed?: number;
  readonly kernels?: "wasm" | "typescript";
  readonly host: Host;
}

/** Compares, layer by layer, the gradient that the engine gathers for momentum, and the step that it makes for plain descent. */
export async function engineDifferences(
  network: Network,
  images: Dataset,
  { gradient, sizes }: Pick<ReferenceGradient, "gradient" | "sizes">,
  { l2, l1, dropout = 0, smoothing = 0, seed = network.spec.seed, kernels, host }: EngineCheckOptions,
): Promise<EngineDifference[]> {
  const update: UpdateSpec = { ...PLAIN_SGD, l2, l1, dropout, labelSmoothing: smoothing, seed };
  const run = { host, ...(kernels ? { kernels } : {}) };
  // With η so small that the decay 1 − η·λ/n stays well above 0.
  const rate = Math.min(1, 0.25 / Math.max(l2, 0.25));
  const gathered = await oneStep(network, images, { ...update, optimizer: "momentum" }, rate, run);
  const stepped = await oneStep(network, images, update, rate, run);
  const before = network.parameters;
  const rows = images.count;
  return network.layers.map(({ weights, end }) => {
    let [largest, difference, share] = [0, 0, 0];
    for (let i = weights; i < end; i++) {
      const g = gradient.values[i]!;
      const off = Math.abs(gathered.velocity![i]! - g);
      const stepOff = Math.abs(stepped.parameters[i]! - (before[i]! - rate * g));
      const bound = gradient.errors[i]!;
      const stepBound = rate * bound + roundings(rows + 8) * (Math.abs(before[i]!) + rate * sizes[i]!);
      largest = Math.max(largest, Math.abs(g));
      difference = Math.max(difference, off);
      share = Math.max(share, shareOf(off, bound), shareOf(stepOff, stepBound));
    }
    return { difference: difference === 0 ? 0 : difference / largest, share };
  });
}

/** NaN counts as infinitely far. */
function shareOf(off: number, bound: number): number {
  if (off === 0) return 0;
  return off <= bound ? off / bound : Infinity;
}

/** The parameters after one step on all images, and the velocity, which after one step is the gradient. */
async function oneStep(
  network: Network,
  images: Dataset,
  update: UpdateSpec,
  rate: number,
  run: { host: Host; kernels?: "wasm" | "typescript" },
) {
  const engine = await Engine.open(network, { training: images }, { ...run, batchSize: images.count, update });
  try {
    engine.beginEpoch(update.seed, 1, { rates: Float64Array.of(rate), momenta: Float64Array.of(0) });
    await engine.train(1, 0, 0);
    const parameters = network.parameters.slice();
    engine.readParameters(parameters);
    return { parameters, velocity: engine.state().tensors.get("velocity") };
  } finally {
    engine.close();
  }
}
