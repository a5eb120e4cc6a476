import { defaultHost } from "../core/default-host.ts";
import { inputError, type MyelinError } from "../core/errors.ts";
import { integer, list, printable } from "../core/text.ts";
import { isGzip } from "../formats/gzip.ts";
import { baseName, describeBytes, type NamedBytes, shownName } from "../formats/named.ts";
import { isNpy } from "../formats/npy.ts";
import { isParquet } from "../formats/parquet.ts";
import { isZip } from "../formats/zip.ts";
import type { Dataset } from "./dataset.ts";
import { refusePickle } from "./decode.ts";
import { rawFromNpy, rawFromNpz } from "./from-arrays.ts";
import { rawFromCsv } from "./from-csv.ts";
import { rawFromParquet } from "./from-parquet.ts";
import { type DataPlan, planOf, SET_NAMES, type SetName, type TableFormat } from "./plan.ts";
import { fromRawSets } from "./raw-sets.ts";
import { readPictures } from "./read-pictures.ts";
import type { DataSource, ReadData, ReadOptions } from "./reading.ts";
import { splitByClass } from "./split-by-class.ts";
import { checkSplits } from "./splits.ts";

/**
 * Reads a folder, or the files that were chosen together: class folders of pictures, Parquet, .npz, .npy or CSV files, known by
 * their names. IDX files have their own reader.
 *
 * @throws MyelinError DATA_FOLDER when there is nothing that is understood, and those of the readers.
 */
export async function readSource(source: DataSource, options: ReadOptions): Promise<ReadData> {
  const plan = planOf(source.paths);
  if (plan.kind === "pictures") return withTestImages(await readPictures(source, plan, options), options);
  if (plan.kind === "tables") return withTestImages(await readTables(source, plan, options), options);
  throw nothingFound(source);
}

/** Reads one file that holds a whole set of data, by its bytes. @throws MyelinError DATA_FILE, and those of the readers. */
export async function readFile(file: NamedBytes, options: ReadOptions): Promise<ReadData> {
  const format = formatOf(file);
  const name = baseName(file.name);
  const source: DataSource = { name: file.name, paths: [name], read: async () => file };
  return withTestImages(
    await readTables(
      source,
      { kind: "tables", format, sets: { training: [name] } },
      { ...options, name: options.name ?? name.replace(/\.(gz|csv|tsv|npz|parquet|data)/gi, "") },
    ),
    options,
  );
}

function formatOf(file: NamedBytes): TableFormat {
  const { bytes, name } = file;
  refusePickle(file);
  if (isZip(bytes)) return "npz";
  if (isParquet(bytes)) return "parquet";
  if (isNpy(bytes) || (bytes[0] === 0 && bytes[1] === 0)) throw halfOfData(file);
  const kind = isGzip(bytes) && /\.(csv|tsv|txt|data)\.gz$/i.test(name) ? undefined : describeBytes(bytes);
  if (kind === undefined && bytes.length > 0) return "csv";
  if (isGzip(bytes) && /idx[13]-ubyte\.gz$/i.test(name)) throw halfOfData(file);
  const found = bytes.length === 0 ? "is empty" : `looks like ${kind}`;
  throw inputError(
    "DATA_FILE",
    `${shownName(file)} ${found}, and data are read from CSV, .npz and Parquet files, and from folders: convert it to one of them${advice(kind)}.`,
    { file: name, ...(kind ? { kind } : {}) },
  );
}

function advice(kind: string | undefined): string {
  if (kind === "an HDF5 file") return ", for example with numpy.savez in Python";
  return kind === "a PNG picture" || kind === "a JPEG picture"
    ? ", or give the folder whose folders are the classes"
    : "";
}

function halfOfData(file: NamedBytes): MyelinError {
  return inputError(
    "DATA_FILE",
    `${shownName(file)} is one array of several: give the folder that holds the images and the labels.`,
    { file: file.name },
  );
}

async function readTables(
  source: DataSource,
  plan: DataPlan & { kind: "tables" },
  options: ReadOptions,
): Promise<ReadData> {
  const host = options.host ?? defaultHost;
  const name = options.name ?? source.name;
  const notes: string[] = [];
  const files = await readAll(source, plan.sets);
  if (plan.format === "parquet") {
    const { sets, classes } = await rawFromParquet(files, options, host, notes);
    return fromRawSets(sets, name, classes === undefined ? options : { classes, ...options }, notes);
  }
  if (plan.format === "npy")
    return fromRawSets(rawFromNpy(Object.values(files).flat(), source.name), name, options, notes);
  const single: Partial<Record<SetName, NamedBytes>> = {};
  for (const set of SET_NAMES) {
    const [file, second] = files[set] ?? [];
    if (second !== undefined) throw several(source, set, files[set]!);
    if (file !== undefined) single[set] = file;
  }
  if (plan.format === "csv") return fromRawSets(await rawFromCsv(single, options, host, notes), name, options, notes);
  const [file, second] = Object.values(single);
  if (file === undefined || second !== undefined) throw several(source, "training", Object.values(single));
  return fromRawSets(await rawFromNpz(file, host, notes), name, options, notes);
}

async function readAll(source: DataSource, sets: Readonly<Partial<Record<SetName, readonly string[]>>>) {
  const files: Partial<Record<SetName, NamedBytes[]>> = {};
  for (const set of SET_NAMES) {
    const paths = sets[set];
    if (paths === undefined) continue;
    files[set] = [];
    for (const path of paths) files[set].push(await source.read(path));
  }
  return files;
}

/** The data with test images, where none came and some are asked for. @throws MyelinError DATA_SPLIT. */
export function withTestImages(read: ReadData, options: ReadOptions): ReadData {
  const { testFraction } = options;
  let data = read;
  const notes = [...data.notes];
  let { training, test } = data;
  if (test === undefined && testFraction !== undefined) {
    const split = splitByClass(training, testFraction, options.splitSeed);
    ({ training, test } = split);
    const { files } = data;
    if (files?.training) data = { ...data, files: { test: split.testRows.map((row) => files.training![row]!) } };
    notes.push(
      `${integer(test.count)} images, ${testFraction} of each class, are kept apart for testing (split seed ${options.splitSeed ?? 1}).`,
    );
  } else if (testFraction !== undefined) {
    notes.push("There are test images of their own, so none are taken by --test-fraction.");
  } else if (test === undefined)
    notes.push("There are no test images: --test-fraction 0.2 keeps a fifth of each class apart for testing.");
  return checkSplits({ ...data, training, ...(test === undefined ? {} : { test: test as Dataset }), notes });
}

function several(source: DataSource, set: SetName, files: readonly NamedBytes[]): MyelinError {
  const names = list(files.slice(0, 5).map((file) => printable(baseName(file.name), 60)));
  return inputError(
    "DATA_FOLDER",
    `${printable(source.name, 300)} has several files for its ${set} set, ${names}: keep one in a folder, or give one of them.`,
    { folder: source.name },
  );
}

function nothingFound(source: DataSource): MyelinError {
  const shown = source.paths.slice(0, 5).map((path) => printable(path, 60));
  const there = shown.length === 0 ? "is empty" : `has ${list(shown)}${source.paths.length > 5 ? " …" : ""}`;
  const sentence = `${printable(source.name, 300)} ${there}, and data are class folders of pictures (cat/1.png, dog/1.png, also below train and test), IDX files with the standard names, such as train-images-idx3-ubyte or .gz, or CSV, .npz, .npy and Parquet files`;
  return inputError("DATA_FOLDER", `${sentence}: give the folder that holds them.`, { folder: source.name });
}
