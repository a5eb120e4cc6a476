import { defaultHost } from "../core/default-host.ts";
import { inputError, usageError } from "../core/errors.ts";
import type { Host } from "../core/host.ts";
import { integer } from "../core/text.ts";
import { shapeText } from "./arrays.ts";
import type { Dataset, Splits } from "./dataset.ts";

/**
 * Takes the last `validation` images away from the training images, as the book does (50,000 and 10,000 of 60,000).
 *
 * @throws MyelinError DATA_SPLIT unless 1 ≤ validation < count.
 */
export function splitOff(training: Dataset, validation: number): { training: Dataset; validation: Dataset } {
  const { count } = training;
  if (!Number.isInteger(validation) || validation < 1 || validation >= count) {
    throw usageError(
      "DATA_SPLIT",
      `${validation} of the ${integer(count)} training images were asked for as validation images: give 1 to ${integer(count - 1)}.`,
      { found: validation, count },
    );
  }
  const at = count - validation;
  return { training: training.slice(0, at), validation: training.slice(at, count) };
}

/** @throws MyelinError SHAPE_MISMATCH when the splits differ in image shape, DATA_CLASSES when in classes. */
export function checkSplits<T extends Splits>(splits: T): T {
  const { training } = splits;
  for (const role of ["validation", "test"] as const) {
    const other = splits[role];
    if (!other) continue;
    if (`${other.shape}` !== `${training.shape}`) {
      throw inputError(
        "SHAPE_MISMATCH",
        `the ${role} images are ${shapeText(other.shape)} and the training images ${shapeText(training.shape)}: give sets of one size.`,
        { expected: training.shape, found: other.shape },
      );
    }
    if (other.classes.length !== training.classes.length) {
      throw inputError(
        "DATA_CLASSES",
        `the ${role} images have ${other.classes.length} classes and the training images ${training.classes.length}: give sets with the same classes.`,
        { expected: training.classes.length, found: other.classes.length },
      );
    }
  }
  return splits;
}

/** SHA-256 over decoded pixels, then labels, of training, validation and test, in that order. */
export function splitsSha256(splits: Splits, host: Host = defaultHost): Promise<string> {
  const sets = [splits.training, splits.validation, splits.test];
  return host.sha256(sets.flatMap((set) => set?.hashParts() ?? []));
}
