// Networks of every kind of layer, small, with numbers that say something: what exports are tried on.
import { Random } from "../../src/core/random.ts";
import type { Exported } from "../../src/model/export/exported.ts";
import {
  averagePool,
  batchNorm,
  conv,
  dense,
  dropout,
  globalAveragePool,
  maxPool,
  Network,
  type NetworkPlan,
} from "../../src/network/index.ts";
import { referenceForward } from "./reference-forward.ts";

const plans: Readonly<Record<string, NetworkPlan>> = {
  "sigmoid, as in the book": { input: [6, 5], layers: [dense(7)], outputs: 3, cost: "quadratic" },
  "relu and softmax": { input: [6, 5], layers: [dense(7, { activation: "relu" })], outputs: 3, cost: "log-likelihood" },
  "tanh and leaky relu, a table of ready numbers": {
    input: [1, 9],
    layers: [dense(6, { activation: "tanh" }), dense(5, { activation: "leaky-relu" })],
    outputs: 2,
    divideBy: 1,
    cost: "cross-entropy",
  },
  "dropout and batch norm between dense layers": {
    input: [1, 9],
    layers: [
      dropout(0.2),
      dense(6),
      batchNorm({ activation: "tanh" }),
      dropout(0.5),
      dense(5, { activation: "relu" }),
      batchNorm(),
    ],
    outputs: 2,
  },
  "convolutions in colour, all of it": {
    input: [9, 8, 3],
    layers: [
      conv(4, 3),
      batchNorm({ activation: "relu" }),
      maxPool(2),
      dropout(0.1),
      conv(5, [2, 3], { padding: "same", activation: "tanh" }),
      averagePool([3, 2], 1),
      dense(6),
    ],
    outputs: 3,
    cost: "log-likelihood",
  },
  "strides, uneven padding, global pool, norms that cannot be folded": {
    input: [10, 7],
    layers: [
      batchNorm({ activation: "linear" }),
      conv(3, [4, 2], { padding: "same", stride: [2, 3], activation: "leaky-relu" }),
      batchNorm({ activation: "sigmoid" }),
      conv(4, 2, { padding: "same", stride: 1, activation: "relu" }),
      globalAveragePool(),
      batchNorm({ activation: "linear" }),
    ],
    outputs: 4,
    cost: "log-likelihood",
  },
};

/** Class names that would end a string, a tag, a script or a line, or run as a formula, if they were not escaped. */
export const NASTY = [
  "</script><img src=x onerror=alert(1)>",
  "\u2028'\"\\",
  "=1+1",
  `\${alert(1)}\``,
  "\u001b[31m&amp;",
];

/** Every network by its name. */
export const NETWORKS: ReadonlyMap<string, Network> = new Map(
  Object.entries(plans).map(([name, plan]) => {
    const network = Network.create({
      ...plan,
      initialisation: "scaled",
      seed: 3,
      classes: NASTY.slice(0, plan.outputs),
    });
    const random = new Random(9, "weights");
    for (let i = 0; i < network.statistics.length; i++) network.statistics[i] = 0.3 + random.uniform();
    for (const { kind, weights, end } of network.layers)
      if (kind === "batch-norm") for (let i = weights; i < end; i++) network.parameters[i] = random.normal();
    return [name, network] as const;
  }),
);

/** Pictures that go in: `count` rows of random pixels. */
export function randomRows(network: Network, count: number): number[][] {
  const random = new Random(4, "weights");
  const bytes = network.spec.input.divideBy !== 1;
  const row = () =>
    Array.from({ length: network.sizes[0]! }, () => {
      const value = random.uniform();
      return bytes ? Math.floor(256 * value) : Math.fround(value);
    });
  return Array.from({ length: count }, row);
}

/** A network as its writers take it; the example's scores come from the reference. */
export function exportedOf(network: Network): Exported {
  const [pixels] = randomRows(network, 1);
  return {
    network,
    classes: network.spec.classes!,
    example: { pixels: pixels!, scores: referenceForward(network, pixels!) },
  };
}
