import type { Check } from "../../check.ts";
import { type Progress, progress } from "../../evidence/progress.ts";
import { helped, type Trials, trials } from "../../evidence/trials.ts";
import { type LearningRate, learningRateTooLow as say } from "../../messages/f.ts";
import { compared } from "./learning-rate-too-high.ts";

/** F2: all its steps together cannot bring the network far, and the same steps learn at a much larger learning rate. */
export const learningRateTooLow: Check<LearningRate> = {
  id: "learning-rate-too-low",
  catalogue: "F2",
  needs: [trials],
  uses: [progress],
  after: ["A", "B", "C"],
  explains: [
    "one-answer",
    "underfitting",
    "too-few-steps",
    "weights-unchanged",
    "vanishing-gradient",
    "steps-per-epoch",
  ],
  run(measured) {
    const all = measured.of(trials);
    const state = measured.maybe(progress);
    const least = leastFactor(all, state);
    if (least === undefined) return [];
    const larger = all.tried.filter(({ factor }) => factor !== undefined && factor >= least);
    const better = helped({ ...all, tried: larger }, "learning rate");
    if (better === undefined) return [];
    const proven = state?.trained === true || all.allSteps !== undefined;
    return [{ confidence: proven ? "fault" : "likely", where: "learning rate", ...compared(all, better) }];
  },
  say,
};

/** How much larger a rate must be to count; undefined where this one may still do. */
function leastFactor(all: Trials, state: Progress | undefined): number | undefined {
  const { asIs, steps, possible } = all;
  const gain = (asIs.costBefore - asIs.cost) / Math.max(1e-12, Math.abs(asIs.costBefore));
  if (!asIs.finite || asIs.lift > 0.25 * possible || gain > 0.05 || gain < -0.01) return undefined;
  if (state?.trained === true) {
    if (state.state === "learned") return undefined;
    const reached = (state.accuracy - state.majority) / Math.max(1e-9, 1 - state.majority);
    if (state.improving !== true) return 10;
    return reached < 0.5 * possible && gain < 0.02 ? 100 : undefined;
  }
  const whole = gain * ((all.allSteps ?? 10 * steps) / steps);
  return whole < 0.3 ? 10 : undefined;
}
