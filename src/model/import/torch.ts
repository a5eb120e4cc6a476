import { parseJson } from "../../formats/json.ts";
import type { NamedBytes } from "../../formats/named.ts";
import type { Safetensors, Tensor } from "../../formats/safetensors.ts";
import { type Network, shapeLayers } from "../../network/index.ts";
import { TORCH_KEY } from "../keys.ts";
import { readSpec } from "../network-file.ts";
import { networkFromTensors } from "../network-tensors.ts";
import { torchNames } from "../torch.ts";

/**
 * A network from safetensors with PyTorch's names, as Myelin exports them; the numbers may have been trained on in PyTorch.
 *
 * @throws MyelinError of kind "input": JSON_…, MODEL_SPEC, MODEL_TENSORS, MODEL_SHAPE.
 */
export function networkFromTorch(file: NamedBytes, { tensors, metadata }: Safetensors): Network {
  const text = metadata.get(TORCH_KEY) as string;
  const json = parseJson({ name: file.name, text }, { maxDepth: 64, place: `metadata "${TORCH_KEY}"` });
  const spec = readSpec(file, (json as { readonly network?: never } | null)?.network);
  const names = torchNames(shapeLayers(spec));
  const renamed = new Map<string, Tensor>();
  for (const [name, tensor] of tensors)
    if (!name.endsWith(".num_batches_tracked")) renamed.set(names.get(name) ?? name, tensor);
  return networkFromTensors(file, spec, renamed);
}
