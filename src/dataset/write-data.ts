import { usageError } from "../core/errors.ts";
import { channelsOf } from "../core/picture-shape.ts";
import { integer } from "../core/text.ts";
import { writeIdx } from "../formats/idx.ts";
import type { NamedBytes } from "../formats/named.ts";
import type { NpyArray } from "../formats/npy.ts";
import { writeNpz } from "../formats/npz.ts";
import { type Deflate, encodePng } from "../formats/png-write.ts";
import type { Dataset, Splits } from "./dataset.ts";

export const DATA_FORMATS = ["idx", "npz", "png-folder", "csv"] as const;
export type DataFormat = (typeof DATA_FORMATS)[number];

const SETS = ["training", "validation", "test"] as const;

/**
 * Data as files, which read back as the same data: `idx` standard names, `npz` x_train y_train …, `png-folder` class folders, `csv` one
 * table a set. One file at a time, so that no more than that is in memory.
 *
 * @param deflate the platform's zlib, for PNG.
 * @throws MyelinError DATA_CONVERT for what the format cannot hold.
 */
export function* dataFiles(data: Splits, format: DataFormat, deflate?: Deflate): Generator<NamedBytes> {
  const sets = SETS.flatMap((set) => (data[set] ? [[set, data[set]] as const] : []));
  if (format === "npz") {
    yield npzFile(sets);
    return;
  }
  for (const [set, images] of sets) {
    if (format === "idx") yield* idxFiles(set, images);
    else if (format === "csv") yield csvFile(set, images);
    else yield* pngFiles(set, images, deflate);
  }
}

type NamedSet = readonly [set: (typeof SETS)[number], data: Dataset];

const SHORT = { training: "train", validation: "val", test: "test" } as const;

function npzFile(sets: readonly NamedSet[]): NamedBytes {
  const arrays = sets.flatMap(([set, { pixels, labels, count, shape }]): [string, NpyArray][] => [
    [
      `x_${SHORT[set]}`,
      { type: pixels instanceof Uint8Array ? "u1" : "f4", shape: arrayShape(count, shape), data: pixels },
    ],
    [`y_${SHORT[set]}`, { type: "u1", shape: [count], data: labels }],
  ]);
  return { name: "data.npz", bytes: writeNpz(new Map(arrays)) };
}

/** Tables are [count, columns]. */
function arrayShape(count: number, shape: Dataset["shape"]): number[] {
  return shape[0] === 1 && channelsOf(shape) === 1 ? [count, shape[1]] : [count, ...shape];
}

function* idxFiles(set: NamedSet[0], { pixels, labels, count, shape }: Dataset): Generator<NamedBytes> {
  if (set === "validation")
    throw refuse("IDX files have no name for validation images: convert to npz, png-folder or csv");
  const name = set === "test" ? "t10k" : "train";
  const sizes = arrayShape(count, shape);
  const type = pixels instanceof Uint8Array ? "uint8" : "float32";
  yield {
    name: `${name}-images-idx${sizes.length}-ubyte`.replace(/idx[24]/, "idx3"),
    bytes: writeIdx({ type, shape: sizes, data: pixels }),
  };
  yield { name: `${name}-labels-idx1-ubyte`, bytes: writeIdx({ type: "uint8", shape: [count], data: labels }) };
}

/** Files are numbered through the set, so that it reads back in its order. */
function* pngFiles(set: NamedSet[0], data: Dataset, deflate: Deflate | undefined): Generator<NamedBytes> {
  const { pixels, shape, classes, labels, count } = data;
  const [height, width] = shape;
  const channels = channelsOf(shape);
  if (!(pixels instanceof Uint8Array) || height === 1 || (channels !== 1 && channels !== 3))
    throw refuse("only pictures of bytes, grey or in three colours, become PNG files: convert to npz or csv");
  const digits = String(Math.max(0, count - 1)).length;
  const folders = classes.map(folderName);
  for (let row = 0; row < count; row++) {
    const picture = { width, height, channels, data: data.image(row) as Uint8Array } as const;
    const path = `${SHORT[set]}/${folders[labels[row]!]}/${String(row).padStart(digits, "0")}.png`;
    yield { name: path, bytes: encodePng(picture, deflate) };
  }
}

/** @throws DATA_CONVERT for a class whose name cannot be that of a folder. */
function folderName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (name !== "" && !/^\.|[/\\:*?"<>|\u0000-\u001f]|[. ]$/.test(name)) return name;
  throw refuse(`the class ${JSON.stringify(name)} cannot be the name of a folder: convert to npz or csv`);
}

function csvFile(set: NamedSet[0], data: Dataset): NamedBytes {
  const { labels, count, classes, size, shape } = data;
  const prefix = shape[0] === 1 ? "x" : "pixel";
  const numbered = classes.every((name, i) => name === String(i));
  const names = numbered ? classes : classes.map(csvText);
  const lines = [`label,${Array.from({ length: size }, (_, i) => `${prefix}${i}`).join(",")}\n`];
  const parts: Uint8Array[] = [];
  const flush = () => parts.push(new TextEncoder().encode(lines.splice(0).join("")));
  for (let row = 0; row < count; row++) {
    const values = data.image(row);
    lines.push(
      `${names[labels[row]!]},${values instanceof Uint8Array ? values.join(",") : Array.from(values, shortest).join(",")}\n`,
    );
    if (lines.length === 1000) flush();
  }
  flush();
  return { name: `${SHORT[set]}.csv`, bytes: joined(parts) };
}

/** The shortest decimal that is this float32. */
function shortest(value: number): string {
  if (Object.is(value, -0)) return "-0";
  for (let digits = 6; digits < 9; digits++) {
    const text = String(Number(value.toPrecision(digits)));
    if (Math.fround(Number(text)) === value) return text;
  }
  return String(Number(value.toPrecision(9)));
}

/** In quotes where it needs them; what a spreadsheet would compute is made a text by a leading '. */
function csvText(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+$/.test(text) ? `'${text}` : text;
  return /[",\n\r;\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function refuse(what: string) {
  return usageError("DATA_CONVERT", `${what}.`);
}

/** What a format does not keep, in a sentence; undefined where it keeps all. */
export function notKept({ training }: Splits, format: DataFormat): string | undefined {
  const { classes, shape } = training;
  const named = classes.some((name, i) => name !== String(i));
  const numbers = classes
    .map((name, i) => `${i} ${name}`)
    .slice(0, 20)
    .join(", ");
  if (named && (format === "idx" || format === "npz")) return `The names of the classes are not kept: ${numbers}.`;
  if (format === "csv" && channelsOf(shape) > 1)
    return `That a row is a picture of ${shape.map(integer).join(" × ")} is not kept: it reads back as a table.`;
  return undefined;
}
