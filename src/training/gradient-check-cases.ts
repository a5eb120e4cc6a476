import { Random } from "../core/random.ts";
import { Dataset } from "../dataset/index.ts";
import { type ActivationName, type CostName, Network } from "../network/index.ts";
import type { GradientCheckOptions } from "./gradient-check.ts";

/** One network, some images, and what regularises it. */
export interface GradientCheckCase {
  readonly activation: ActivationName;
  readonly outputActivation: ActivationName;
  readonly cost: CostName;
  readonly regulariser: RegulariserName;
  readonly network: Network;
  readonly data: Dataset;
  readonly options: GradientCheckOptions;
}

const HIDDEN = ["sigmoid", "tanh", "relu", "leaky-relu", "linear"] as const;

/** Every output activation with every cost that it may have. */
const OUTPUTS = [
  ["sigmoid", "quadratic"],
  ["sigmoid", "cross-entropy"],
  ["softmax", "log-likelihood"],
  ["tanh", "quadratic"],
  ["relu", "quadratic"],
  ["leaky-relu", "quadratic"],
  ["linear", "quadratic"],
] as const;

export const REGULARISERS = {
  none: {},
  l2: { l2: 0.5 },
  l1: { l1: 0.3 },
  dropout: { dropout: 0.3 },
  smoothing: { labelSmoothing: 0.1 },
  all: { l2: 0.5, l1: 0.3, dropout: 0.3, labelSmoothing: 0.2 },
} as const satisfies Record<string, GradientCheckOptions>;
export type RegulariserName = keyof typeof REGULARISERS;

/** Two hidden layers, the first wider than a panel of units. */
const SIZES = [5, 17, 3, 3];
const ROWS = 3;

/**
 * Every cost × activation × regulariser, with sparse bytes and dense numbers in turn.
 *
 * @param seed of parameters, images and masks
 */
export function gradientCheckCases(seed: number): GradientCheckCase[] {
  const names = Object.keys(REGULARISERS) as RegulariserName[];
  return HIDDEN.flatMap((activation, a) =>
    OUTPUTS.flatMap(([outputActivation, cost], o) =>
      names.map((regulariser, r) => ({
        activation,
        outputActivation,
        cost,
        regulariser,
        network: networkFor(activation, outputActivation, cost, seed),
        data: imagesFor((a + o + r) % 2 === 0, new Random(seed, "doctor", (a * OUTPUTS.length + o) * names.length + r)),
        options: { ...REGULARISERS[regulariser], rows: ROWS, perLayer: Infinity },
      })),
    ),
  );
}

function networkFor(activation: ActivationName, outputActivation: ActivationName, cost: CostName, seed: number) {
  return Network.create(SIZES, { seed, initialisation: "scaled", activation, outputActivation, cost });
}

/** Images of noise: bytes of which two thirds are 0, or numbers of which none is. */
function imagesFor(sparse: boolean, random: Random): Dataset {
  const count = ROWS * SIZES[0]!;
  const pixels = sparse
    ? Uint8Array.from({ length: count }, () => (random.below(3) === 0 ? 1 + random.below(255) : 0))
    : Float32Array.from({ length: count }, () => 510 * random.uniform() - 255);
  const labels = Uint8Array.from({ length: ROWS }, () => random.below(SIZES.at(-1)!));
  return Dataset.fromArrays({ name: "noise", pixels, labels, shape: [1, SIZES[0]!], classes: SIZES.at(-1)! });
}
