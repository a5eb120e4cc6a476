import { inputError, type MyelinError } from "../core/errors.ts";
import type { PictureShape } from "../core/picture-shape.ts";
import { integer, list, printable } from "../core/text.ts";
import { asPixels, type PlainArray, refuseNonFinite } from "./arrays.ts";
import { Dataset, type Pixels } from "./dataset.ts";
import { checkLabels, MOST_CLASSES } from "./labels.ts";
import { byBytes, SET_NAMES, type SetName } from "./plan.ts";
import type { ReadData, ReadOptions } from "./reading.ts";

/** One set as it stands in a table or an array file, before anything is decided. */
export interface RawSet {
  /** What messages call it. */
  readonly name: string;
  /** (count, …) values. */
  readonly images: PlainArray | { readonly shape: readonly number[]; readonly data: Float64Array };
  readonly labels: RawLabels;
  /** True where the columns are named as pixels are. */
  readonly pixels?: boolean;
  readonly sources: readonly string[];
}

export type RawLabels = { readonly numbers: ArrayLike<number> } | { readonly texts: readonly string[] };
export type RawSets = Readonly<Partial<Record<SetName, RawSet>>>;

/** Rows of at least 14 × 14 values that make a square are taken for pictures. */
const SMALLEST_SIDE = 14;

/**
 * Datasets from tables and arrays, decided for all sets together: pictures or tables, bytes or numbers, and the classes, which are
 * those of the training set.
 *
 * @throws MyelinError DATA_COUNTS, DATA_LABEL, DATA_CLASSES, DATA_SHAPE, DATA_NONFINITE.
 */
export function fromRawSets(sets: RawSets, name: string, options: ReadOptions, notes: string[]): ReadData {
  const training = sets.training;
  if (training === undefined)
    throw inputError("DATA_TRAINING", `${printable(name, 200)} has no training data: add them.`, { name });
  const all = SET_NAMES.flatMap((set) => (sets[set] ? [sets[set]] : []));
  for (const { images, labels, name: of } of all) checkCounts(of, images.shape[0]!, lengthOf(labels));
  const shape = pictureShape(training);
  const pixels = inputsOf(all, shape, notes);
  const classes = classesOf(training, all, options);
  if (classes.note !== undefined) notes.push(classes.note);
  const made = SET_NAMES.flatMap((set) => {
    const raw = sets[set];
    if (raw === undefined) return [];
    const labels = classes.numbers(raw);
    const title = set === "training" ? name : `${name} ${set}`;
    const { pixels: values, shape: own } = pixels.get(raw)!;
    return [
      [
        set,
        Dataset.fromArrays({
          name: title,
          pixels: values,
          labels,
          shape: own,
          classes: classes.names,
          sources: raw.sources,
        }),
      ] as const,
    ];
  });
  return { ...(Object.fromEntries(made) as unknown as { training: Dataset }), name, notes };
}

const lengthOf = (labels: RawLabels) => ("texts" in labels ? labels.texts : labels.numbers).length;

function checkCounts(name: string, images: number, labels: number): void {
  if (images === labels) return;
  throw inputError(
    "DATA_COUNTS",
    `${printable(name, 200)} has ${integer(labels)} labels, but ${integer(images)} rows of images: pair each with its own.`,
    { images, labels },
  );
}

/** The shape of pictures; undefined for a table. */
function pictureShape({ images: { shape }, pixels }: RawSet): readonly number[] | undefined {
  if (shape.length > 2) return shape.slice(1);
  const side = Math.trunc(Math.sqrt(shape[1] ?? 0) + 0.5);
  const square = side * side === shape[1] && (side >= SMALLEST_SIDE || (pixels === true && side > 1));
  return square ? [side, side] : undefined;
}

interface Inputs {
  readonly pixels: Pixels;
  readonly shape: PictureShape;
}

/** Pictures of whole numbers 0 … 255, and of such divided by 255, are bytes; everything else is float32. */
function inputsOf(all: readonly RawSet[], shape: readonly number[] | undefined, notes: string[]): Map<RawSet, Inputs> {
  const divisor =
    shape === undefined ? undefined : [1, 255].find((by) => all.every(({ images }) => areBytes(images.data, by)));
  if (divisor === 255) notes.push("Pixels are bytes divided by 255; they are read as the bytes.");
  return new Map(
    all.map((raw) => {
      const { data, shape: own } = raw.images;
      const values = divisor === undefined ? data : toBytes(data, divisor);
      const array = { shape: shape === undefined ? own : [own[0]!, ...shape], data: values as PlainArray["data"] };
      const { pixels, shape: found } = asPixels({ name: raw.name }, array);
      const plain = shape === undefined && pixels instanceof Uint8Array ? Float32Array.from(pixels) : pixels;
      if (plain instanceof Float32Array) refuseNonFinite(raw.name, plain, plain.length / Math.max(1, own[0]!));
      return [raw, { pixels: plain, shape: found }];
    }),
  );
}

