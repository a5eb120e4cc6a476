import type { RunEvent } from "../core/events.ts";
import { Dataset } from "../dataset/index.ts";
import type { Network } from "../network/index.ts";
import { foldRun, type Run } from "../runlog/index.ts";
import type { TrainingSettings } from "../training/index.ts";
import { type Sample, sampleFromDataset } from "./sample.ts";

export type SplitName = "training" | "validation" | "test";
export const SPLIT_NAMES: readonly SplitName[] = ["training", "validation", "test"];

/** What somebody's network answered: class numbers (width 1), or scores, row after row (width = number of classes). */
export interface Predictions {
  readonly values: ArrayLike<number>;
  readonly width: number;
  readonly name?: string;
}

/** One line of a training history; whatever was not logged is missing. Accuracies are shares, 0 … 1. */
export interface HistoryRow {
  readonly epoch?: number;
  readonly loss?: number;
  readonly accuracy?: number;
  readonly validationLoss?: number;
  readonly validationAccuracy?: number;
  readonly testLoss?: number;
  readonly testAccuracy?: number;
  readonly learningRate?: number;
}

/** Any function from images to scores: (count, size) values in, (count, classes) scores out, row after row. */
export type PredictFunction = (
  images: Sample["images"],
  count: number,
) => ArrayLike<number> | Promise<ArrayLike<number>>;

/** Somebody's own metric: (count, classes) scores and class numbers in, the share of right answers out. */
export type EvaluateFunction = (
  scores: Float32Array,
  labels: readonly number[],
  classes: number,
) => number | Promise<number>;

/**
 * Somebody's own backpropagation: canonical parameters (layer by layer, weights row-major [out][in], then biases), (count,
 * inputs) values as the network takes them and their class numbers in; the gradient of the mean cost over these rows out,
 * laid out like the parameters.
 */
export type GradientFunction = (
  parameters: Float64Array,
  inputs: Float64Array,
  labels: readonly number[],
) => ArrayLike<number> | Promise<ArrayLike<number>>;

/** Somebody's augmentation: one training image in, a changed one out. */
export type AugmentFunction = (image: Sample["images"], row: number) => ArrayLike<number>;

/** What is known of how the network was trained, where there is no run. */
export interface KnownSettings extends Partial<TrainingSettings> {
  /** False where the rows were taken in file order in every epoch. */
  readonly shuffle?: boolean;
}

/** A file that could not be read: the reader's error becomes a finding. */
export interface ReadProblem {
  /** What the file was given for, for example `test labels`. */
  readonly role: string;
  readonly file: string;
  readonly code: string;
  readonly message: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

type Answers = Predictions | ArrayLike<number>;

/** Whatever there is; every part may be missing, and the checks that need it are then listed as not checked. */
export interface DoctorInput {
  readonly training?: Sample | Dataset;
  readonly validation?: Sample | Dataset;
  readonly test?: Sample | Dataset;
  readonly network?: Network;
  readonly run?: Run | readonly RunEvent[];
  /** Of the test images, or of each split by name. */
  readonly predictions?: Answers | Readonly<Partial<Record<SplitName, Answers>>>;
  readonly predict?: PredictFunction;
  readonly history?: readonly HistoryRow[];
  /** The test accuracy that the person's own program reports, 0 … 1. */
  readonly reported?: number;
  /** Half a unit of its last digit, as it was written; unless given, of the first digit where it has no more. */
  readonly reportedWithin?: number;
  readonly evaluate?: EvaluateFunction;
  readonly gradient?: GradientFunction;
  readonly augment?: AugmentFunction;
  readonly settings?: KnownSettings;
  readonly problems?: readonly ReadProblem[];
}

/** The input in one form. */
export interface Case {
  readonly samples: Readonly<Partial<Record<SplitName, Sample>>>;
  readonly network?: Network;
  readonly run?: Run;
  readonly predictions: Readonly<Partial<Record<SplitName, Predictions>>>;
  readonly predict?: PredictFunction;
  readonly history?: readonly HistoryRow[];
  readonly reported?: number;
  /** Half a unit of its last digit, as it was written; unless given, of the first digit where it has no more. */
  readonly reportedWithin?: number;
  readonly evaluate?: EvaluateFunction;
  readonly gradient?: GradientFunction;
  readonly augment?: AugmentFunction;
  readonly settings?: KnownSettings;
  readonly problems: readonly ReadProblem[];
}

/** Datasets become samples, events a Run, bare arrays Predictions. */
export function caseOf(input: DoctorInput): Case {
  const { training, validation, test, run, predictions, problems = [], ...rest } = input;
  const given = { training, validation, test };
  const samples: Partial<Record<SplitName, Sample>> = {};
  for (const name of SPLIT_NAMES) {
    const data = given[name];
    if (data !== undefined) samples[name] = data instanceof Dataset ? sampleFromDataset(data) : data;
  }
  return {
    ...rest,
    samples,
    problems,
    predictions: predictionsOf(predictions),
    ...(run === undefined ? {} : { run: "curves" in run ? run : foldRun(run) }),
  };
}

function predictionsOf(given: DoctorInput["predictions"]): Partial<Record<SplitName, Predictions>> {
  if (given === undefined) return {};
  if ("length" in given || "width" in given) return { test: asPredictions(given as Answers) };
  const named: Partial<Record<SplitName, Predictions>> = {};
  for (const name of SPLIT_NAMES) {
    const answers = given[name];
    if (answers !== undefined) named[name] = asPredictions(answers);
  }
  return named;
}

function asPredictions(answers: Answers): Predictions {
  // Not "values": arrays have a method of that name.
  return "width" in answers ? (answers as Predictions) : { values: answers, width: 1 };
}
