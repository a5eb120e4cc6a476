import { inputError, type MyelinError } from "../../core/errors.ts";
import type { Json } from "../../core/json.ts";
import { integer, printable } from "../../core/text.ts";
import { parseJson } from "../../formats/json.ts";
import { type NamedBytes, shownName } from "../../formats/named.ts";
import { Network, type NetworkSpec } from "../../network/index.ts";
import { NETWORK2_COSTS } from "../export/network2.ts";
import { readSpec } from "../network-file.ts";

type Fields = { readonly [key: string]: Json | undefined };

/** The book's program takes pixels divided by 256. */
const BOOK_DIVIDES_BY = 256;

/**
 * A network from the JSON of the book's `network2.py`, or as Myelin exports it. The book's own files say nothing of the
 * input: 784 inputs are taken as 28 × 28 pixels, and so on for other squares, divided by 256 as the book's data are.
 *
 * @throws MyelinError of kind "input": JSON_…, MODEL_FOREIGN, MODEL_SPEC, MODEL_SHAPE with the place of a number that is
 * missing, too much or none.
 */
export function networkFromNetwork2(file: NamedBytes): Network {
  const json = parseJson(file);
  const { sizes, weights, biases, cost, myelin } = (typeof json === "object" ? (json ?? {}) : {}) as Fields;
  if (!isSizes(sizes) || weights === undefined || biases === undefined) {
    const sentence = "expected the JSON of the book's network2.py, with sizes, weights and biases";
    throw refuse(file, "MODEL_FOREIGN", `${sentence}; give a file that it or Myelin saved`);
  }
  const spec = myelin === undefined ? bookSpec(file, sizes, cost) : readSpec(file, myelin);
  const layers = sizes.slice(1).map((units, i) => {
    const rows = listOf(file, weightsOf(file, weights, i, sizes), units, `weights[${i}]`);
    const columns = listOf(file, weightsOf(file, biases, i, sizes), units, `biases[${i}]`);
    return [
      ...rows.flatMap((row, unit) => numbersOf(file, row, sizes[i]!, `weights[${i}][${unit}]`)),
      ...columns.flatMap((column, unit) => numbersOf(file, column, 1, `biases[${i}][${unit}]`)),
    ];
  });
  const parameters = Float32Array.from(layers.flat());
  try {
    return new Network(spec, parameters);
  } catch {
    throw refuse(file, "MODEL_SHAPE", `sizes [${sizes.join(", ")}] do not fit the network that stands under "myelin"`);
  }
}

function isSizes(sizes: Json | undefined): sizes is number[] {
  const whole = (size: Json) => typeof size === "number" && Number.isInteger(size) && size >= 1 && size <= 16_777_216;
  return Array.isArray(sizes) && sizes.length >= 2 && sizes.every(whole);
}

function bookSpec(file: NamedBytes, sizes: readonly number[], cost: Json | undefined): NetworkSpec {
  const known = Object.entries(NETWORK2_COSTS).find(([, name]) => name === cost);
  if (known === undefined) {
    const names = Object.values(NETWORK2_COSTS).join(" or ");
    const found = cost === undefined ? "nothing" : printable(JSON.stringify(cost), 40);
    throw refuse(file, "MODEL_SPEC", `the cost is ${found}: expected ${names}`);
  }
  const side = Math.floor(Math.sqrt(sizes[0]!) + 0.5);
  return {
    input: { shape: side * side === sizes[0] ? [side, side] : [1, sizes[0]!], divideBy: BOOK_DIVIDES_BY },
    layers: sizes.slice(1).map((units) => ({ units, activation: "sigmoid" })),
    cost: known[0] as NetworkSpec["cost"],
    initialisation: "scaled",
    seed: 0,
  };
}

/** Weights or biases of layer i. */
function weightsOf(file: NamedBytes, all: Json, i: number, sizes: readonly number[]): Json {
  return listOf(file, all, sizes.length - 1, "weights or biases")[i]!;
}

function listOf(file: NamedBytes, json: Json, length: number, where: string): readonly Json[] {
  if (Array.isArray(json) && json.length === length) return json;
  const found = Array.isArray(json) ? integer(json.length) : "none";
  throw refuse(file, "MODEL_SHAPE", `${where} should be a list of ${integer(length)}, but has ${found}`);
}

function numbersOf(file: NamedBytes, json: Json, length: number, where: string): readonly number[] {
  const numbers = listOf(file, json, length, where);
  const wrong = numbers.findIndex((value) => typeof value !== "number");
  if (wrong < 0) return numbers as readonly number[];
  throw refuse(
    file,
    "MODEL_SHAPE",
    `${where}[${wrong}] is ${printable(JSON.stringify(numbers[wrong]), 40)}: expected a number`,
  );
}

function refuse(file: NamedBytes, code: string, sentence: string): MyelinError {
  return inputError(code, `${shownName(file)}: ${sentence}.`, { file: file.name });
}
