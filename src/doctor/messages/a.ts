import { integer, list, printable } from "../../core/text.ts";
import type { Draft, Words } from "../check.ts";
import type { ReadProblem, SplitName } from "../input.ts";
import { count, sentenceCase, set, share } from "./words.ts";

export interface Problem extends ReadProblem {}

/** The reader's sentence already says what, where, expected and found. */
export function unreadableFile({ evidence: e }: Draft<Problem>): Words {
  const colon = e.message.lastIndexOf(": ");
  const [sentence, fix] = colon < 0 ? [e.message, ""] : [e.message.slice(0, colon), e.message.slice(colon + 2)];
  return {
    sentence: `The file given for the ${e.role} cannot be used: ${sentence}${sentence.endsWith(".") ? "" : "."}`,
    fix: fix === "" ? "Give the right file, or get it again." : sentenceCase(fix.endsWith(".") ? fix : `${fix}.`),
  };
}

export interface Header {
  readonly split: SplitName;
  readonly side: "images" | "labels";
  /** The first values as they were read. */
  readonly first: readonly number[];
  readonly bytes: number;
}

export function labelHeaderRead({ evidence: e }: Draft<Header>): Words {
  return {
    sentence: `The first ${e.bytes} labels of the ${set(e.split)} (${e.first.join(", ")}) are the header of its IDX file: every real label stands ${e.bytes} rows too late.`,
    fix: `Start reading labels at byte ${e.bytes}.`,
  };
}

export function imageHeaderRead({ evidence: e }: Draft<Header>): Words {
  return {
    sentence: `The first ${e.bytes} pixels of the ${set(e.split)} (${e.first.slice(0, 8).join(", ")} …) are the header of its IDX file: every picture is moved on by ${e.bytes} pixels.`,
    fix: `Start reading pixels at byte ${e.bytes}.`,
  };
}

export interface ByteOrder {
  readonly split: SplitName;
  /** Share of values of a size that data have (0, or 10⁻⁶ to 10⁶), as read and with the bytes of each swapped. */
  readonly plausible: number;
  readonly example: number;
}

export function wrongByteOrder({ evidence: e, counterfactual }: Draft<ByteOrder>): Words {
  return {
    sentence: `The numbers of the ${set(e.split)} were read in the wrong byte order: only ${share(e.plausible)} of them have a size that data have (one is ${e.example}), with their bytes swapped ${share(Number(counterfactual?.plausible))}.`,
    fix: "Read the numbers big-endian instead of little-endian, or the other way round (in NumPy: dtype '>f4' and '<f4').",
  };
}

export interface CountsDiffer {
  readonly split: SplitName;
  readonly images: number;
  readonly labels: number;
  readonly names: { readonly images: string; readonly labels: string };
}

export function countsDiffer({ evidence: e }: Draft<CountsDiffer>): Words {
  const lost = Math.abs(e.images - e.labels);
  const [more, fewer] = e.images > e.labels ? ["images", "labels"] : ["labels", "images"];
  return {
    sentence: `The ${set(e.split)} has ${count(e.images, "image")} (${printable(e.names.images, 80)}) but ${count(e.labels, "label")} (${printable(e.names.labels, 80)}): zip() would drop ${integer(lost)} ${more} without a word, down to the number of ${fewer}.`,
    fix: "Read images and labels from the two files of the same set.",
  };
}

export interface PredictionCounts {
  readonly split: SplitName;
  readonly predictions: number;
  readonly labels: number;
}

export function predictionsDifferInNumber({ evidence: e }: Draft<PredictionCounts>): Words {
  const whole = Number.isInteger(e.predictions);
  const made = whole ? count(e.predictions, "prediction") : `${e.predictions.toFixed(2)} rows of predictions`;
  return {
    sentence: `There are ${made} for the ${count(e.labels, "label")} of the ${set(e.split)}: compared row by row they are cut to the shorter list without a word, and may belong to other rows.`,
    fix: "Predict once for every row, in file order, and keep the last batch however short it is.",
  };
}