function areBytes(values: ArrayLike<number>, divisor: number): boolean {
  if (values instanceof Uint8Array) return divisor === 1;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]! * divisor;
    const byte = Math.trunc(value + 0.5);
    if (!(byte >= 0 && byte <= 255 && Math.abs(value - byte) <= (divisor === 1 ? 0 : 2e-5))) return false;
  }
  return true;
}

function toBytes(values: ArrayLike<number>, divisor: number): Uint8Array {
  if (values instanceof Uint8Array) return values;
  const bytes = new Uint8Array(values.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Math.trunc(values[i]! * divisor + 0.5);
  return bytes;
}

interface Classes {
  readonly names: readonly string[] | number;
  readonly note?: string;
  numbers(raw: RawSet): Uint8Array;
}

function classesOf(training: RawSet, all: readonly RawSet[], options: ReadOptions): Classes {
  if ("texts" in training.labels) {
    const given = Array.isArray(options.classes) ? (options.classes as readonly string[]) : undefined;
    return namedClasses(given ?? [...new Set(training.labels.texts)].sort(byBytes), training);
  }
  const { classes, firstLabel = 0 } = options;
  if (classes !== undefined) {
    const count = typeof classes === "number" ? classes : classes.length;
    const named = typeof classes === "object" && classes.every((name) => /^-?\d+$/.test(name));
    if (named && classes.some((name, i) => Number(name) !== i)) return numberedClasses(classes);
    return { names: classes, numbers: (raw) => checkLabels(numbersOf(raw), count, raw.name, firstLabel) };
  }
  const found = new Set<number>();
  for (const raw of all) for (const label of Array.from(numbersOf(raw))) found.add(label);
  const sorted = [...found].sort((a, b) => a - b);
  const odd = sorted.find((label) => !Number.isInteger(label));
  if (odd !== undefined || sorted.length > MOST_CLASSES) throw noClasses(training, odd, sorted.length);
  const last = sorted.at(-1) ?? 0;
  if (sorted[0] === 0 && last < MOST_CLASSES)
    return { names: last + 1, numbers: (raw) => checkLabels(numbersOf(raw), last + 1, raw.name, 0) };
  const note = `Labels are the numbers ${list(sorted.slice(0, 12).map(String))}${sorted.length > 12 ? " …" : ""}: each is a class of that name.`;
  return { ...numberedClasses(sorted.map(String)), note };
}

/** Classes whose names are the numbers of the labels: 1, 2, 3, or −1 and 1. */
function numberedClasses(names: readonly string[]): Classes {
  const places = new Map(names.map((name, i) => [Number(name), i]));
  return {
    names,
    numbers: (raw) => {
      const numbers = numbersOf(raw);
      for (let row = 0; row < numbers.length; row++) {
        if (places.has(numbers[row]!)) continue;
        throw inputError(
          "DATA_LABEL",
          `${printable(raw.name, 200)} has the label ${numbers[row]} in row ${integer(row)}, and the classes are ${list(names.slice(0, 12))}: correct it.`,
          { name: raw.name, row },
        );
      }
      return Uint8Array.from(numbers, (label) => places.get(label)!);
    },
  };
}

function numbersOf({ name, labels }: RawSet): ArrayLike<number> {
  if ("numbers" in labels) return labels.numbers;
  throw inputError(
    "DATA_LABEL",
    `${printable(name, 200)} has texts as labels, and the training data have numbers: write both in one way.`,
    { name },
  );
}

function namedClasses(names: readonly string[], training: RawSet): Classes {
  if (names.length > MOST_CLASSES) throw noClasses(training, undefined, names.length);
  const places = new Map(names.map((name, i) => [name, i]));
  const numbers = ({ name, labels }: RawSet) => {
    if (!("texts" in labels))
      throw inputError(
        "DATA_LABEL",
        `${printable(name, 200)} has numbers as labels, and the training data have texts: write both in one way.`,
        { name },
      );
    const row = labels.texts.findIndex((text) => !places.has(text));
    if (row >= 0)
      throw inputError(
        "DATA_LABEL",
        `${printable(name, 200)} has the class "${printable(labels.texts[row]!, 60)}" in row ${integer(row)}, which the training data do not have: correct it, or add such rows to them.`,
        { name, row },
      );
    return Uint8Array.from(labels.texts, (text) => places.get(text)!);
  };
  return {
    names,
    numbers,
    note: `Classes are the texts of the labels: ${list(names.slice(0, 12).map((name) => printable(name, 30)))}${names.length > 12 ? " …" : ""}.`,
  };
}

function noClasses({ name }: RawSet, odd: number | undefined, count: number): MyelinError {
  const what =
    odd === undefined
      ? `${integer(count)} different labels, and at most ${MOST_CLASSES} classes are learnt`
      : `the label ${odd}, which is no whole number`;
  return inputError("DATA_LABEL", `${printable(name, 200)} has ${what}: name the column with the classes by --label.`, {
    name,
    count,
  });
}
