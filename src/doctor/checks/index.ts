import type { Check } from "../check.ts";
import { columnIsNoFeature } from "./a/column-is-no-feature.ts";
import { countsDiffer } from "./a/counts-differ.ts";
import { dataReadOnce } from "./a/data-read-once.ts";
import { imageHeaderRead, labelHeaderRead } from "./a/header-read.ts";
import { idleEpochs } from "./a/idle-epochs.ts";
import { missingClass } from "./a/missing-class.ts";
import { notFiniteValues } from "./a/not-finite-values.ts";
import { predictionsDifferInNumber } from "./a/predictions-differ-in-number.ts";
import { damagedFile, wrongKindOfFile } from "./a/unreadable-files.ts";
import { wrongByteOrder } from "./a/wrong-byte-order.ts";
import { answersNoClass } from "./b/answers-no-class.ts";
import { conflictingDuplicates } from "./b/conflicting-duplicates.ts";
import { doubtfulLabels } from "./b/doubtful-labels.ts";
import { labelEncoding } from "./b/label-encoding.ts";
import {
  classNumbersPermuted,
  labelsReordered,
  partlyMispaired,
  rowInsertedOrDropped,
  shiftedByABatch,
  shiftedLabels,
  shuffledSeparately,
  testLabelsOfOtherImages,
  trainingLabelsOfOtherImages,
} from "./b/label-orders.ts";
import { imagesAlsoInTraining, validationIsTraining } from "./b/leaks.ts";
import { nearlyInTraining } from "./b/nearly-in-training.ts";
import { testImagesAreTrainingImages } from "./b/test-images-are-training-images.ts";
import { augmentationChangesClass } from "./c/augmentation-changes-class.ts";
import { invertedImages, turnedImages } from "./c/changed-images.ts";
import { columnsOfDifferentScale } from "./c/columns-of-different-scale.ts";
import { distributionShift } from "./c/distribution-shift.ts";
import { identicalImages } from "./c/identical-images.ts";
import { inputsNotScaled } from "./c/inputs-not-scaled.ts";
import { inputsScaledTwice } from "./c/inputs-scaled-twice.ts";
import { pixelsOutOfOrder } from "./c/pixels-out-of-order.ts";
import { scrambledImages } from "./c/scrambled-images.ts";
import { splitsScaledDifferently } from "./c/splits-scaled-differently.ts";
import { standardisedApart } from "./c/standardised-apart.ts";
import { bottleneck } from "./d/bottleneck.ts";
import { climbingLoss } from "./d/climbing-loss.ts";
import { deadOutputs } from "./d/dead-outputs.ts";
import { doubleSoftmax } from "./d/double-softmax.ts";
import { flippedSign } from "./d/flipped-sign.ts";
import { linearHiddenLayers } from "./d/linear-hidden-layers.ts";
import { outputWidth } from "./d/output-width.ts";
import { outputsDoNotFit } from "./d/outputs-do-not-fit.ts";
import { rowsMixed } from "./d/rows-mixed.ts";
import { slowCost } from "./d/slow-cost.ts";
import { summedGradient } from "./d/summed-gradient.ts";
import { outputBias } from "./e/output-bias.ts";
import { saturatingStart } from "./e/saturating-start.ts";
import { symmetricUnits } from "./e/symmetric-units.ts";
import { vanishingStart } from "./e/vanishing-start.ts";
import { weightsReset } from "./e/weights-reset.ts";
import { batchGradient } from "./f/batch-gradient.ts";
import { deadUnits } from "./f/dead-units.ts";
import { learnedThenLost } from "./f/learned-then-lost.ts";
import { learningRateTooHigh, learningRateTooLow } from "./f/learning-rate.ts";
import { lessThanItsSettings } from "./f/less-than-its-settings.ts";
import { notFinite } from "./f/not-finite.ts";
import { oneAnswer } from "./f/one-answer.ts";
import { oscillation } from "./f/oscillation.ts";
import { regularisationTooStrong } from "./f/regularisation-too-strong.ts";
import { saturatedUnits } from "./f/saturated-units.ts";
import { sortedWithoutShuffle } from "./f/sorted-without-shuffle.ts";
import { stepsPerEpoch } from "./f/steps-per-epoch.ts";
import { tooFewSteps } from "./f/too-few-steps.ts";
import { vanishingGradient } from "./f/vanishing-gradient.ts";
import { weightsUnchanged } from "./f/weights-unchanged.ts";
import { wrongGradient } from "./f/wrong-gradient.ts";
import { littleData } from "./g/little-data.ts";
import { memorisedLabels } from "./g/memorised-labels.ts";
import { otherClassShares } from "./g/other-class-shares.ts";
import { overfitting } from "./g/overfitting.ts";
import { tooGood } from "./g/too-good.ts";
import { underfitting } from "./g/underfitting.ts";
import { accuracyHidesImbalance } from "./h/accuracy-hides-imbalance.ts";
import { answersChange } from "./h/answers-change.ts";
import { evaluatedOtherSet } from "./h/evaluated-other-set.ts";
import { meanOfBatches } from "./h/mean-of-batches.ts";
import { neverEqual } from "./h/never-equal.ts";
import { otherMetric } from "./h/other-metric.ts";
import { predictionsInOtherOrder } from "./h/predictions-in-other-order.ts";
import { reportedAccuracy } from "./h/reported-accuracy.ts";
import { thresholdCheck } from "./h/threshold.ts";
import { untrainedCopy } from "./h/untrained-copy.ts";
import { wrongArgmax } from "./h/wrong-argmax.ts";
import { wrongDivisor } from "./h/wrong-divisor.ts";

