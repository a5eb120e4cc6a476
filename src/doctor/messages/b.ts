import { integer, list } from "../../core/text.ts";
import type { Draft, Words } from "../check.ts";
import type { SplitName } from "../input.ts";
import { count, rows, sentenceCase, set, share } from "./words.ts";

/** What a probe reads as paired, what it reads where labels fit; accuracies are shares, 0 … 1. */
export interface ReadAs {
  readonly split: SplitName;
  readonly probe: string;
  readonly rows: number;
  readonly accuracy: number;
  readonly chance: number;
  /** Distance from chance in standard deviations. */
  readonly z: number;
  /** What the probe reaches on the reference split, where labels fit. */
  readonly expected: number;
  readonly reference: SplitName;
}

export interface TrainingImages extends ReadAs {
  readonly shared: number;
  /** Copies that stand in the same row of both sets. */
  readonly sameRow: number;
  readonly names: { readonly images: string; readonly labels: string };
}

export function testImagesAreTrainingImages({ evidence: e, counterfactual }: Draft<TrainingImages>): Words {
  const whole = e.shared === e.rows;
  const first = e.sameRow === e.shared && whole ? `your first ${integer(e.shared)} training images` : "training images";
  const which = whole
    ? `Your ${e.split} images are`
    : `${integer(e.shared)} of your ${integer(e.rows)} ${e.split} images are`;
  const own = counterfactual?.accuracy;
  const proof =
    typeof own === "number"
      ? ` As paired, a simple classifier scores ${share(e.accuracy)} on them; the same images with their own training labels score ${share(own)}.`
      : "";
  return {
    sentence: `${which} byte for byte ${first}, but they carry other labels: those of the ${set(e.split)}.${proof}`,
    fix: `Pair the ${e.split} labels with the images of their own set; the likeliest line is zip(training_images, ${e.split}_labels), which must be zip(${e.split}_images, ${e.split}_labels).`,
  };
}

export interface OtherImages extends ReadAs {
  /** The split whose labels these are, one by one. */
  readonly labelsOf?: SplitName;
  readonly otherSideFits: boolean;
}

export function labelsOfOtherImages({ evidence: e }: Draft<OtherImages>): Words {
  const fit = `where labels fit (${e.reference}) a simple classifier scores ${share(e.expected)}, on the ${set(e.split)} as paired ${share(e.accuracy)} (guessing: ${share(e.chance)})`;
  if (e.labelsOf !== undefined) {
    return {
      sentence: `The labels of the ${set(e.split)} are one by one those of the ${set(e.labelsOf)}, but its images are others: ${fit}.`,
      fix: `Read the labels of the ${set(e.split)} from its own file.`,
    };
  }
  return {
    sentence: `The labels of the ${set(e.split)} do not belong to its images: ${fit}, and no shift, reversal or renaming of classes brings it back.`,
    fix: `Check which file the ${e.split} labels are read from, and that nothing sorts or shuffles them without the images.`,
  };
}

export function shuffledSeparately({ evidence: e }: Draft<OtherImages>): Words {
  if (!e.otherSideFits) {
    return {
      sentence: `No simple classifier finds anything in common between the images and labels of the ${set(e.split)} (${share(e.accuracy)}, guessing ${share(e.chance)}), in any order that was tried: they were probably shuffled separately, or the labels say nothing about these images.`,
      fix: "Shuffle one list of row numbers and use it for both images and labels; then look at a few pairs.",
    };
  }
  return {
    sentence: `No order explains the labels of the ${set(e.split)}: a simple classifier scores ${share(e.expected)} on the ${set(e.reference)} but ${share(e.accuracy)} here (guessing: ${share(e.chance)}), although each class occurs as often as the images say. Images and labels were probably shuffled separately (or the labels belong to other images).`,
    fix: "Shuffle one list of row numbers and use it for both images and labels.",
  };
}

export interface Moved extends ReadAs {
  /** How many rows later (+) or earlier (−) the fitting label stands. */
  readonly shift: number;
}

export function shiftedLabels({ evidence: e, counterfactual }: Draft<Moved>): Words {
  const by = count(Math.abs(e.shift), "row");
  const [late, back] = e.shift > 0 ? ["late", "earlier"] : ["early", "later"];
  return {
    sentence: `The labels of the ${set(e.split)} are ${by} ${late}: a simple classifier scores ${share(e.accuracy)} as paired and ${share(Number(counterfactual?.accuracy))} when every label is moved ${by} ${back}.`,
    fix: `Move the ${e.split} labels by ${by}; look for an offset, a header that is read as data, or a row that is skipped on one side only.`,
  };
}

