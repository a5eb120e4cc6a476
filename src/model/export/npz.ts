import { canonicalJson } from "../../core/json.ts";
import type { NpyArray } from "../../formats/npy.ts";
import { writeNpz } from "../../formats/npz.ts";
import { SPEC_ARRAY } from "../keys.ts";
import { networkTensors } from "../network-tensors.ts";
import { channelsFirst, type Exported } from "./exported.ts";

/** The network as .npz: `layer1.weights`, `layer1.biases`, …, the spec as the bytes of a JSON text, and an example. */
export function toNpz({ network, example }: Exported): Uint8Array {
  const arrays = new Map<string, NpyArray>();
  for (const [name, { shape, data }] of networkTensors(network))
    arrays.set(name, { type: "f4", shape, data: data as Float32Array });
  const spec = new TextEncoder().encode(canonicalJson(network.spec));
  arrays.set(SPEC_ARRAY, { type: "u1", shape: [spec.length], data: spec });
  arrays.set("example.pixels", numbers(channelsFirst(example.pixels, network.spec.input.shape)));
  arrays.set("example.scores", numbers(example.scores));
  return writeNpz(arrays);
}

function numbers(values: readonly number[]): NpyArray {
  return { type: "f4", shape: [values.length], data: Float32Array.from(values) };
}
