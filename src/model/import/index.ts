import { defaultHost } from "../../core/default-host.ts";
import { inputError } from "../../core/errors.ts";
import { describeBytes, type NamedBytes, shownName } from "../../formats/named.ts";
import { isOnnx } from "../../formats/onnx-kind.ts";
import { readSafetensors } from "../../formats/safetensors.ts";
import { isZip } from "../../formats/zip.ts";
import { Network } from "../../network/index.ts";
import { TORCH_KEY } from "../keys.ts";
import { type LoadedNetwork, type LoadOptions, NUMERIC_EPOCH, networkFromSafetensors } from "../network-file.ts";
import { checkFinite } from "../network-tensors.ts";

/** `{`, which safetensors have behind the eight bytes of a length. */
const BRACE = 0x7b;

/**
 * A network from a file that Myelin saved or exported: safetensors (its own, or with PyTorch's names), npz, the JSON of the
 * book's network2.py (the book's own files too) and ONNX, told by their first bytes. No file can run code.
 *
 * @returns what it holds; state and metadata only of a file that Myelin saved
 * @throws MyelinError of kind "input", with codes that begin with ST_, ZIP_, NPY_, NPZ_, JSON_, ONNX_, PROTOBUF_ and MODEL_
 */
export async function networkFromFile(file: NamedBytes, options: LoadOptions = {}): Promise<LoadedNetwork> {
  const read = await readAny(file, options);
  if (!(read instanceof Network)) return read;
  if (!options.allowNotFinite) checkFinite(file, read);
  return { network: read, metadata: {}, numericEpoch: NUMERIC_EPOCH };
}

async function readAny(file: NamedBytes, options: LoadOptions): Promise<Network | LoadedNetwork> {
  // Readers are loaded when a file needs them.
  if (isZip(file.bytes)) return (await import("./npz.ts")).networkFromNpz(file, options.host ?? defaultHost);
  if (isOnnx(file.bytes) && file.bytes[8] !== BRACE) return (await import("./onnx.ts")).networkFromOnnx(file);
  if (looksLikeJson(file.bytes)) return (await import("./network2.ts")).networkFromNetwork2(file);
  const like = describeBytes(file.bytes);
  if (like !== undefined) {
    const wanted = "expected a network that Myelin saved or exported (safetensors, npz, ONNX or network2 JSON)";
    throw inputError("MODEL_FOREIGN", `${shownName(file)} looks like ${like}: ${wanted}.`, { file: file.name });
  }
  const content = readSafetensors(file);
  if (content.metadata.has(TORCH_KEY)) return (await import("./torch.ts")).networkFromTorch(file, content);
  return networkFromSafetensors(file, options);
}

/** A brace behind a byte order mark or white space. */
function looksLikeJson(bytes: Uint8Array): boolean {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const first = bytes.subarray(start, start + 4096).find((byte) => byte > 0x20);
  return first === BRACE && bytes[8] !== BRACE;
}
