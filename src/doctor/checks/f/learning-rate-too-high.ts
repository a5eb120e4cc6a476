import type { Check } from "../../check.ts";
import { history } from "../../evidence/history.ts";
import { progress } from "../../evidence/progress.ts";
import { settings } from "../../evidence/settings.ts";
import { helped, type Trial, type Trials, trials } from "../../evidence/trials.ts";
import { type LearningRate, learningRateTooHigh as say } from "../../messages/f.ts";

/** F1: the same steps learn with a smaller learning rate and not with this one. The number alone is no fault: the book's 3 is right. */
export const learningRateTooHigh: Check<LearningRate> = {
  id: "learning-rate-too-high",
  catalogue: "F1",
  needs: [trials],
  uses: [progress, history, settings],
  after: ["A", "B", "C"],
  explains: [
    "learned-then-lost",
    "one-answer",
    "not-finite",
    "saturated-units",
    "dead-units",
    "underfitting",
    "oscillation",
    "climbing-loss",
    "weights-unchanged",
  ],
  run(measured) {
    const all = measured.of(trials);
    const state = measured.maybe(progress);
    const well =
      state?.trained === true && (state.state === "learned" || (state.improving === true && state.state !== "stuck"));
    if (well && measured.maybe(history)?.diverged !== true) return [];
    if (state?.trained !== true && (measured.maybe(settings)?.warmupEpochs ?? 0) > 0) return [];
    const better = smaller(all);
    if (better === undefined) return [];
    return [{ confidence: "fault", where: "learning rate", ...compared(all, better) }];
  },
  say,
};

function smaller(all: Trials): Trial | undefined {
  if (all.asIs.finite && all.asIs.lift > 0.25 * all.possible) return undefined;
  return helped(
    { ...all, tried: all.tried.filter(({ factor }) => factor !== undefined && factor < 1) },
    "learning rate",
  );
}

/** Evidence and counterfactual of two learning rates. */
export function compared(all: Trials, better: Trial) {
  const { learningRate, steps, batchSize, asIs } = all;
  const { accuracy, cost, costBefore, finite } = asIs;
  return {
    evidence: { learningRate, steps, batchSize, accuracy, cost: finite ? cost : null, costBefore },
    counterfactual: { learningRate: Number(better.to), accuracy: better.accuracy, cost: better.cost },
  };
}