/** All checks, in the order of the catalogue: a cause is looked for from the files to the evaluation. */
export const checks = [
  // A: files and their format
  wrongKindOfFile,
  labelHeaderRead,
  imageHeaderRead,
  damagedFile,
  wrongByteOrder,
  countsDiffer,
  predictionsDifferInNumber,
  columnIsNoFeature,
  notFiniteValues,
  dataReadOnce,
  idleEpochs,
  missingClass,
  // B: do labels belong to their images?
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
  // C: how the images are prepared
  inputsNotScaled,
  splitsScaledDifferently,
  inputsScaledTwice,
  invertedImages,
  turnedImages,
  scrambledImages,
  pixelsOutOfOrder,
  standardisedApart,
  identicalImages,
  distributionShift,
  columnsOfDifferentScale,
  augmentationChangesClass,
  // D: network and cost
  outputWidth,
  outputsDoNotFit,
  doubleSoftmax,
  deadOutputs,
  linearHiddenLayers,
  slowCost,
  summedGradient,
  flippedSign,
  climbingLoss,
  rowsMixed,
  bottleneck,
  // E: initial weights
  symmetricUnits,
  saturatingStart,
  vanishingStart,
  weightsReset,
  outputBias,
  // F: training
  learningRateTooHigh,
  learnedThenLost,
  learningRateTooLow,
  weightsUnchanged,
  wrongGradient,
  batchGradient,
  sortedWithoutShuffle,
  vanishingGradient,
  notFinite,
  deadUnits,
  saturatedUnits,
  oneAnswer,
  regularisationTooStrong,
  tooFewSteps,
  oscillation,
  stepsPerEpoch,
  lessThanItsSettings,
  // G: what was learned
  overfitting,
  memorisedLabels,
  underfitting,
  otherClassShares,
  tooGood,
  littleData,
  // H: evaluation
  evaluatedOtherSet,
  wrongArgmax,
  neverEqual,
  wrongDivisor,
  reportedAccuracy,
  predictionsInOtherOrder,
  answersChange,
  untrainedCopy,
  thresholdCheck,
  accuracyHidesImbalance,
  meanOfBatches,
  otherMetric,
] as readonly Check[];
