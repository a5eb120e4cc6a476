import { usageError } from "../../core/errors.ts";
import type { Exported } from "./exported.ts";

/** Names of the costs in the book's program. */
export const NETWORK2_COSTS = { quadratic: "QuadraticCost", "cross-entropy": "CrossEntropyCost" } as const;

/**
 * The network as the JSON of the book's `network2.py`, whose `load` reads it: sizes, weights [out][in], biases as columns,
 * cost; and, which `load` passes over, the network's spec and an example, whose pixels go in divided by `divideBy`.
 *
 * @throws MyelinError EXPORT_UNFIT (usage): that program knows sigmoid layers and two costs only
 */
export function toNetwork2({ network, example }: Exported): string {
  const { spec, sizes } = network;
  const other = network.layers.find(({ kind, activation }) => kind !== "dense" || activation !== "sigmoid");
  const cost = NETWORK2_COSTS[spec.cost as keyof typeof NETWORK2_COSTS];
  if (other !== undefined || cost === undefined) {
    const what = other
      ? `layer ${other.number} is ${other.words} with ${other.activation}`
      : `the cost is ${spec.cost}`;
    const known = "network2 knows dense sigmoid layers with the quadratic or the cross-entropy cost only";
    throw usageError(
      "EXPORT_UNFIT",
      `This network cannot be written as network2: ${what}, and ${known}: use onnx or npz.`,
    );
  }
  const rows = (layer: number) => {
    const weights = network.weights(layer);
    const inputs = sizes[layer - 1]!;
    return Array.from({ length: sizes[layer]! }, (_, unit) => [
      ...weights.subarray(unit * inputs, (unit + 1) * inputs),
    ]);
  };
  const layers = network.layers.map(({ number }) => number);
  const json = {
    sizes,
    weights: layers.map(rows),
    biases: layers.map((layer) => Array.from(network.biases(layer), (bias) => [bias])),
    cost,
    myelin: spec,
    example,
  };
  return `${JSON.stringify(json)}\n`;
}
