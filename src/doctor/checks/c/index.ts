import type { Check } from "../../check.ts";
import { augmentationChangesClass } from "./augmentation-changes-class.ts";
import { columnsOfDifferentScale } from "./columns-of-different-scale.ts";
import { distributionShift } from "./distribution-shift.ts";
import { identicalImages } from "./identical-images.ts";
import { inputsNotScaled } from "./inputs-not-scaled.ts";
import { inputsScaledTwice } from "./inputs-scaled-twice.ts";
import { invertedImages } from "./inverted-images.ts";
import { scrambledImages } from "./scrambled-images.ts";
import { splitsScaledDifferently } from "./splits-scaled-differently.ts";
import { standardisedApart } from "./standardised-apart.ts";
import { turnedImages } from "./turned-images.ts";

/** The checks of letter C of the catalogue, in its order. */
export const c: readonly Check[] = [
  inputsNotScaled,
  splitsScaledDifferently,
  inputsScaledTwice,
  invertedImages,
  turnedImages,
  scrambledImages,
  standardisedApart,
  identicalImages,
  distributionShift,
  columnsOfDifferentScale,
  augmentationChangesClass,
] as readonly Check[];