export type NoFeature = { readonly split: SplitName; readonly column: number } & (
  | { readonly fault: "row-number"; readonly start: number; readonly step: number }
  | { readonly fault: "shuffled-number"; readonly start: number; readonly rows: number }
  | { readonly fault: "label"; readonly rows: number; readonly equal: boolean }
);

export function columnIsNoFeature({ evidence: e }: Draft<NoFeature>): Words {
  const leave = `Leave column ${e.column} out`;
  if (e.fault === "row-number") {
    return {
      sentence: `Column ${e.column} of the ${set(e.split)} counts ${e.start}, ${e.start + e.step}, ${e.start + 2 * e.step} … from row to row: it is a row number, not a feature.`,
      fix: `${leave} (in pandas: index_col=0 when reading, index=False when writing).`,
    };
  }
  if (e.fault === "shuffled-number") {
    return {
      sentence: `Column ${e.column} has ${integer(e.rows)} whole numbers from ${integer(e.start)} on, each of them once: it numbers the rows, and is no feature.`,
      fix: `${leave} (in pandas: index_col=0 when reading, index=False when writing).`,
    };
  }
  const what = e.equal ? "equals the label" : "tells the label by itself, class by class far apart,";
  return {
    sentence: `Column ${e.column} of the ${set(e.split)} ${what} in all ${integer(e.rows)} rows: the answer is among the features.`,
    fix: `${leave} of the features, unless it is known before the label is.`,
  };
}

export interface NotFinite {
  readonly split: SplitName;
  readonly nan: number;
  readonly infinite: number;
  readonly row: number;
  readonly place: number;
}

export function notFiniteValues({ evidence: e }: Draft<NotFinite>): Words {
  const parts = [
    ...(e.nan > 0 ? [`${integer(e.nan)} NaN`] : []),
    ...(e.infinite > 0 ? [count(e.infinite, "infinite value")] : []),
  ];
  return {
    sentence: `The ${set(e.split)} has ${list(parts)}, the first in row ${integer(e.row)} at place ${integer(e.place)}: a single one turns every weight it meets into NaN.`,
    fix: "Replace or drop what is not a finite number before training.",
  };
}

export interface ReadOnce {
  readonly split: SplitName;
  readonly first: number;
  readonly epoch: number;
  readonly later: number;
}

export function dataReadOnce({ evidence: e }: Draft<ReadOnce>): Words {
  return {
    sentence: `In epoch 1 the network was evaluated on ${integer(e.first)} ${e.split} images, in epoch ${integer(e.epoch)} on ${integer(e.later)}: the data can be read only once and are used up (a generator, or zip() in Python 3).`,
    fix: "Turn the data into a list or array before the first epoch.",
  };
}

export interface Idle {
  readonly epoch: number;
  readonly accuracy: number;
}

export function idleEpochs({ evidence: e }: Draft<Idle>): Words {
  return {
    sentence: `From epoch ${integer(e.epoch)} on the loss is no number, while the network goes on reading exactly ${share(e.accuracy)}: nothing was trained any more. The training data were used up after one pass (a generator, or zip() in Python 3), and the mean of no rows is 0 / 0.`,
    fix: "Turn the training data into a list or array before the first epoch.",
  };
}

export interface MissingClass {
  readonly split: SplitName;
  /** Label values of the classes that training lacks. */
  readonly missing: readonly number[];
  readonly present: number;
  /** Rows of other splits that carry them. */
  readonly rows: number;
}

export function missingClass({ evidence: e }: Draft<MissingClass>): Words {
  if (e.present <= 1) {
    return {
      sentence: `All training labels are the same: there is nothing to tell apart.`,
      fix: "Check how the labels are read; every class needs examples in training.",
    };
  }
  const shown = e.missing.slice(0, 8).join(", ");
  return {
    sentence: `Training has no example of ${e.missing.length === 1 ? "class" : "classes"} ${shown}${e.missing.length > 8 ? " …" : ""}, but ${count(e.rows, "row")} of the ${set(e.split)} ${e.rows === 1 ? "carries" : "carry"} ${e.missing.length === 1 ? "it" : "them"}: a network cannot answer what it never saw.`,
    fix: "Mix the rows before splitting off the test set, or add examples of these classes to training.",
  };
}
