import { integer } from "../../core/text.ts";
import type { Draft, Words } from "../check.ts";
import type { SplitName } from "../input.ts";
import { figure, share } from "./figures.ts";

export interface InputsNotScaled {
  readonly largestInput: number;
  /** Mean slope of the first layer's activation. */
  readonly slope: number;
  /** After some steps as it is, where that was tried. */
  readonly accuracy?: number;
}

export function inputsNotScaled({ evidence, counterfactual }: Draft<InputsNotScaled>): Words {
  const { largestInput, slope, accuracy } = evidence;
  const proof =
    counterfactual === undefined || accuracy === undefined
      ? ""
      : ` ${integer(Number(counterfactual.steps))} steps reach ${share(accuracy)} like this, and ${share(Number(counterfactual.accuracy))} with the inputs divided by ${figure(largestInput)}.`;
  return {
    sentence: `The network gets inputs up to ${figure(largestInput)}, so the units of its first layer are flat: mean slope ${figure(slope)}.${proof}`,
    fix: `Divide the inputs by ${figure(largestInput)} before they enter the network, in training and in use.`,
  };
}

interface Range {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly deviation: number;
}

export interface SplitsScaledDifferently {
  readonly split: SplitName;
  readonly training: Range;
  readonly other: Range;
  /** Where every column varies by the same factor more, or less: that factor. */
  readonly factor?: number;
}

export function splitsScaledDifferently({ evidence, counterfactual }: Draft<SplitsScaledDifferently>): Words {
  const { split, training, other, factor } = evidence;
  const times =
    factor === undefined
      ? ""
      : ` Column by column the ${split} values vary ${figure(factor)} times as much as those of training.`;
  const range = ({ min, max, mean }: Range) => `run from ${figure(min)} to ${figure(max)}, mean ${figure(mean)}`;
  const proof =
    counterfactual === undefined
      ? ""
      : ` A simple classifier reads ${share(Number(counterfactual.asIs))} of the ${split} images as they are, and ${share(Number(counterfactual.restored))} once they are brought to the scale of training.`;
  return {
    sentence: `Training and ${split} images are not scaled alike: training values ${range(training)}; ${split} values ${range(other)}.${times}${proof}`,
    fix: `Put the ${split} images through the same scaling, with the same constants, as the training images.`,
  };
}

export interface InputsScaledTwice {
  readonly what: SplitName | "network";
  readonly largest: number;
}

export function inputsScaledTwice({ evidence: { what, largest } }: Draft<InputsScaledTwice>): Words {
  if (what === "network")
    return {
      sentence: `The images are already numbers from 0 to 1, and the network divides them by 255 once more: its largest input is ${figure(largest)}.`,
      fix: "Set the network's divideBy to 1, or give it the bytes.",
    };
  return {
    sentence: `The ${what} images have been divided by 255 twice: their largest value is ${figure(largest)}, and every value is a whole number of 1/255².`,
    fix: `Divide the ${what} images by 255 once only.`,
  };
}

export interface ChangedImages {
  readonly split: SplitName;
  readonly geometry: string;
  readonly values: string;
  /** Accuracy of the training probe, as the images are. */
  readonly asIs: number;
  /** What it reaches on its own split. */
  readonly expected: number;
}

function restoring({ evidence, counterfactual }: Draft<ChangedImages>): string {
  const { split, asIs, expected } = evidence;
  return `A simple classifier made from the training images reads ${share(asIs)} of the ${split} images as they are, and ${share(Number(counterfactual?.restored))} once that is undone; in training it reads ${share(expected)}.`;
}

export function invertedImages(draft: Draft<ChangedImages>): Words {
  const { split, geometry } = draft.evidence;
  const also = geometry === "none" ? "" : `, and ${geometry}`;
  return {
    sentence: `The ${split} images are negatives of the training images${also}. ${restoring(draft)}`,
    fix: `Invert the ${split} images (largest value minus pixel), or load them the way the training images are loaded.`,
  };
}

export function turnedImages(draft: Draft<ChangedImages>): Words {
  const { split, geometry, values } = draft.evidence;
  const also = values === "none" ? "" : ` and their values ${values}`;
  return {
    sentence: `The ${split} images are ${geometry}${also}, compared with the training images. ${restoring(draft)}`,
    fix: `Load the ${split} images in the same orientation as the training images: look for a transpose, a flip, or another order of axes or columns.`,
  };
}

export interface ScrambledImages {
  readonly split: SplitName;
  readonly width: number;
  /** After how many values they repeat themselves. */
  readonly repeat: number;
  readonly asRead: number | null;
}

