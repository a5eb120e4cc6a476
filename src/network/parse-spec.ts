import { usageError } from "../core/errors.ts";
import { type PictureShape, valuesOf } from "../core/picture-shape.ts";
import { checkSeed } from "../core/random.ts";
import { expected, fields, oneOf, positive, wholeNumber } from "./checks.ts";
import { COST_NAMES } from "./costs/index.ts";
import { type DenseSpec, kindOf, LAYER_KIND_NAMES, LAYER_KINDS, type LayerSpec } from "./layers/index.ts";
import { INITIALISATION_NAMES } from "./schemes.ts";
import { shapeLayers } from "./shapes.ts";
import type { InputSpec, NetworkSpec } from "./spec.ts";

/** Most inputs and most parameters of a network: what one WebAssembly memory can train. */
const MOST_INPUTS = 16_777_216;
const MOST_PARAMETERS = 134_217_728;

/**
 * Checks plain JSON and returns it as a NetworkSpec.
 *
 * @throws MyelinError SPEC_* with the place, what was expected and what was found; an unknown key with the nearest valid one
 */
export function parseNetworkSpec(json: unknown): NetworkSpec {
  const spec = fields(json, "network", ["input", "layers", "cost", "initialisation", "seed", "classes"]);
  const input = fields(spec.input, "network.input", ["shape", "divideBy", "standardise"]);
  if (!Array.isArray(spec.layers) || spec.layers.length === 0)
    throw expected("network.layers", "a list of at least one layer", spec.layers);
  const layers = parseLayers(spec.layers);
  checkSeed(spec.seed as number);
  const parsed: NetworkSpec = {
    input: parseInput(input),
    layers,
    cost: oneOf(spec.cost, COST_NAMES, "network.cost"),
    initialisation: oneOf(spec.initialisation, INITIALISATION_NAMES, "network.initialisation"),
    seed: spec.seed as number,
    ...(spec.classes === undefined ? {} : { classes: parseClasses(spec.classes, outputLayer(layers).units) }),
  };
  checkPairs(parsed);
  checkSize(parsed);
  return parsed;
}

function parseInput(input: Record<string, unknown>): InputSpec {
  const shape = parseShape(input.shape);
  const divideBy = positive(input.divideBy, "network.input.divideBy");
  if (input.standardise === undefined) return { shape, divideBy };
  const { mean, deviation } = fields(input.standardise, "network.input.standardise", ["mean", "deviation"]);
  const values = valuesOf(shape);
  const numbers = (list: unknown, name: string, above: number) => {
    const good = (value: unknown) => Number.isFinite(value) && (value as number) > above;
    if (Array.isArray(list) && list.length === values && list.every(good)) return list as number[];
    throw expected(`network.input.standardise.${name}`, `${values} numbers, one a value of the input`, list);
  };
  const standardise = { mean: numbers(mean, "mean", -Infinity), deviation: numbers(deviation, "deviation", 0) };
  return { shape, divideBy, standardise };
}

/** A dense layer is written without its kind where no layer has another: as before there were others. */
function parseLayers(json: readonly unknown[]): LayerSpec[] {
  const layers = json.map(parseLayer);
  outputLayer(layers);
  if (layers.every(({ kind }) => kind === undefined)) return layers;
  return layers.map((layer) => (layer.kind === undefined ? { kind: "dense", ...(layer as DenseSpec) } : layer));
}

/** One layer; its shape is not looked at. @throws MyelinError SPEC_* */
export function parseLayer(json: unknown, index: number): LayerSpec {
  const where = `network.layers[${index}]`;
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw expected(where, "an object", json);
  const { kind: named, ...rest } = json as { kind?: unknown };
  const kind = named === undefined ? "dense" : oneOf(named, LAYER_KIND_NAMES, `${where}.kind`);
  return LAYER_KINDS[kind].parse(fields(rest, where, LAYER_KINDS[kind].names), where);
}

function outputLayer(layers: readonly LayerSpec[]): DenseSpec {
  const last = layers.at(-1)!;
  if (last.kind === undefined || last.kind === "dense") return last;
  throw usageError(
    "SPEC_INVALID",
    `The last layer must be dense, one unit a class, but it is ${kindOf(last).words(last)}: add a dense layer.`,
  );
}

function parseShape(shape: unknown): PictureShape {
  const where = "network.input.shape";
  if (!Array.isArray(shape) || (shape.length !== 2 && shape.length !== 3))
    throw expected(where, "[height, width] or [height, width, channels]", shape);
  const sizes = shape.map((size, i) => wholeNumber(size, 1, MOST_INPUTS, `${where}[${i}]`));
  const [height, width, channels = 1] = sizes as [number, number, number?];
  if (height * width * channels > MOST_INPUTS) throw expected(where, `at most ${MOST_INPUTS} values`, shape);
  return channels === 1 ? [height, width] : [height, width, channels];
}

function parseClasses(classes: unknown, outputs: number): string[] {
  if (!Array.isArray(classes) || !classes.every((name) => typeof name === "string"))
    throw expected("network.classes", "a list of names", classes);
  if (classes.length !== outputs) throw expected("network.classes", `${outputs} names, one an output`, classes.length);
  return classes;
}

/** Pairs of output activation and cost whose gradient makes no sense are refused with the reason. */
function checkPairs(spec: NetworkSpec): void {
  const hidden = spec.layers.slice(0, -1).findIndex((layer) => "activation" in layer && layer.activation === "softmax");
  if (hidden >= 0) {
    throw usageError(
      "SPEC_PAIR",
      `network.layers[${hidden}].activation is softmax, which only the output layer may have: choose sigmoid, tanh or relu.`,
    );
  }
  const output = outputLayer(spec.layers).activation;
  const wanted = { "cross-entropy": "sigmoid", "log-likelihood": "softmax", quadratic: undefined }[spec.cost];
  if (wanted !== undefined && output !== wanted) {
    throw usageError(
      "SPEC_PAIR",
      `The cost ${spec.cost} needs ${wanted} outputs, whose answers are probabilities, but the output layer is ${output}: set its activation to ${wanted}, or choose another cost.`,
    );
  }
  if (spec.cost === "quadratic" && output === "softmax") {
    throw usageError(
      "SPEC_PAIR",
      "The quadratic cost on softmax outputs hardly learns where it is wrong: use the cost log-likelihood, or sigmoid outputs.",
    );
  }
}

function checkSize(spec: NetworkSpec): void {
  const total = shapeLayers(spec).at(-1)!.end;
  if (total > MOST_PARAMETERS) throw expected("network", `at most ${MOST_PARAMETERS} parameters`, total);
}
