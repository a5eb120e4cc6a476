import { inputError } from "../../core/errors.ts";
import type { Host } from "../../core/host.ts";
import { parseJson } from "../../formats/json.ts";
import { type NamedBytes, shownName } from "../../formats/named.ts";
import { npzKeys, readNpz } from "../../formats/npz.ts";
import type { Tensor } from "../../formats/safetensors.ts";
import type { Network } from "../../network/index.ts";
import { SPEC_ARRAY } from "../keys.ts";
import { readSpec } from "../network-file.ts";
import { networkFromTensors } from "../network-tensors.ts";

/**
 * A network from .npz as Myelin exports it: `layer1.weights`, `layer1.biases`, …, and the spec as the bytes of a JSON text.
 *
 * @throws MyelinError of kind "input": ZIP_…, NPZ_KEYS, NPY_…, JSON_…, MODEL_FOREIGN, MODEL_SPEC, MODEL_TENSORS, MODEL_SHAPE.
 */
export async function networkFromNpz(file: NamedBytes, host: Host): Promise<Network> {
  const keys = npzKeys(file).filter((key) => key === SPEC_ARRAY || key.startsWith("layer"));
  const arrays = await readNpz(file, host, keys.includes(SPEC_ARRAY) ? keys : [SPEC_ARRAY]);
  const spec = arrays.get(SPEC_ARRAY)!.data;
  if (!(spec instanceof Uint8Array)) {
    const sentence = `${shownName(file)}: the array "${SPEC_ARRAY}" has no bytes: give an .npz file that Myelin exported.`;
    throw inputError("MODEL_FOREIGN", sentence, { file: file.name });
  }
  const json = parseJson({ name: file.name, bytes: spec }, { maxDepth: 64, place: `array "${SPEC_ARRAY}"` });
  const tensors = new Map<string, Tensor>();
  for (const [key, { type, shape, data }] of arrays) {
    if (key !== SPEC_ARRAY)
      tensors.set(key, { dtype: type === "f4" ? "F32" : type === "f8" ? "F64" : "U8", shape, data });
  }
  return networkFromTensors(file, readSpec(file, json), tensors);
}
