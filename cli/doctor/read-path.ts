import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { listFolder } from "../../node/data-folder.ts";
import { isFolder, readNamed } from "../../node/files.ts";
import { findIdxFiles } from "../../node/idx-folder.ts";
import type { NamedSplits } from "../../node/load-dataset.ts";
import { DATA_NAMES } from "../../node/names.ts";
import { RUN_FILES } from "../../node/run-files.ts";
import { readRunFolder } from "../../node/run-reader.ts";
import { inputError, MyelinError } from "../../src/core/errors.ts";
import { printable } from "../../src/core/text.ts";
import type { Splits } from "../../src/dataset/index.ts";
import { parseDataName } from "../../src/dataset/parts.ts";
import { planOf } from "../../src/dataset/plan.ts";
import type { DoctorInput, ReadProblem } from "../../src/doctor/input.ts";
import { checkSettings, parseExperimentConfig } from "../../src/experiment/index.ts";
import { isParquet } from "../../src/formats/parquet.ts";
import { isZip } from "../../src/formats/zip.ts";
import { Network, parseNetworkSpec } from "../../src/network/index.ts";
import { type DataSettings, load } from "../data.ts";
import type { Output } from "../terminal.ts";
import { loadData } from "../train/prepare.ts";
import { readDumpFile } from "./read-dump.ts";
import { readPair } from "./read-pair.ts";

/** What is read so far. */
export type Draft = { -readonly [K in keyof DoctorInput]: DoctorInput[K] } & {
  problems: ReadProblem[];
  /** Paths of the test pictures, by which answers may name them. */
  testFiles?: readonly string[];
};

/** A run folder, a folder with data files, the name of a data set, or an .npz dump. @throws what cannot be any of them */
export async function readPath(
  path: string,
  draft: Draft,
  notes: string[],
  output: Output,
  how: DataSettings,
): Promise<void> {
  if (!isFolder(path)) return readOneFile(path, draft, notes, output, how);
  const found = findIdxFiles(path);
  if (found === undefined) {
    const isData = !existsSync(join(path, RUN_FILES.events)) && holdsData(listFolder(path));
    return isData ? takeSplits(await load({ ...how, data: path }, output), draft) : readRun(path, draft, notes, output);
  }
  for (const split of ["training", "test"] as const) {
    const pair = found[split];
    if (pair === undefined) continue;
    const { sample, problems } = await readPair(split, pair.images, pair.labels);
    if (sample !== undefined) draft[split] = sample;
    draft.problems.push(...problems);
  }
}

/** Whether files are data by their names: at least two class folders, or tables; in a folder of runs there are tables too. */
function holdsData(paths: readonly string[]): boolean {
  if (paths.some((file) => file.endsWith(`/${RUN_FILES.events}`))) return false;
  const plan = planOf(paths);
  if (plan.kind !== "pictures") return plan.kind === "tables";
  return new Set(Object.values(plan.sets).flatMap((set) => set.map(({ className }) => className))).size > 1;
}

/** The name of a data set, a dump, or a table with labels. */
async function readOneFile(path: string, draft: Draft, notes: string[], output: Output, how: DataSettings) {
  if (!existsSync(path) && parseDataName(path, DATA_NAMES) !== undefined)
    return takeSplits(await load({ ...how, data: path }, output), draft);
  const file = readNamed(path);
  if (isParquet(file.bytes) || /\.(csv|tsv|csv\.gz)$/i.test(path))
    return takeSplits(await load({ ...how, data: path }, output), draft);
  if (!isZip(file.bytes)) throw noDump(path);
  const { input, notes: said } = await readDumpFile(file);
  Object.assign(draft, input);
  notes.push(...said);
}

/** A run: its log and network, and the data that it was trained on, split as it was. */
async function readRun(path: string, draft: Draft, notes: string[], output: Output): Promise<void> {
  const saved = await readRunFolder(path).catch((error: unknown) => {
    throw noRun(path, error);
  });
  const { run, checkpoint, config, notes: damage } = saved;
  notes.push(...damage);
  draft.run = run;
  // A run that diverged in its first epoch has saved no network: the one that it began with tells why.
  const network = checkpoint?.network ?? (run.start && Network.create(parseNetworkSpec(run.start.network)));
  if (network !== undefined) draft.network = network;
  if (config === undefined) return;
  const settings = parseExperimentConfig(checkSettings(config));
  if (settings.data === undefined && !process.env.MYELIN_DATA) {
    notes.push(`${printable(path, 300)} does not say which data to take, so only the run itself is judged.`);
    return;
  }
  const { data } = await loadData(settings, output);
  takeSplits(data, draft);
}

function takeSplits({ training, validation, test, files }: Splits & Pick<NamedSplits, "files">, draft: Draft): void {
  draft.training = training;
  if (validation !== undefined) draft.validation = validation;
  if (test !== undefined) draft.test = test;
  if (files?.test !== undefined) draft.testFiles = files.test;
}

function noDump(path: string): MyelinError {
  const sentence = `${printable(path, 300)} is no run folder, folder with data or .npz dump`;
  const advice =
    "give images as --training-images and --test-images, labels as --training-labels and --test-labels, a log as --history, answers as --predictions";
  return inputError("DOCTOR_FILE", `${sentence}: ${advice}.`, { file: path });
}

/** @param error what the reader of run folders said */
function noRun(path: string, error: unknown): unknown {
  if (!(error instanceof MyelinError) || error.code !== "RUN_NO_RUN") return error;
  const runs = readdirSync(path).filter((name) => existsSync(join(path, name, RUN_FILES.events)));
  const sentence = `${printable(path, 300)} is neither a run folder nor a folder with data files such as train-images-idx3-ubyte`;
  const [first] = runs;
  const advice =
    first === undefined ? "give one of them" : `give one of its runs, such as ${printable(join(path, first), 300)}`;
  return inputError("DOCTOR_FOLDER", `${sentence}: ${advice}.`, { folder: path });
}
