import type { Check } from "../../check.ts";
import { batchGradient } from "./batch-gradient.ts";
import { deadUnits } from "./dead-units.ts";
import { learnedThenLost } from "./learned-then-lost.ts";
import { learningRateTooHigh } from "./learning-rate-too-high.ts";
import { learningRateTooLow } from "./learning-rate-too-low.ts";
import { lessThanItsSettings } from "./less-than-its-settings.ts";
import { notFinite } from "./not-finite.ts";
import { oneAnswer } from "./one-answer.ts";
import { oscillation } from "./oscillation.ts";
import { regularisationTooStrong } from "./regularisation-too-strong.ts";
import { saturatedUnits } from "./saturated-units.ts";
import { sortedWithoutShuffle } from "./sorted-without-shuffle.ts";
import { stepsPerEpoch } from "./steps-per-epoch.ts";
import { tooFewSteps } from "./too-few-steps.ts";
import { vanishingGradient } from "./vanishing-gradient.ts";
import { weightsUnchanged } from "./weights-unchanged.ts";
import { wrongGradient } from "./wrong-gradient.ts";

/** The checks of letter F of the catalogue, in its order. */
export const f: readonly Check[] = [
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
] as readonly Check[];
