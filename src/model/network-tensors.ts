import { inputError, type MyelinError } from "../core/errors.ts";
import { integer, list, printable } from "../core/text.ts";
import { type NamedBytes, shownName } from "../formats/named.ts";
import type { Tensor } from "../formats/safetensors.ts";
import { Network, type NetworkSpec, type ShapedLayer, shapeLayers } from "../network/index.ts";

/** In front of the names of optimizer state. */
export const STATE_PREFIX = "state.";

interface Wanted {
  readonly name: string;
  readonly shape: readonly number[];
  /** Which of the network's arrays it is a part of, from where on. */
  readonly of: "parameters" | "statistics";
  readonly at: number;
}

/** The tensors of a network, layer by layer: `layer1.weights`, `layer1.biases`, … */
function wantedTensors(layers: readonly ShapedLayer[]): Wanted[] {
  return layers.flatMap((layer): Wanted[] => {
    const { weights, biases, end, statistics } = layer;
    const [units, mean] = [end - biases, statistics[0]];
    if (units === 0) return [];
    const name = (of: string) => `layer${layer.number}.${of}`;
    const wanted: Wanted[] = [
      { name: name("weights"), shape: weightShape(layer), of: "parameters", at: weights },
      { name: name("biases"), shape: [units], of: "parameters", at: biases },
    ];
    if (layer.kind !== "batch-norm") return wanted;
    return [
      ...wanted,
      { name: name("mean"), shape: [units], of: "statistics", at: mean },
      { name: name("variance"), shape: [units], of: "statistics", at: mean + units },
    ];
  });
}

function weightShape(layer: ShapedLayer): readonly number[] {
  if (layer.kind === "conv") return [layer.spec.filters, layer.input.channels, ...layer.spec.kernel];
  return layer.kind === "dense" ? [layer.outputs, layer.inputs] : [layer.output.channels];
}

const lengthOf = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);

/** The network's parameters and statistics as tensors; views, not copies. */
export function networkTensors(network: Network): Map<string, Tensor> {
  return new Map(
    wantedTensors(network.layers).map(({ name, shape, of, at }) => {
      const data = network[of].subarray(at, at + lengthOf(shape));
      return [name, { dtype: "F32", shape, data }];
    }),
  );
}

/**
 * A network from its spec and its tensors; every tensor is checked against the spec before anything is allocated.
 *
 * @throws MODEL_TENSORS for missing and unexpected tensors, MODEL_SHAPE for wrong shapes and dtypes.
 */
export function networkFromTensors(file: NamedBytes, spec: NetworkSpec, tensors: ReadonlyMap<string, Tensor>): Network {
  const layers = shapeLayers(spec);
  const wanted = wantedTensors(layers);
  checkNames(file, layers, wanted, tensors);
  for (const each of wanted) checkShape(file, each, tensors.get(each.name) as Tensor);
  const last = layers.at(-1) as ShapedLayer;
  const numbers = { parameters: new Float32Array(last.end), statistics: new Float32Array(last.statistics[1]) };
  for (const { name, of, at } of wanted) numbers[of].set(tensors.get(name)?.data as Float32Array, at);
  return new Network(spec, numbers.parameters, numbers.statistics);
}

function checkNames(
  file: NamedBytes,
  layers: readonly ShapedLayer[],
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
  const sentence = `the tensors do not fit a network of ${networkWords(layers)}: ${list(faults)}; ${hint}`;
  const facts = { missing: missing.map(({ name }) => name), extra: extra.map(([name]) => name) };
  throw refuse(file, "MODEL_TENSORS", sentence, facts);
}

/** `sizes [784, 30, 10]`, or the layers where there are others than dense ones. */
function networkWords(layers: readonly ShapedLayer[]): string {
  if (layers.some(({ kind }) => kind !== "dense")) return `the layers ${layers.map(({ words }) => words).join(", ")}`;
  return `sizes [${[layers[0]?.inputs, ...layers.map(({ outputs }) => outputs)].join(", ")}]`;
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
