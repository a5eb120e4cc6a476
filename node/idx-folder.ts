import { readdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { inputError } from "../src/core/errors.ts";
import type { Host } from "../src/core/host.ts";
import { list, printable } from "../src/core/text.ts";
import { Dataset, type Splits } from "../src/dataset/dataset.ts";
import { classNames, standardName } from "../src/dataset/names.ts";
import { checkSplits } from "../src/dataset/splits.ts";
import type { NamedBytes } from "../src/formats/named.ts";
import { fileError, readNamed } from "./files.ts";

/** The files of one set in a folder. */
export interface Pair {
  readonly images: string;
  readonly labels: string;
}

export interface IdxFolder {
  readonly training: Pair;
  readonly test?: Pair;
}

export interface IdxOptions {
  readonly name: string;
  readonly classes?: readonly string[] | number;
  readonly firstLabel?: number;
  readonly host: Host;
}

/**
 * The IDX pairs of a folder by their standard names: `train-…` for training, `t10k-…` or `test-…` for testing, plain or
 * .gz (plain wins where both are there).
 *
 * @returns undefined when no file has a standard name.
 * @throws MyelinError FILE_READ; DATA_FOLDER when half of a pair, the training pair, or the choice is missing.
 */
export function findIdxFiles(folder: string): IdxFolder | undefined {
  const sets = new Map<string, Partial<Pair>>();
  for (const name of names(folder)) {
    const standard = standardName(name);
    if (!standard) continue;
    const { set, role } = standard;
    const known = sets.get(set);
    sets.set(set, known?.[role] ? known : { ...known, [role]: join(folder, name) });
  }
  if (sets.size === 0) return undefined;
  for (const [set, pair] of sets) if (!pair.images || !pair.labels) throw halfPair(folder, set, pair);
  const [training, second] = [...sets.keys()].filter((set) => set.endsWith("train"));
  const tests = [...sets.keys()].filter((set) => !set.endsWith("train"));
  if (training === undefined)
    throw folderError(folder, `has the test files only, of ${list(tests)}: add the training files`);
  if (second !== undefined) {
    throw folderError(folder, `has several training sets, ${list([training, second])}: keep one in a folder`);
  }
  const test = tests.find((set) => set.replace(/(t10k|test)$/, "") === training.replace(/train$/, ""));
  const found = { training: sets.get(training) as Pair };
  return test === undefined ? found : { ...found, test: sets.get(test) as Pair };
}

/** Plain names before .gz, so that the first one found wins. */
function names(folder: string): string[] {
  try {
    return readdirSync(folder).sort(
      (a, b) => Number(a.endsWith(".gz")) - Number(b.endsWith(".gz")) || (a < b ? -1 : 1),
    );
  } catch (error) {
    throw fileError("read", folder, error);
  }
}

function halfPair(folder: string, set: string, pair: Partial<Pair>) {
  const have = pair.images ?? pair.labels ?? "";
  const missing = pair.images ? `${set}-labels-idx1-ubyte` : `${set}-images-idx3-ubyte`;
  return folderError(folder, `has ${basename(have)}, but not ${missing} that belongs to it: add it, plain or .gz`);
}

function folderError(folder: string, what: string) {
  return inputError("DATA_FOLDER", `${printable(folder, 500)} ${printable(what, 500)}.`, { folder });
}

/** The bytes of the pairs. @throws MyelinError FILE_READ. */
export function readFiles(found: IdxFolder): SplitFiles {
  const pair = ({ images, labels }: Pair): FilePair => ({ images: readNamed(images), labels: readNamed(labels) });
  return found.test ? { training: pair(found.training), test: pair(found.test) } : { training: pair(found.training) };
}

export interface FilePair {
  readonly images: NamedBytes;
  readonly labels: NamedBytes;
}

export interface SplitFiles {
  readonly training: FilePair;
  readonly test?: FilePair;
}

/** Makes datasets of files. @throws the errors of `Dataset.fromIdx` and `checkSplits`. */
export async function toSplits(files: SplitFiles, options: IdxOptions): Promise<Splits> {
  const classes = options.classes ?? classNames(options.name);
  const settings = { ...options, ...(classes ? { classes } : {}) };
  // Both are unpacked at once; what is wrong with the training files is told first.
  const test = files.test && Dataset.fromIdx(files.test, settings);
  test?.catch(() => {});
  const training = await Dataset.fromIdx(files.training, settings);
  return test ? checkSplits({ training, test: await test }) : { training };
}

/** The data's name: that of the folder. */
export function folderName(folder: string): string {
  return basename(resolve(folder)) || "data";
}