export function shiftedByABatch({ evidence: e, counterfactual }: Draft<Moved>): Words {
  const by = integer(Math.abs(e.shift));
  const other = e.shift > 0 ? "later" : "earlier";
  return {
    sentence: `Each image of the ${set(e.split)} is paired with a label ${by} rows away, the size of a batch: as paired a simple classifier scores ${share(e.accuracy)}, with the label ${by} rows ${other} ${share(Number(counterfactual?.accuracy))}.`,
    fix: "Take images and labels of a batch in the same step: one of the two iterators is a batch ahead.",
  };
}

export interface RowMissing extends Moved {
  readonly from: number;
  /** Row behind the last one that is off, where it is not the end. */
  readonly to?: number;
}

export function rowInsertedOrDropped({ evidence: e, counterfactual }: Draft<RowMissing>): Words {
  const by = count(Math.abs(e.shift), "row");
  const what =
    e.shift < 0
      ? "a label is missing there, or an image was inserted"
      : "an image is missing there, or a label was inserted";
  if (e.to !== undefined) {
    return {
      sentence: `In about ${rows(e.from, e.to)} the labels of the ${set(e.split)} are off by ${by}, and fit elsewhere: ${e.shift > 0 ? "a label was inserted at the start of this stretch and one dropped at its end" : "a label was dropped at the start of this stretch and one inserted at its end"}. Moved back there, a simple classifier rises from ${share(e.accuracy)} to ${share(Number(counterfactual?.accuracy))}.`,
      fix: `Look at how ${rows(e.from, e.to)} were made, and move labels and images of a part together.`,
    };
  }
  return {
    sentence: `Up to about row ${integer(e.from)} the labels of the ${set(e.split)} fit; from there on they are off by ${by}: ${what}. Moved back from that row on, a simple classifier rises from ${share(e.accuracy)} to ${share(Number(counterfactual?.accuracy))}.`,
    fix: `Look at the rows around ${integer(e.from)} in both files, and drop or add a row in images and labels together.`,
  };
}

export interface Renamed extends ReadAs {
  /** [class of the images, what they are labelled as], as label values. */
  readonly map: readonly (readonly [number, number])[];
  readonly reference: SplitName;
}

export function classNumbersPermuted({ evidence: e, counterfactual }: Draft<Renamed>): Words {
  const shown = e.map.slice(0, 6).map(([was, is]) => `${was} → ${is}`);
  const more = e.map.length > shown.length ? " …" : "";
  return {
    sentence: `The ${set(e.split)} numbers its classes differently from the ${set(e.reference)} (${list(shown)}${more}): a simple classifier scores ${share(e.accuracy)} as labelled and ${share(Number(counterfactual?.accuracy))} with the classes renamed.`,
    fix: "Make class numbers from one list of names for every set; sorted folder names put '10' before '2', and some files count from 1.",
  };
}

export interface Reordered extends ReadAs {
  readonly order: "reversed" | "pieces";
  readonly pieces: readonly { readonly from: number; readonly to: number; readonly shift: number }[];
}

export function labelsReordered({ evidence: e, counterfactual }: Draft<Reordered>): Words {
  const back = share(Number(counterfactual?.accuracy));
  if (e.order === "reversed") {
    return {
      sentence: `The labels of the ${set(e.split)} run backwards: a simple classifier scores ${share(e.accuracy)} as paired and ${back} with the labels read from the end.`,
      fix: "Reverse the labels, or the images: one of the two was read or sorted in the other direction.",
    };
  }
  const [first] = e.pieces;
  const example =
    first === undefined
      ? ""
      : ` (the labels of ${rows(first.from, first.to + 1)} stand ${count(Math.abs(first.shift), "row")} ${first.shift > 0 ? "later" : "earlier"})`;
  return {
    sentence: `Stretches of the ${set(e.split)} carry the labels of other stretches${example}: a simple classifier scores ${share(e.accuracy)} as paired and ${back} with each stretch beside its own labels.`,
    fix: "Join the parts of images and labels in the same order, and take batches of both from the same place.",
  };
}

export interface PartlyMispaired extends ReadAs {
  readonly share: number;
  readonly from?: number;
  readonly to?: number;
}

