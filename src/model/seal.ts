import type { Host } from "../core/host.ts";
import { canonicalJson } from "../core/json.ts";
import type { Tensor } from "../formats/safetensors.ts";
import { tensorBytes } from "../formats/safetensors-dtypes.ts";

/** Metadata key of the seal. */
export const SEAL = "sha256";

/**
 * SHA-256 over everything in a model file but its own digest: the other metadata, the names, dtypes and shapes in the
 * order of the names, and the tensors' bytes. A flipped bit anywhere that changes what is read changes it.
 */
export async function seal(
  tensors: ReadonlyMap<string, Tensor>,
  metadata: ReadonlyMap<string, string>,
  host: Host,
): Promise<string> {
  const names = [...tensors.keys()].sort();
  const sorted = names.map((name) => tensors.get(name) as Tensor);
  const layout = sorted.map(({ dtype, shape }, i) => [names[i], dtype, shape]);
  const texts = [...metadata].filter(([key]) => key !== SEAL).sort(([a], [b]) => (a < b ? -1 : 1));
  const head = new TextEncoder().encode(canonicalJson({ layout, texts }));
  return host.sha256([head, ...sorted.map(tensorBytes)]);
}