export function scrambledImages({ evidence, counterfactual }: Draft<ScrambledImages>): Words {
  const { split, width, repeat, asRead } = evidence;
  const proof =
    counterfactual === undefined || asRead === null
      ? ""
      : ` A simple classifier reads ${share(asRead)} of them like this, and ${share(Number(counterfactual.restored))} when they are cut at ${repeat}.`;
  return {
    sentence: `The ${split} images are read as ${width} pixels wide, but their values repeat every ${repeat}: the rows are cut in the wrong places.${proof}`,
    fix: `Reshape the ${split} images with a width of ${repeat}.`,
  };
}

export interface StandardisedApart {
  readonly split: SplitName;
  readonly rows: number;
  readonly mean: number;
}

export function standardisedApart({ evidence: { split, rows, mean } }: Draft<StandardisedApart>): Words {
  return {
    sentence: `The ${integer(rows)} ${split} images have deviation 1 to five digits (mean ${figure(Math.abs(mean) < 1e-6 ? 0 : mean)}) by themselves: they were standardised with their own figures, not with those of training.`,
    fix: `Standardise the ${split} images with the mean and deviation of the training images.`,
  };
}

export interface IdenticalImages {
  readonly split: SplitName;
  readonly sampled: number;
  readonly rows: number;
  readonly min: number;
  readonly max: number;
}

export function identicalImages({ evidence }: Draft<IdenticalImages>): Words {
  const { split, sampled, rows, min, max } = evidence;
  const which = sampled === rows ? `All ${integer(rows)}` : `All of ${integer(sampled)} looked-at`;
  return {
    sentence: `${which} ${split} images are one and the same image${min === max ? `, every value ${figure(min)}` : ""}: the loader returns the same data each time.`,
    fix: `Look at how the ${split} images are read: a buffer that is used again, an index that does not move, or an empty array.`,
  };
}

export interface ColumnsOfDifferentScale {
  /** Columns, from 0. */
  readonly largest: number;
  readonly smallest: number;
  /** Of their deviations. */
  readonly ratio: number;
}

export function columnsOfDifferentScale({ evidence }: Draft<ColumnsOfDifferentScale>): Words {
  const { largest, smallest, ratio } = evidence;
  return {
    sentence: `Column ${largest} varies ${integer(Math.floor(ratio + 0.5))} times as much as column ${smallest}, so no learning rate suits both.`,
    fix: "Standardise each column with its mean and deviation in the training set.",
  };
}

export interface AugmentationChangesClass {
  readonly plain: number;
  readonly augmented: number;
  readonly rows: number;
}

export function augmentationChangesClass({ evidence }: Draft<AugmentationChangesClass>): Words {
  const { plain, augmented, rows } = evidence;
  return {
    sentence: `The augmentation changes what the images show: a simple classifier reads ${share(plain)} of ${integer(rows)} training images, and ${share(augmented)} of them augmented.`,
    fix: "Use smaller changes, and none that turns one class into another (a 6 into a 9).",
  };
}

export interface DistributionShift {
  readonly split: SplitName;
  readonly auc: number;
  readonly brighter: number;
  readonly contrast: number;
  /** Accuracy of the training probe on the split, and on its own. */
  readonly asIs?: number;
  readonly expected?: number;
}

export function distributionShift({ evidence }: Draft<DistributionShift>): Words {
  const { split, auc, brighter, contrast, asIs, expected } = evidence;
  const how =
    Math.abs(brighter) > 0.1
      ? `their mean is ${figure(Math.abs(brighter))} deviations ${brighter > 0 ? "higher" : "lower"}`
      : contrast > 1.15 || contrast < 0.87
        ? `their values vary ${figure(contrast)} times as much`
        : "the difference is in where values stand, not in brightness or contrast";
  const read =
    asIs === undefined || expected === undefined
      ? ""
      : ` A simple classifier made from training reads ${share(asIs)} of them, and ${share(expected)} in training.`;
  if (auc < 0.75)
    return {
      sentence: `Values and labels of the ${split} set go together in another way than in training, though each by itself looks alike.${read} A classifier made from the ${split} set itself reads it: its labels belong to its rows.`,
      fix: `Look for pixels or columns in another order, or for another meaning of the classes, in the ${split} set.`,
    };
  return {
    sentence: `The ${split} images are of another kind than the training images: looked at in pairs they are told apart in ${share(auc)}, and ${how}.${read}`,
    fix: `Compare twelve images of each set by eye, and make the ${split} images the way the training images were made.`,
  };
}
