import { inputError, type MyelinError } from "../core/errors.ts";
import type { Host } from "../core/host.ts";
import { integer, list, printable } from "../core/text.ts";
import { baseName, type NamedBytes, shownName } from "../formats/named.ts";
import { type ParquetColumn, type ParquetTable, readParquet } from "../formats/parquet.ts";
import { decodeBatch, joinBatches, toRows } from "./pictures.ts";
import { SET_NAMES, type SetName } from "./plan.ts";
import type { RawLabels, RawSet } from "./raw-sets.ts";
import type { ReadOptions } from "./reading.ts";

const LABEL_NAMES = ["label", "labels", "class", "target", "y", "digit", "fine_label"];
/** Pictures that are decoded between two turns for others. */
const PIECE = 512;

/** What Parquet files say beside the sets. */
export interface ParquetSets {
  readonly sets: Partial<Record<SetName, RawSet>>;
  /** Names of the classes, where the files have them. */
  readonly classes?: readonly string[];
}

/**
 * Sets from Parquet files as Hugging Face writes them: one column of pictures (`image`), one of labels. Without pictures all columns
 * of numbers are a table. Several files of one set are joined in the order of their names.
 *
 * @throws MyelinError PARQUET_… (`readParquet`, and PARQUET_LABEL), PICTURES_BAD, PICTURE_SIZES.
 */
export async function rawFromParquet(
  files: Readonly<Partial<Record<SetName, readonly NamedBytes[]>>>,
  options: ReadOptions,
  host: Host,
  notes: string[],
): Promise<ParquetSets> {
  const sets: Partial<Record<SetName, RawSet>> = {};
  let classes: readonly string[] | undefined;
  const total = { done: 0, all: 0 };
  for (const set of SET_NAMES) {
    const tables: { file: NamedBytes; table: ParquetTable }[] = [];
    for (const file of files[set] ?? []) tables.push({ file, table: await readParquet(file, host) });
    const [first] = tables;
    if (first === undefined) continue;
    total.all += tables.reduce((sum, { table }) => sum + table.rows, 0);
    const label = labelColumn(first.file, first.table, options.label);
    classes ??= first.table.classNames.get(label);
    const image = imageColumn(first.table, label);
    if (set === "training")
      notes.push(
        `The label is the column ${printable(label, 40)}, pictures are ${image === undefined ? "all other columns of numbers" : `the column ${printable(image, 40)}`}.`,
      );
    const labels = joinLabels(tables.map(({ file, table }) => columnOf(file, table, label)));
    const images =
      image === undefined ? numbersOf(tables, label) : await picturesOf(tables, image, options, host, total);
    sets[set] = { name: shownName(first.file), images, labels, sources: tables.map(({ file }) => baseName(file.name)) };
  }
  return classes === undefined ? { sets } : { sets, classes };
}

function labelColumn(
  file: NamedBytes,
  { columns, others, classNames }: ParquetTable,
  asked: string | undefined,
): string {
  const names = [...columns].flatMap(([name, { kind }]) => (kind === "bytes" ? [] : [name]));
  if (asked !== undefined && names.includes(asked)) return asked;
  const usual = names.filter((name) => LABEL_NAMES.includes(name.toLowerCase()));
  const known = [...classNames.keys()].filter((name) => names.includes(name));
  const found = asked === undefined ? (usual[0] ?? known[0] ?? (names.length === 1 ? names[0] : undefined)) : undefined;
  if (found !== undefined) return found;
  const left = [...others].map(([name, what]) => `${printable(name, 30)} (${what})`);
  const there =
    list([...names.map((name) => printable(name, 30)), ...left].slice(0, 10)) || "no column of numbers or texts";
  const sentence = `${shownName(file)} has ${asked === undefined ? "no column named label" : `no label column ${printable(asked, 40)}`}, only ${there}: say which one it is with --label`;
  throw inputError("PARQUET_LABEL", `${sentence}.`, { file: file.name, columns: names });
}

function imageColumn({ columns }: ParquetTable, label: string): string | undefined {
  const found = [...columns].filter(([name, { kind }]) => kind === "bytes" && name !== label).map(([name]) => name);
  return found.find((name) => /^(image|img|picture)$/i.test(name)) ?? found[0];
}

function columnOf(file: NamedBytes, { columns }: ParquetTable, name: string): ParquetColumn {
  const column = columns.get(name);
  if (column !== undefined) return column;
  const sentence = `${shownName(file)} has no column ${printable(name, 40)}, which the other files of its set have: give files that belong together`;
  throw inputError("PARQUET_LABEL", `${sentence}.`, { file: file.name, column: name });
}

function joinLabels(columns: readonly ParquetColumn[]): RawLabels {
  if (columns.every((column) => column.kind === "numbers")) {
    return {
      numbers:
        columns.length === 1
          ? (columns[0]!.values as Float64Array)
          : Float64Array.from(columns.flatMap((column) => [...(column.values as Float64Array)])),
    };
  }
  return { texts: columns.flatMap((column) => Array.from(column.values as ArrayLike<unknown>, String)) };
}

type Tables = readonly { readonly file: NamedBytes; readonly table: ParquetTable }[];

/** Every column of numbers but the label, row by row. */
function numbersOf(tables: Tables, label: string): RawSet["images"] {
  const names = [...tables[0]!.table.columns].flatMap(([name, { kind }]) =>
    kind === "numbers" && name !== label ? [name] : [],
  );
  const rows = tables.reduce((sum, { table }) => sum + table.rows, 0);
  const data = new Float64Array(rows * names.length);
  let from = 0;
  for (const { file, table } of tables) {
    names.forEach((name, place) => {
      const { values } = columnOf(file, table, name) as { values: Float64Array };
      for (let row = 0; row < table.rows; row++) data[(from + row) * names.length + place] = values[row]!;
    });
    from += table.rows;
  }
  return { shape: [rows, names.length], data };
}

async function picturesOf(
  tables: Tables,
  column: string,
  options: ReadOptions,
  host: Host,
  total: { done: number; all: number },
): Promise<RawSet["images"]> {
  const files = tables.flatMap(({ file, table }) => {
    const { kind, values } = columnOf(file, table, column);
    if (kind !== "bytes") return [];
    return values.map((bytes, row) => ({ name: `${file.name}, row ${integer(row)}`, bytes }));
  });
  const batches = [];
  for (let at = 0; at < files.length; at += PIECE) {
    const part = files.slice(at, at + PIECE);
    batches.push(await decodeBatch(part, options, host));
    total.done += part.length;
    options.onPictures?.(total.done, total.all);
    await host.pause();
  }
  const batch = joinBatches(batches);
  const [bad] = batch.problems;
  if (bad !== undefined) throw badPictures(batch.problems.length, files.length, bad.message);
  const { pixels, shape } = toRows(batch, options, shownName(tables[0]!.file));
  return { shape: [files.length, ...shape], data: pixels };
}

function badPictures(count: number, all: number, first: string): MyelinError {
  const sentence = `${integer(count)} of ${integer(all)} pictures cannot be read, the first because ${first.replace(/\.$/, "")}`;
  return inputError("PICTURES_BAD", `${sentence}.`, { count });
}
