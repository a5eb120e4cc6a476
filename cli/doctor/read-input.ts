import { isFolder, readNamed } from "../../node/files.ts";
import { findIdxFiles } from "../../node/idx-folder.ts";
import { readRunFolder } from "../../node/run-reader.ts";
import { type MyelinError, usageError } from "../../src/core/errors.ts";
import { printable } from "../../src/core/text.ts";
import type { DoctorInput, Predictions, ReadProblem } from "../../src/doctor/input.ts";
import { checkSettings, parseExperimentConfig } from "../../src/experiment/index.ts";
import { readHistory } from "../../src/formats/history.ts";
import { readPredictions } from "../../src/formats/predictions.ts";
import type { OptionValues } from "../settings-options.ts";
import type { Output } from "../terminal.ts";
import { loadData } from "../train/prepare.ts";
import { readDumpFile } from "./read-dump.ts";
import { readPair } from "./read-pair.ts";

export interface ReadInput {
  readonly input: DoctorInput;
  /** What a reader decided, to be shown. */
  readonly notes: readonly string[];
}

type Draft = { -readonly [K in keyof DoctorInput]: DoctorInput[K] } & { problems: ReadProblem[] };

const SPLITS = ["training", "validation", "test"] as const;

/** Everything on the command line; files that cannot be what they should be become problems for the doctor to judge. */
export async function readInput(path: string | undefined, options: OptionValues, output: Output): Promise<ReadInput> {
  const draft: Draft = { problems: [] };
  const notes: string[] = [];
  if (path !== undefined) await readPath(path, draft, notes, output);
  for (const split of SPLITS) {
    const images = text(options[`${split}Images`]);
    const labels = text(options[`${split}Labels`]);
    if (images === undefined && labels === undefined) continue;
    const { sample, problems } = await readPair(split, images, labels);
    if (sample !== undefined) draft[split] = sample;
    draft.problems.push(...problems);
  }
  const predictions = text(options.predictions);
  if (predictions !== undefined) draft.predictions = readAnswers(predictions, notes);
  const history = text(options.history);
  if (history !== undefined) draft.history = readHistory(readNamed(history)).rows;
  const reported = text(options.reported);
  if (reported !== undefined) Object.assign(draft, share(reported));
  if (Object.keys(draft).length === 1 && draft.problems.length === 0) throw nothing();
  return { input: draft, notes };
}

const text = (value: string | boolean | undefined) => (typeof value === "string" ? value : undefined);

async function readPath(path: string, draft: Draft, notes: string[], output: Output): Promise<void> {
  if (!isFolder(path)) {
    const { input, notes: said } = await readDumpFile(readNamed(path));
    Object.assign(draft, input);
    notes.push(...said);
    return;
  }
  const found = findIdxFiles(path);
  if (found === undefined) return readRun(path, draft, notes, output);
  for (const split of ["training", "test"] as const) {
    const pair = found[split];
    if (pair === undefined) continue;
    const { sample, problems } = await readPair(split, pair.images, pair.labels);
    if (sample !== undefined) draft[split] = sample;
    draft.problems.push(...problems);
  }
}

/** A run: its log and network, and the data that it was trained on, split as it was. */
async function readRun(path: string, draft: Draft, notes: string[], output: Output): Promise<void> {
  const { run, checkpoint, config, notes: damage } = await readRunFolder(path);
  notes.push(...damage);
  draft.run = run;
  if (checkpoint !== undefined) draft.network = checkpoint.network;
  if (config === undefined) return;
  const { data } = await loadData(parseExperimentConfig(checkSettings(config)), output);
  draft.training = data.training;
  if (data.validation !== undefined) draft.validation = data.validation;
  if (data.test !== undefined) draft.test = data.test;
}

function readAnswers(path: string, notes: string[]): Predictions {
  const { values, width, name, note } = readPredictions(readNamed(path));
  if (note !== undefined) notes.push(`${printable(name, 200)}: ${note}.`);
  return { values, width, name };
}

/** "0.1", "10%" and "10" are the same, but for how exactly they are said. */
function share(given: string): Required<Pick<DoctorInput, "reported" | "reportedWithin">> {
  const match = /^\s*(\d+(?:\.\d+)?|\.\d+)\s*(%?)\s*$/.exec(given);
  const value = match === null ? Number.NaN : Number(match[1]);
  const unit = match?.[2] === "%" || value > 1 ? 100 : 1;
  const digits = match?.[1].split(".")[1]?.length ?? 0;
  // A whole number says whether anything or everything is right: as exact as one digit behind the point.
  const reportedWithin = 0.5 / (unit * 10 ** (unit === 1 ? Math.max(1, digits) : digits));
  if (value / unit >= 0 && value / unit <= 1) return { reported: value / unit, reportedWithin };
  const found = printable(given, 60);
  throw usageError(
    "REPORTED_RANGE",
    `--reported: expected a share of right answers such as 0.10 or 10%, found "${found}".`,
  );
}

function nothing(): MyelinError {
  const sentence = "there is nothing to look at: give a run folder, a folder with data files, an .npz dump, or files";
  return usageError("DOCTOR_NOTHING", `${sentence}; see myelin doctor --help.`);
}
