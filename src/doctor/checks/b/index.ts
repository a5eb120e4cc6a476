import type { Check } from "../../check.ts";
import { answersNoClass } from "./answers-no-class.ts";
import { classNumbersPermuted } from "./class-numbers-permuted.ts";
import { conflictingDuplicates } from "./conflicting-duplicates.ts";
import { doubtfulLabels } from "./doubtful-labels.ts";
import { imagesAlsoInTraining } from "./images-also-in-training.ts";
import { labelEncoding } from "./label-encoding.ts";
import { labelsReordered } from "./labels-reordered.ts";
import { nearlyInTraining } from "./nearly-in-training.ts";
import { partlyMispaired } from "./partly-mispaired.ts";
import { rowInsertedOrDropped } from "./row-inserted-or-dropped.ts";
import { shiftedByABatch } from "./shifted-by-a-batch.ts";
import { shiftedLabels } from "./shifted-labels.ts";
import { shuffledSeparately } from "./shuffled-separately.ts";
import { testImagesAreTrainingImages } from "./test-images-are-training-images.ts";
import { testLabelsOfOtherImages } from "./test-labels-of-other-images.ts";
import { trainingLabelsOfOtherImages } from "./training-labels-of-other-images.ts";
import { validationIsTraining } from "./validation-is-training.ts";

/** The checks of letter B of the catalogue, in its order: do labels belong to their images? */
export const b: readonly Check[] = [
  testImagesAreTrainingImages,
  testLabelsOfOtherImages,
  trainingLabelsOfOtherImages,
  shiftedLabels,
  rowInsertedOrDropped,
  shuffledSeparately,
  classNumbersPermuted,
  labelsReordered,
  partlyMispaired,
  shiftedByABatch,
  imagesAlsoInTraining,
  nearlyInTraining,
  conflictingDuplicates,
  doubtfulLabels,
  labelEncoding,
  answersNoClass,
  validationIsTraining,
];
