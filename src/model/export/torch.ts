import { canonicalJson, type Json } from "../../core/json.ts";
import { writeSafetensors } from "../../formats/safetensors.ts";
import { TORCH_KEY } from "../keys.ts";
import { torchModules, torchTensors } from "../torch.ts";
import { channelsFirst, type Exported } from "./exported.ts";

/**
 * The network as safetensors with PyTorch's names: the state of an `nn.Sequential`, whose modules stand as JSON in the
 * metadata under `torch`. Pixels go in divided by `divideBy`, the channels of a picture behind one another.
 */
export function toTorch({ network, classes, example }: Exported): Uint8Array {
  const { divideBy, shape } = network.spec.input;
  const torch: Json = {
    modules: torchModules(network).map(({ name, options }) => [name, options]),
    divideBy,
    classes,
    example: { pixels: channelsFirst(example.pixels, shape), scores: example.scores },
    network: network.spec as unknown as Json,
  };
  return writeSafetensors(torchTensors(network), new Map([[TORCH_KEY, canonicalJson(torch)]]));
}
