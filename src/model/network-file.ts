import { defaultHost } from "../core/default-host.ts";
import { inputError, MyelinError } from "../core/errors.ts";
import type { Host } from "../core/host.ts";
import { canonicalJson, type Json } from "../core/json.ts";
import { printable } from "../core/text.ts";
import { parseJson } from "../formats/json.ts";
import { type NamedBytes, shownName } from "../formats/named.ts";
import { readSafetensors, type Tensor, writeSafetensors } from "../formats/safetensors.ts";
import { type Network, type NetworkSpec, parseNetworkSpec } from "../network/index.ts";
import type { TrainingState } from "../training/state.ts";
import { checkFinite, networkFromTensors, networkTensors, STATE_PREFIX } from "./network-tensors.ts";
import { SEAL, seal } from "./seal.ts";

/**
 * Version of what stands under the metadata key `myelin`: 2 knows layers of every kind and statistics. A network of dense layers
 * alone is written as version 1, byte for byte, so that older versions read it.
 */
export const MODEL_FORMAT = 2;
const DENSE_FORMAT = 1;
/** Number of the bits contract: raised when a release computes other bits from the same settings and seed. */
export const NUMERIC_EPOCH = 1;
const KEY = "myelin";

export interface SaveOptions {
  /** What a resumed run needs beside the parameters. */
  readonly state?: TrainingState;
  /** More plain JSON to keep with the network, for example settings, data and history of its run. */
  readonly metadata?: { readonly [key: string]: Json };
  readonly host?: Host;
}

export interface LoadOptions {
  /** Also accept NaN and infinite parameters, to look at them. Default false. */
  readonly allowNotFinite?: boolean;
  readonly host?: Host;
}

export interface LoadedNetwork {
  readonly network: Network;
  readonly state?: TrainingState;
  readonly metadata: { readonly [key: string]: Json };
  /** Number of the bits contract the network was made under. */
  readonly numericEpoch: number;
}

/**
 * A network as a safetensors file: tensors `layer1.weights` and `layer1.biases`, … and `state.<name>`, all F32. Weights are
 * [out, in] of a dense layer, [filters, channels, height, width] of a convolution, [channels] of a batch norm (γ; its biases
 * are β), which has `layer2.mean` and `layer2.variance` too; layers without parameters have no tensors. Everything else is one canonical JSON text in the metadata under `myelin`, sealed by a SHA-256 under `sha256`.
 *
 * Network, state and metadata are read before the first await: training may go on while the promise is pending.
 */
export function networkToSafetensors(network: Network, options: SaveOptions = {}): Promise<Uint8Array> {
  const { state, metadata = {}, host = defaultHost } = options;
  const tensors = new Map<string, Tensor>();
  for (const [name, tensor] of networkTensors(network))
    tensors.set(name, copy(tensor.data as Float32Array, tensor.shape));
  for (const [name, data] of state?.tensors ?? []) tensors.set(STATE_PREFIX + name, copy(data, [data.length]));
  const rest = state && { format: state.format, epoch: state.epoch, step: state.step, json: state.json };
  const format = network.layers.every(({ kind }) => kind === "dense") ? DENSE_FORMAT : MODEL_FORMAT;
  const text = { format, metadata, network: network.spec, numericEpoch: NUMERIC_EPOCH, state: rest };
  return sealed(tensors, new Map([[KEY, canonicalJson(text)]]), host);
}

function copy(data: Float32Array, shape: readonly number[]): Tensor {
  return { dtype: "F32", shape, data: Float32Array.from(data) };
}

async function sealed(tensors: Map<string, Tensor>, texts: Map<string, string>, host: Host): Promise<Uint8Array> {
  texts.set(SEAL, await seal(tensors, texts, host));
  return writeSafetensors(tensors, texts);
}

/**
 * Reads what `networkToSafetensors` wrote. The seal is checked first, so that a flipped bit is always noticed.
 *
 * @throws MyelinError of kind "input": ST_… and JSON_… where the file is broken, MODEL_FOREIGN (not from Myelin),
 * MODEL_DAMAGED (seal), MODEL_NEWER, MODEL_SPEC, MODEL_STATE, MODEL_TENSORS, MODEL_SHAPE, MODEL_NOT_FINITE.
 */
