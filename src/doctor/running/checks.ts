import type { Check } from "../check.ts";
import { inputsNotScaled } from "../checks/c/inputs-not-scaled.ts";
import { symmetricUnits } from "../checks/e/symmetric-units.ts";
import { deadUnits } from "../checks/f/dead-units.ts";
import { notFinite } from "../checks/f/not-finite.ts";
import { saturatedUnits } from "../checks/f/saturated-units.ts";
import { weightsUnchanged } from "../checks/f/weights-unchanged.ts";
import { largeInputs } from "./large-inputs.ts";
import { smallSteps } from "./small-steps.ts";
import { wideSteps } from "./wide-steps.ts";

/** What can be told from a log and a few rows. Whatever needs small trainings or more rows is left to `diagnose`. */
export const runningChecks: readonly Check[] = [
  inputsNotScaled as Check,
  largeInputs as Check,
  symmetricUnits as Check,
  wideSteps as Check,
  smallSteps as Check,
  weightsUnchanged as Check,
  behindC(notFinite as Check),
  behindC(deadUnits as Check),
  saturatedUnits as Check,
];

/** Dead units and NaN are exact facts, which outrank a likely cause; behind inputs that are too large they are its effect. */
function behindC(check: Check): Check {
  return { ...check, after: [...(check.after ?? []), "C"] };
}
