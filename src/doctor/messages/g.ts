import { integer } from "../../core/text.ts";
import type { Draft, Words } from "../check.ts";
import type { SplitName } from "../input.ts";
import { figure, share } from "./figures.ts";

export interface Overfitting {
  readonly bestEpoch: number;
  readonly epochs: number;
  readonly lowest: number;
  readonly last: number;
  /** Accuracy lost since the best epoch. */
  readonly lost: number;
}

export function overfitting({ evidence: { bestEpoch, epochs, lowest, last, lost } }: Draft<Overfitting>): Words {
  const accuracy = lost > 0.005 ? `, and ${share(lost)} of accuracy went with it` : "";
  return {
    sentence: `The best epoch was ${bestEpoch} of ${epochs}: since then the loss on images not trained on has risen from ${figure(lowest)} to ${figure(last)} while the training loss fell${accuracy}. Labels and images fit, so this is overfitting.`,
    fix: `Stop after epoch ${bestEpoch} (early stopping), or use weight decay, dropout or more data.`,
  };
}

export interface MemorisedLabels {
  readonly training: number;
  readonly evaluation: number | null;
  readonly probe: number;
  readonly chance: number;
}

export function memorisedLabels({ evidence: { training, evaluation, probe, chance } }: Draft<MemorisedLabels>): Words {
  const elsewhere = evaluation === null ? "" : ` and ${share(evaluation)} of the others`;
  return {
    sentence: `The network reads ${share(training)} of its training images${elsewhere}, while a simple classifier that may not look at the row itself reads ${share(probe)} (chance ${share(chance)}): it has learned the answers by heart, and the labels say nothing about the images.`,
    fix: "Look at twelve training images beside their labels, and at how images and labels are brought together.",
  };
}

export interface Underfitting {
  readonly accuracy: number;
  readonly probe: number;
  readonly majority: number;
  readonly improving?: boolean;
}

export function underfitting({ evidence: { accuracy, probe, majority, improving } }: Draft<Underfitting>): Words {
  const stuck = accuracy < majority + 0.05 ? `, hardly more than one answer for all (${share(majority)})` : "";
  const going = improving === true ? ", and was still getting better" : "";
  return {
    sentence: `The network reads ${share(accuracy)} of its training images${stuck}${going}; a classifier that knows only the mean image of each class reads ${share(probe)}. The data are good: the fault is in the network or its training.`,
    fix:
      improving === true
        ? "Train longer, or raise the learning rate."
        : "Try other learning rates (× 0.1 and × 10) and scaled initial weights, and check the gradients.",
  };
}

export interface OtherClassShares {
  readonly split: SplitName;
  readonly label: number;
  readonly training: number;
  readonly other: number;
}

export function otherClassShares({ evidence: { split, label, training, other } }: Draft<OtherClassShares>): Words {
  return {
    sentence: `Class ${label} is ${share(training)} of the training labels and ${share(other)} of the ${split} labels, so the accuracies of the two sets do not mean the same.`,
    fix: "Compare accuracies class by class, or draw both sets from the same shuffled rows.",
  };
}

export interface TooGood {
  readonly split: SplitName;
  /** Images of the split that were trained on. */
  readonly shared: number;
  readonly onShared: number;
  readonly onOthers: number;
  readonly all: number;
}

export function tooGood({ evidence: { split, shared, onShared, onOthers, all } }: Draft<TooGood>): Words {
  return {
    sentence: `The ${split} accuracy of ${share(all)} is too good: ${integer(shared)} of the images were trained on, and on them the network reads ${share(onShared)}, on the others ${share(onOthers)}.`,
    fix: `Take the shared images out of one of the sets; the honest number is ${share(onOthers)}.`,
  };
}

export type LittleData =
  | { readonly set: "training"; readonly rows: number; readonly classes: number }
  | { readonly set: "validation" | "test"; readonly rows: number; readonly luck: number };

export function littleData({ evidence }: Draft<LittleData>): Words {
  if (evidence.set === "training")
    return {
      sentence: `There are ${integer(evidence.rows)} training rows for ${evidence.classes} classes: fewer than 20 a class.`,
      fix: "Collect more rows, or use a smaller network with weight decay.",
    };
  return {
    sentence: `With ${integer(evidence.rows)} ${evidence.set} rows an accuracy is known to about ±${share(evidence.luck)} only: smaller differences are luck.`,
    fix: "Judge on more rows, or on several splits (cross-validation).",
  };
}