export async function networkFromSafetensors(file: NamedBytes, options: LoadOptions = {}): Promise<LoadedNetwork> {
  const { tensors, metadata } = readSafetensors(file);
  const text = metadata.get(KEY);
  if (text === undefined) {
    const sentence = 'the metadata has no "myelin" entry, so the network is unknown: expected a file that Myelin saved';
    throw refuse(file, "MODEL_FOREIGN", sentence);
  }
  await checkSeal(file, tensors, metadata, options.host ?? defaultHost);
  const json = fields(file, parseJson({ name: file.name, text }, { maxDepth: 64, place: 'metadata "myelin"' }));
  if (json.format !== MODEL_FORMAT && json.format !== DENSE_FORMAT) {
    const sentence = `model format ${shownValue(json.format)}, but this version reads formats up to ${MODEL_FORMAT}`;
    throw refuse(file, "MODEL_NEWER", `${sentence}: install a newer Myelin`);
  }
  const network = networkFromTensors(file, readSpec(file, json.network), tensors);
  if (!options.allowNotFinite) checkFinite(file, network);
  const state = json.state === undefined ? undefined : readState(file, json.state, tensors);
  const rest = { metadata: fields(file, json.metadata), numericEpoch: Number(json.numericEpoch) };
  return state === undefined ? { network, ...rest } : { network, state, ...rest };
}

async function checkSeal(
  file: NamedBytes,
  tensors: ReadonlyMap<string, Tensor>,
  metadata: ReadonlyMap<string, string>,
  host: Host,
): Promise<void> {
  const expected = metadata.get(SEAL);
  const found = await seal(tensors, metadata, host);
  if (expected === found) return;
  const wanted = expected === undefined ? "its SHA-256 is missing" : `expected SHA-256 ${printable(expected, 64)}`;
  const sentence = `the contents were changed after saving: ${wanted}, found ${found}; take another copy of the file`;
  throw refuse(file, "MODEL_DAMAGED", sentence);
}

/** The spec in a file. @throws MODEL_SPEC */
export function readSpec(file: NamedBytes, json: Json | undefined): NetworkSpec {
  try {
    return parseNetworkSpec(json);
  } catch (error) {
    if (!(error instanceof MyelinError)) throw error;
    throw inputError("MODEL_SPEC", `${shownName(file)}: ${printable(error.message)}`, {
      ...error.facts,
      file: file.name,
    });
  }
}

function readState(file: NamedBytes, json: Json, tensors: ReadonlyMap<string, Tensor>): TrainingState {
  const { format, epoch, step, json: rest = null } = fields(file, json);
  const counts = [epoch, step].every((n) => typeof n === "number" && Number.isSafeInteger(n) && n >= 0);
  if (format !== 1 || !counts) {
    const found = `format ${shownValue(format)}, epoch ${shownValue(epoch)}, step ${shownValue(step)}`;
    throw refuse(file, "MODEL_STATE", `training state with ${found}: expected format 1 and whole numbers from 0`);
  }
  const named = [...tensors].filter(([name]) => name.startsWith(STATE_PREFIX));
  for (const [name, { dtype }] of named) {
    if (dtype !== "F32") throw refuse(file, "MODEL_STATE", `tensor ${printable(name, 60)} is ${dtype}: expected F32`);
  }
  const state = named.map(([name, { data }]) => [name.slice(STATE_PREFIX.length), data as Float32Array] as const);
  return { format: 1, epoch: epoch as number, step: step as number, json: rest, tensors: new Map(state) };
}

function fields(file: NamedBytes, json: Json | undefined): { readonly [key: string]: Json } {
  if (typeof json === "object" && json !== null && !Array.isArray(json))
    return json as { readonly [key: string]: Json };
  throw refuse(file, "MODEL_STATE", `${shownValue(json)} in the metadata: expected an object; take another copy`);
}

function shownValue(value: Json | undefined): string {
  return value === undefined ? "nothing" : printable(JSON.stringify(value), 40);
}

function refuse(file: NamedBytes, code: string, sentence: string): MyelinError {
  return inputError(code, `${shownName(file)}: ${sentence}.`, { file: file.name });
}