export function partlyMispaired({ evidence: e }: Draft<PartlyMispaired>): Words {
  if (e.from !== undefined && e.to !== undefined) {
    return {
      sentence: `In ${rows(e.from, e.to)} of the ${set(e.split)} (${share(e.share)} of it) labels agree with images only by chance, while before and after they fit: these rows carry labels of other images.`,
      fix: `Look at how ${rows(e.from, e.to)} were made: a part was shuffled, sorted or read twice on one side only.`,
    };
  }
  return {
    sentence: `About ${share(e.share)} of the rows of the ${set(e.split)}, spread over all of it, carry labels that have nothing to do with their images: where a simple classifier is surest it is wrong that often here, and hardly ever in the ${set(e.reference)}.`,
    fix: "Look for a step that drops, sorts or shuffles some rows of images or of labels, but not of both.",
  };
}

export interface Leak {
  readonly split: SplitName;
  readonly shared: number;
  readonly rows: number;
  /** Share of training images that occur more than once in training: how usual equal rows are in these data. */
  readonly usual: number;
  readonly sameRow: number;
}

export function imagesAlsoInTraining({ evidence: e }: Draft<Leak>): Words {
  return {
    sentence: `${sentenceCase(count(e.shared, `${e.split} image`))} of ${integer(e.rows)} (${share(e.shared / e.rows)}) are training images too, byte for byte: a network can know their answers by heart, and its result on them says little.`,
    fix: `Take these rows out of the ${set(e.split)}, or out of training, and evaluate again.`,
  };
}

export interface NearLeak {
  readonly split: SplitName;
  readonly near: number;
  readonly rows: number;
  readonly share: number;
  /** Share of training rows that have a near-duplicate among the other training rows. */
  readonly natural: number;
  /** [row of the split, training row] */
  readonly first?: readonly [number, number];
}

export function nearlyInTraining({ evidence: e }: Draft<NearLeak>): Words {
  const example = e.first && `, for example rows ${integer(e.first[0])} and ${integer(e.first[1])}`;
  return {
    sentence: `${sentenceCase(count(e.near, `${e.split} image`))} of ${integer(e.rows)} (${share(e.share)}) ${e.near === 1 ? "is" : "are"} nearly the same as a training image${example ?? ""}; inside the training set that holds for ${share(e.natural)}. A network can know such images by heart.`,
    fix: `Split first and change images (noise, crops, compression) afterwards; keep all pictures of one thing on one side of the split.`,
  };
}

export function validationIsTraining({ evidence: e }: Draft<Leak>): Words {
  const whole =
    e.shared === e.rows ? "Your validation set is" : `${share(e.shared / e.rows)} of your validation set are`;
  return {
    sentence: `${whole} part of your training set: ${integer(e.shared)} of ${integer(e.rows)} images are training images byte for byte, so validation cannot show overfitting.`,
    fix: "Split first, then train on the one part only: training rows and validation rows must have no row in common.",
  };
}

export interface Conflicts {
  readonly split: SplitName;
  readonly conflicts: number;
  readonly rows: number;
  /** Rows and labels of the first pair. */
  readonly first: readonly [number, number];
  readonly labels: readonly [number, number];
}

export function conflictingDuplicates({ evidence: e }: Draft<Conflicts>): Words {
  const [a, b] = e.first;
  return {
    sentence: `${sentenceCase(count(e.conflicts, "image"))} of the ${set(e.split)} ${e.conflicts === 1 ? "equals an earlier one" : "equal earlier ones"} in every byte but ${e.conflicts === 1 ? "carries" : "carry"} another label, for example rows ${integer(a)} and ${integer(b)} (${e.labels[0]} and ${e.labels[1]}): at most one of the two can be right.`,
    fix: "Drop the copies, and find out which of the labels is right.",
  };
}

export type DoubtfulLabels =
  | (PartlyMispaired & { readonly seen: "probe" })
  | {
      readonly seen: "confident learning";
      readonly rows: number;
      readonly suspects: number;
      readonly share: number;
      /** The share of another split, where training has more than that. */
      readonly elsewhere?: number;
      readonly other?: SplitName;
      /** The most frequent doubt. */
      readonly most?: { readonly label: number; readonly looksLike: number; readonly rows: number };
    };

