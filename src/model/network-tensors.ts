import { inputError, type MyelinError } from "../core/errors.ts";
import { integer, list, printable } from "../core/text.ts";
import { type NamedBytes, shownName } from "../formats/named.ts";
import type { Tensor } from "../formats/safetensors.ts";
import { layerSizes, Network, type NetworkSpec } from "../network/index.ts";

/** In front of the names of optimizer state. */
export const STATE_PREFIX = "state.";

interface Wanted {
  readonly name: string;
  readonly shape: readonly number[];
}

/** The tensors of a network in canonical order: `layer1.weights` [out, in], `layer1.biases` [out], … */
function wantedTensors(sizes: readonly number[]): Wanted[] {
  return sizes.slice(1).flatMap((units, i) => [
    { name: `layer${i + 1}.weights`, shape: [units, sizes[i] as number] },
    { name: `layer${i + 1}.biases`, shape: [units] },
  ]);
}

/** The network's parameters as tensors; views, not copies. */
export function networkTensors(network: Network): Map<string, Tensor> {
  const tensors = new Map<string, Tensor>();
  let at = 0;
  for (const { name, shape } of wantedTensors(network.sizes)) {
    const length = shape.reduce((product, size) => product * size, 1);
    tensors.set(name, { dtype: "F32", shape, data: network.parameters.subarray(at, at + length) });
    at += length;
  }
  return tensors;
}

/**
 * A network from its spec and its tensors; every tensor is checked against the spec before anything is allocated.
 *
 * @throws MODEL_TENSORS for missing and unexpected tensors, MODEL_SHAPE for wrong shapes and dtypes.
 */
export function networkFromTensors(file: NamedBytes, spec: NetworkSpec, tensors: ReadonlyMap<string, Tensor>): Network {
  const sizes = layerSizes(spec);
  const wanted = wantedTensors(sizes);
  checkNames(file, sizes, wanted, tensors);
  for (const each of wanted) checkShape(file, each, tensors.get(each.name) as Tensor);
  const parameters = new Float32Array(wanted.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0));
  let at = 0;
  for (const { name } of wanted) {
    const data = tensors.get(name)?.data as Float32Array;
    parameters.set(data, at);
    at += data.length;
  }
  return new Network(spec, parameters);
}

function checkNames(
  file: NamedBytes,
  sizes: readonly number[],
  wanted: readonly Wanted[],
  tensors: ReadonlyMap<string, Tensor>,
): void {
  const names = new Set(wanted.map(({ name }) => name));
  const missing = wanted.filter(({ name }) => !tensors.has(name));
  const extra = [...tensors].filter(([name]) => !names.has(name) && !name.startsWith(STATE_PREFIX));
  if (missing.length === 0 && extra.length === 0) return;
  const faults: string[] = [];
  if (missing.length > 0) faults.push(`${some(missing.map(({ name }) => name))} missing`);
  if (extra.length > 0) faults.push(`${some(extra.map(([name]) => name))} unexpected`);
  const renamed = missing.flatMap(({ name, shape }) => {
    const twin = extra.find(([, tensor]) => `${tensor.shape}` === `${shape}`);
    return twin === undefined ? [] : [`${name} may be ${printable(twin[0], 60)}`];
  });
  const hint = renamed.length > 0 ? `${some(renamed)} by its shape` : "give a file that Myelin saved";
  const sentence = `the tensors do not fit a network of sizes [${sizes.join(", ")}]: ${list(faults)}; ${hint}`;
  const facts = { missing: missing.map(({ name }) => name), extra: extra.map(([name]) => name) };
  throw refuse(file, "MODEL_TENSORS", sentence, facts);
}

function some(names: readonly string[]): string {
  const shown = names.slice(0, 4).map((name) => printable(name, 60));
  return list(names.length > 4 ? [...shown, `${integer(names.length - 4)} more`] : shown);
}

function checkShape(file: NamedBytes, { name, shape }: Wanted, tensor: Tensor): void {
  const sameShape = `${tensor.shape}` === `${shape}`;
  if (sameShape && tensor.dtype === "F32") return;
  const found = `${tensor.dtype} [${tensor.shape.slice(0, 8).join(", ")}${tensor.shape.length > 8 ? ", …" : ""}]`;
  const transposed = !sameShape && `${[...tensor.shape].reverse()}` === `${shape}`;
  const advice = transposed ? "it looks transposed, weights are stored [out, in]" : "give a file that Myelin saved";
  const sentence = `tensor ${name} is ${found}: expected F32 [${shape.join(", ")}]; ${advice}`;
  throw refuse(file, "MODEL_SHAPE", sentence, { tensor: name, expected: shape, found: tensor.shape });
}

/**
 * Refuses NaN and infinite parameters: a network that holds them answers nothing.
 *
 * @throws MODEL_NOT_FINITE with tensor, first index and count.
 */
export function checkFinite(file: NamedBytes, network: Network): void {
  for (const [name, { data }] of networkTensors(network)) {
    const values = data as Float32Array;
    const index = values.findIndex((value) => !Number.isFinite(value));
    if (index < 0) continue;
    const count = values.reduce((sum, value) => sum + (Number.isFinite(value) ? 0 : 1), 0);
    const sentence = `tensor ${name} holds ${integer(count)} values that are NaN or infinite, the first at index ${index}`;
    const advice = "expected finite numbers; take an earlier checkpoint";
    throw refuse(file, "MODEL_NOT_FINITE", `${sentence}: ${advice}`, { tensor: name, index, count });
  }
}

function refuse(file: NamedBytes, code: string, sentence: string, facts: Record<string, unknown>): MyelinError {
  return inputError(code, `${shownName(file)}: ${sentence}.`, { file: file.name, ...facts });
}
