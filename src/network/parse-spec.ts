import { usageError } from "../core/errors.ts";
import { checkSeed } from "../core/random.ts";
import { nearest } from "../core/text.ts";
import { ACTIVATION_NAMES } from "./activations/index.ts";
import { COST_NAMES } from "./costs/index.ts";
import { INITIALISATION_NAMES } from "./initialise.ts";
import type { LayerSpec, NetworkSpec } from "./spec.ts";

/** Most units in a layer and most parameters in a network: what one WebAssembly memory can train. */
const MOST_INPUTS = 16_777_216;
const MOST_UNITS = 65_536;
const MOST_PARAMETERS = 134_217_728;

type Fields = Record<string, unknown>;

/**
 * Checks plain JSON and returns it as a NetworkSpec.
 *
 * @throws MyelinError SPEC_* with the place, what was expected and what was found; an unknown key with the nearest valid one
 */
export function parseNetworkSpec(json: unknown): NetworkSpec {
  const spec = fields(json, "network", ["input", "layers", "cost", "initialisation", "seed", "classes"]);
  const input = fields(spec.input, "network.input", ["shape", "divideBy"]);
  if (!Array.isArray(spec.layers) || spec.layers.length === 0)
    throw expected("network.layers", "a list of at least one layer", spec.layers);
  const layers = spec.layers.map(parseLayer);
  checkSeed(spec.seed as number);
  const parsed: NetworkSpec = {
    input: { shape: parseShape(input.shape), divideBy: positive(input.divideBy, "network.input.divideBy") },
    layers,
    cost: oneOf(spec.cost, COST_NAMES, "network.cost"),
    initialisation: oneOf(spec.initialisation, INITIALISATION_NAMES, "network.initialisation"),
    seed: spec.seed as number,
    ...(spec.classes === undefined ? {} : { classes: parseClasses(spec.classes, layers.at(-1)!.units) }),
  };
  checkPairs(parsed);
  checkSize(parsed);
  return parsed;
}

function parseLayer(json: unknown, index: number): LayerSpec {
  const where = `network.layers[${index}]`;
  const layer = fields(json, where, ["units", "activation"]);
  return {
    units: wholeNumber(layer.units, 1, MOST_UNITS, `${where}.units`),
    activation: oneOf(layer.activation, ACTIVATION_NAMES, `${where}.activation`),
  };
}

function parseShape(shape: unknown): [number, number] {
  if (!Array.isArray(shape) || shape.length !== 2) throw expected("network.input.shape", "[height, width]", shape);
  return [
    wholeNumber(shape[0], 1, MOST_INPUTS, "network.input.shape[0]"),
    wholeNumber(shape[1], 1, MOST_INPUTS, "network.input.shape[1]"),
  ];
}

function parseClasses(classes: unknown, outputs: number): string[] {
  if (!Array.isArray(classes) || !classes.every((name) => typeof name === "string"))
    throw expected("network.classes", "a list of names", classes);
  if (classes.length !== outputs) throw expected("network.classes", `${outputs} names, one an output`, classes.length);
  return classes;
}

/** Pairs of output activation and cost whose gradient makes no sense are refused with the reason. */
function checkPairs(spec: NetworkSpec): void {
  const hidden = spec.layers.slice(0, -1).findIndex((layer) => layer.activation === "softmax");
  if (hidden >= 0) {
    throw usageError(
      "SPEC_PAIR",
      `network.layers[${hidden}].activation is softmax, which only the output layer may have: choose sigmoid, tanh or relu.`,
    );
  }
  const output = spec.layers.at(-1)!.activation;
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
  let inputs = spec.input.shape[0] * spec.input.shape[1];
  let total = 0;
  for (const layer of spec.layers) {
    total += (inputs + 1) * layer.units;
    inputs = layer.units;
  }
  if (total > MOST_PARAMETERS) throw expected("network", `at most ${MOST_PARAMETERS} parameters`, total);
}

function fields(json: unknown, where: string, names: readonly string[]): Fields {
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw expected(where, "an object", json);
  for (const key of Object.keys(json)) {
    if (!names.includes(key)) {
      const near = nearest(key, names);
      throw usageError(
        "SPEC_UNKNOWN",
        `${where} has no setting ${JSON.stringify(key)}${near ? `: did you mean ${JSON.stringify(near)}?` : `; it has ${names.join(", ")}.`}`,
      );
    }
  }
  return json as Fields;
}

function wholeNumber(value: unknown, low: number, high: number, where: string): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < low || value > high)
    throw expected(where, `a whole number from ${low} to ${high}`, value);
  return value;
}

function positive(value: unknown, where: string): number {
  if (typeof value !== "number" || !(value > 0) || value === Infinity) throw expected(where, "a number above 0", value);
  return value;
}

function oneOf<Name extends string>(value: unknown, names: readonly Name[], where: string): Name {
  if (names.includes(value as Name)) return value as Name;
  const near = typeof value === "string" ? nearest(value, names) : undefined;
  throw expected(where, near ? `${near} (of ${names.join(", ")})` : `one of ${names.join(", ")}`, value);
}

function expected(where: string, what: string, found: unknown) {
  return usageError("SPEC_INVALID", `${where} must be ${what}, but is ${JSON.stringify(found) ?? "missing"}.`, {
    where,
    found,
  });
}