export function doubtfulLabels({ evidence: e }: Draft<DoubtfulLabels>): Words {
  const fix =
    "Look at the pictures shown; if their labels are wrong, correct the source of the labels, or check that no step mixes some rows of images or labels.";
  if (e.seen === "probe") {
    return {
      sentence: `About ${share(e.share)} of the labels of the ${set(e.split)} look wrong: where a simple classifier is surest of its answer the label disagrees that often, spread evenly over rows and classes.`,
      fix,
    };
  }
  const than =
    e.elsewhere === undefined || e.other === undefined ? "" : `, of the ${set(e.other)} ${share(e.elsewhere)}`;
  const most = e.most && ` Most often: label ${e.most.label} on what looks like ${e.most.looksLike}.`;
  return {
    sentence: `By confident learning about ${share(e.share)} of the training labels look wrong${than} (${count(e.suspects, "row")} of ${integer(e.rows)} that were looked at).${most ?? ""} Half of such doubts are right, as a rule.`,
    fix,
  };
}

export type LabelEncoding =
  | {
      readonly fault: "not-one-hot";
      readonly split: SplitName;
      readonly row: number;
      readonly sum: number;
      readonly count: number;
      readonly rows: number;
    }
  | { readonly fault: "unused-column"; readonly width: number; readonly column: number; readonly classes: number }
  | {
      readonly fault: "outputs";
      readonly split: SplitName;
      readonly lowest: number;
      readonly highest: number;
      readonly outputs: number;
    }
  | {
      readonly fault: "offset";
      readonly training: readonly [number, number];
      readonly split: SplitName;
      readonly other: readonly [number, number];
    }
  | { readonly fault: "fractions"; readonly split: SplitName; readonly row: number; readonly value: number };

export function labelEncoding({ evidence: e }: Draft<LabelEncoding>): Words {
  switch (e.fault) {
    case "not-one-hot":
      return {
        sentence: `${sentenceCase(count(e.count, "label row"))} of the ${set(e.split)} (of ${integer(e.rows)}) do not add up to 1, the first in row ${integer(e.row)}, which adds up to ${e.sum}: a one-hot row has a single 1.`,
        fix: "Make the one-hot rows anew from class numbers: a single 1 at the place of the class.",
      };
    case "unused-column":
      return {
        sentence: `The one-hot labels have ${e.width} columns, but column ${e.column} is never used in any row: ${e.classes} classes need ${e.classes} columns.`,
        fix: `Encode with ${e.classes} classes; labels that start at 1 leave the first column empty, a class too many the last.`,
      };
    case "outputs":
      return {
        sentence: `The labels of the ${set(e.split)} run from ${e.lowest} to ${e.highest}, but the network's ${e.outputs} outputs stand for 0 to ${e.outputs - 1}.`,
        fix:
          e.lowest === 1 && e.highest === e.outputs
            ? "Subtract 1 from every label."
            : "Give the network one output a class, and number classes from 0.",
      };
    case "offset":
      return {
        sentence: `Training labels run from ${e.training[0]} to ${e.training[1]}, the labels of the ${set(e.split)} from ${e.other[0]} to ${e.other[1]}: the same classes are numbered from different starts.`,
        fix: "Number classes from 0 in every set.",
      };
    case "fractions":
      return {
        sentence: `Labels of the ${set(e.split)} are not whole numbers (row ${integer(e.row)} has ${e.value}): they were scaled or cast like pixels, and no class has such a number.`,
        fix: "Keep labels as whole class numbers; scale only the images.",
      };
  }
}

export interface AnswersNoClass {
  readonly split: SplitName;
  readonly noClass: number;
  readonly predictions: number;
  readonly width: number;
  readonly examples: readonly number[];
  readonly classes: number;
}

export function answersNoClass({ evidence: e }: Draft<AnswersNoClass>): Words {
  const such = e.examples.length === 0 ? "" : ` (${e.examples.map((x) => Number(x.toPrecision(4))).join(", ")})`;
  const some = `${integer(e.noClass)} of ${count(e.predictions, `${e.split} prediction`)}`;
  const sentence =
    e.width === 1
      ? `${some} are numbers that no label has${such}: whatever the network meant, they count as wrong.`
      : `${some} have their largest score in a column that no label stands for: there are ${e.width} scores a row and ${e.classes} classes.`;
  return {
    sentence,
    fix: "Give the network one output a class, and number classes in predictions and labels alike.",
  };
}
