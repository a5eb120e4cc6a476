import type { Check } from "../../check.ts";
import { outputBias } from "./output-bias.ts";
import { saturatingStart } from "./saturating-start.ts";
import { symmetricUnits } from "./symmetric-units.ts";
import { vanishingStart } from "./vanishing-start.ts";
import { weightsReset } from "./weights-reset.ts";

/** The checks of letter E of the catalogue, in its order. */
export const e: readonly Check[] = [
  symmetricUnits,
  saturatingStart,
  vanishingStart,
  weightsReset,
  outputBias,
] as readonly Check[];
