import { integer as digitsOf } from "../core/text.ts";
import {
  AUGMENTATIONS,
  type Augmentation,
  type AugmentationAmount,
  isAugmentation,
  parseAugmentation,
  printAugmentation,
} from "../dataset/index.ts";

/** The part of JSON Schema (draft 2020-12) that describes one setting. */
export type Schema = Readonly<Record<string, unknown>>;

/** A type of value: how it is checked, read from a command line, written back, and described to people and editors. */
export interface Kind<T> {
  /** What is expected, in words that fit behind "expected": `a whole number from 1 to 100,000`. */
  readonly expected: string;
  /** What stands behind the flag in the help, for example `<count>`. */
  readonly placeholder: string;
  /** Whether a JSON value is of this kind. */
  accepts(value: unknown): value is T;
  /** The JSON value that a text of the command line means; a text that means none is given back, for `accepts` to refuse. */
  parse(text: string): unknown;
  /** The text that `parse` reads as `value`. */
  print(value: T): string;
  readonly schema: Schema;
  /** The values to choose from, where there is a list. */
  readonly choices?: readonly string[];
}

/** A whole number, written without sign, point or exponent. */
export function integer(placeholder: string, minimum: number, maximum: number): Kind<number> {
  return {
    expected: `a whole number from ${digitsOf(minimum)} to ${digitsOf(maximum)}`,
    placeholder,
    accepts: (value): value is number => Number.isSafeInteger(value) && within(value as number, minimum, maximum),
    parse: (text) => (/^-?\d+$/.test(text.trim()) ? Number(text) : text),
    print: String,
    schema: { type: "integer", minimum, maximum },
  };
}

/** Where the numbers of a setting end. */
export interface Range {
  /** At least this. */
  readonly from?: number;
  /** Greater than this. */
  readonly above?: number;
  /** Smaller than this. */
  readonly below?: number;
  /** At most this. */
  readonly to?: number;
}

/** A finite number within a range. */
export function number(placeholder: string, range: Range): Kind<number> {
  const { from, above, below, to } = range;
  const ends = [
    ...(from === undefined ? [] : [below === undefined && to === undefined ? `of at least ${from}` : `from ${from}`]),
    ...(above === undefined ? [] : [`greater than ${above}`]),
    ...(below === undefined ? [] : [from === undefined ? `and below ${below}` : `to below ${below}`]),
    ...(to === undefined ? [] : [from === undefined ? `and at most ${to}` : `to ${to}`]),
  ];
  return {
    expected: ["a number", ...ends].join(" "),
    placeholder,
    accepts: (value): value is number => Number.isFinite(value) && inRange(value as number, range),
    parse: parseDecimal,
    print: String,
    schema: { type: "number", ...limits(range) },
  };
}

function inRange(value: number, { from = -Infinity, above = -Infinity, below = Infinity, to = Infinity }: Range) {
  return value >= from && value > above && value < below && value <= to;
}

/** The same range in the words of JSON Schema. */
function limits({ from, above, below, to }: Range): Schema {
  const named = { minimum: from, exclusiveMinimum: above, exclusiveMaximum: below, maximum: to };
  return Object.fromEntries(Object.entries(named).filter(([, limit]) => limit !== undefined));
}

/** One of a list of names. */
export function choice<const T extends string>(names: readonly T[]): Kind<T> {
  return {
    expected: names.length === 1 ? names[0]! : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`,
    placeholder: "<name>",
    accepts: (value): value is T => names.includes(value as T),
    parse: (text) => text.trim(),
    print: (value) => value,
    schema: { enum: names },
    choices: names,
  };
}

/** On or off: a flag without a value, `true` or `false` in JSON. */
export function toggle(): Kind<boolean> {
  return {
    expected: "true or false",
    placeholder: "",
    accepts: (value): value is boolean => typeof value === "boolean",
    parse: (text) => (text === "true" || text === "" ? true : text === "false" ? false : text),
    print: String,
    schema: { type: "boolean" },
  };
}

/** A text of at least one character. */
export function text(placeholder: string, expected: string): Kind<string> {
  return {
    expected,
    placeholder,
    accepts: (value): value is string => typeof value === "string" && value.length > 0,
    parse: (given) => given,
    print: (value) => value,
    schema: { type: "string", minLength: 1 },
  };
}

/** A list of whole numbers: `30`, `100,30`, and `none` for the empty list. JSON: a list, or one number for a list of one. */
export function widths(placeholder: string, maximum: number, longest: number): Kind<readonly number[]> {
  const one = (value: unknown) => Number.isSafeInteger(value) && within(value as number, 1, maximum);
  return {
    expected: `layer widths from 1 to ${digitsOf(maximum)} with commas between them, at most ${longest} of them, or none`,
    placeholder,
    accepts: (value): value is readonly number[] => Array.isArray(value) && value.length <= longest && value.every(one),
    parse: (given) => {
      if (given.trim() === "none") return [];
      const parts = given.split(",").map((part) => part.trim());
      return parts.every((part) => /^\d+$/.test(part)) ? parts.map(Number) : given;
    },
    print: (value) => (value.length === 0 ? "none" : value.join(",")),
    schema: { type: "array", items: { type: "integer", minimum: 1, maximum }, maxItems: longest },
  };
}

function amountSchema({ most, whole }: AugmentationAmount): Schema {
  if (most === undefined) return { type: "boolean" };
  return whole
    ? { type: "integer", minimum: 1, maximum: most }
    : { type: "number", exclusiveMinimum: 0, maximum: most };
}

/** Changes of training images: `shift 2, rotate 10`; JSON: `{ "shift": 2, "rotate": 10 }`. */
export function augmentation(placeholder: string): Kind<Augmentation> {
  return {
    expected:
      "changes such as { shift: 2, rotate: 10, scale: 0.1, shear: 0.1, elastic: 1.4, flipX: true, flipY: true }",
    placeholder,
    accepts: isAugmentation,
    parse: parseAugmentation,
    print: printAugmentation,
    schema: {
      type: "object",
      minProperties: 1,
      additionalProperties: false,
      properties: Object.fromEntries(AUGMENTATIONS.map(([key, amount]) => [key, amountSchema(amount)])),
    },
  };
}

function within(value: number, minimum: number, maximum: number): boolean {
  return value >= minimum && value <= maximum;
}

/** A decimal number as people write it (`3`, `0.5`, `.5`, `1e-3`); hexadecimal, `Infinity` and blanks are not numbers here. */
function parseDecimal(given: string): unknown {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(given.trim()) ? Number(given) : given;
}
