import { readNamed } from "../../node/files.ts";
import { type MyelinError, usageError } from "../../src/core/errors.ts";
import { printable } from "../../src/core/text.ts";
import type { DoctorInput, Predictions } from "../../src/doctor/input.ts";
import { readLog } from "../../src/formats/log.ts";
import { isNamedPredictions, readNamedPredictions } from "../../src/formats/named-predictions.ts";
import { readPredictions } from "../../src/formats/predictions.ts";
import { type OptionValues, settingsOf } from "../settings-options.ts";
import type { Output } from "../terminal.ts";
import { readPair } from "./read-pair.ts";
import { type Draft, readPath } from "./read-path.ts";

export interface ReadInput {
  readonly input: DoctorInput;
  /** What a reader decided, to be shown. */
  readonly notes: readonly string[];
}

const SPLITS = ["training", "validation", "test"] as const;

/** Everything on the command line; files that cannot be what they should be become problems for the doctor to judge. */
export async function readInput(path: string | undefined, options: OptionValues, output: Output): Promise<ReadInput> {
  const draft: Draft = { problems: [] };
  const notes: string[] = [];
  if (path !== undefined) await readPath(path, draft, notes, output, settingsOf(options));
  for (const split of SPLITS) {
    const images = text(options[`${split}Images`]);
    const labels = text(options[`${split}Labels`]);
    if (images === undefined && labels === undefined) continue;
    const { sample, problems } = await readPair(split, images, labels);
    if (sample !== undefined) draft[split] = sample;
    draft.problems.push(...problems);
  }
  const predictions = text(options.predictions);
  if (predictions !== undefined) draft.predictions = readAnswers(predictions, draft, notes);
  const history = text(options.history);
  if (history !== undefined) draft.history = readPrinted(history, notes);
  const reported = text(options.reported);
  if (reported !== undefined) Object.assign(draft, share(reported));
  if (Object.keys(draft).length === 1 && draft.problems.length === 0) throw nothing();
  const { testFiles: _, ...input } = draft;
  return { input, notes };
}

const text = (value: string | boolean | undefined) => (typeof value === "string" ? value : undefined);

/** The history in a log, whatever program wrote it. */
function readPrinted(path: string, notes: string[]) {
  const { form, rows, understood } = readLog(readNamed(path, "historyBytes"));
  notes.push(`${printable(path, 200)}: ${understood} (${form}).`);
  return rows;
}

function readAnswers(path: string, { testFiles: files, test }: Draft, notes: string[]): Predictions {
  const file = readNamed(path);
  const classes = test?.classes ? { classes: test.classes } : {};
  const { values, width, name, note } = isNamedPredictions(file)
    ? readNamedPredictions(file, { ...classes, ...(files ? { files } : {}) })
    : readPredictions(file, classes);
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
