import type { SplitName } from "../../input.ts";
import { share } from "../../words.ts";

/** Answers that are far from what both the network in training and a simple classifier reach. */
export interface FarBehind {
  readonly accuracy: number;
  readonly training?: number;
  readonly probe: number;
}

export function farBehind({ accuracy, training, probe }: FarBehind, split: SplitName): string {
  const same =
    training === undefined ? "" : `the same network has ${share(training)} of its training images right and `;
  return `${share(accuracy)} of the ${split} predictions fit, where ${same}a simple classifier reads ${share(probe)} of the ${split} images`;
}

/** What gives a reported number that is not the accuracy. */
export const SLIPS: Readonly<Record<string, string>> = {
  smallest: "the smallest score is taken for the answer",
  "next class": "the class numbers are off by one",
  "wrong axis": "argmax runs over the rows instead of the classes",
  "other split": "another set is evaluated",
  divisor: "the count is divided by another number of rows",
  threshold: "only scores above one half count",
  untrained: "the network from before training is evaluated",
  cells: "the cells of one-hot rows are counted",
  top: "the label may be among several largest scores",
  batches: "the accuracies of unequal batches are averaged",
};
