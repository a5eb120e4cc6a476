import type { Check } from "../../check.ts";
import { littleData } from "./little-data.ts";
import { memorisedLabels } from "./memorised-labels.ts";
import { otherClassShares } from "./other-class-shares.ts";
import { overfitting } from "./overfitting.ts";
import { tooGood } from "./too-good.ts";
import { underfitting } from "./underfitting.ts";

/** The checks of letter G of the catalogue, in its order. */
export const g: readonly Check[] = [
  overfitting,
  memorisedLabels,
  underfitting,
  otherClassShares,
  tooGood,
  littleData,
] as readonly Check[];
