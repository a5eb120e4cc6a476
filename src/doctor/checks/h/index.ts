import type { Check } from "../../check.ts";
import { accuracyHidesImbalance } from "./accuracy-hides-imbalance.ts";
import { answersChange } from "./answers-change.ts";
import { evaluatedOtherSet } from "./evaluated-other-set.ts";
import { meanOfBatches } from "./mean-of-batches.ts";
import { neverEqual } from "./never-equal.ts";
import { predictionsInOtherOrder } from "./predictions-in-other-order.ts";
import { reportedAccuracy } from "./reported-accuracy.ts";
import { thresholdCheck } from "./threshold.ts";
import { untrainedCopy } from "./untrained-copy.ts";
import { wrongArgmax } from "./wrong-argmax.ts";
import { wrongDivisor } from "./wrong-divisor.ts";

/** The checks of letter H of the catalogue, in its order. */
export const h: readonly Check[] = [
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
] as readonly Check[];
