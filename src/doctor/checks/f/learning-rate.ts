import { integer } from "../../../core/text.ts";
import type { Check, Draft, Words } from "../../check.ts";
import { history } from "../../evidence/history.ts";
import { type Progress, progress } from "../../evidence/progress.ts";
import { settings } from "../../evidence/settings.ts";
import { helped, type Trial, type Trials, trials } from "../../evidence/trials.ts";
import { figure, share } from "../../words.ts";

interface LearningRate {
  readonly learningRate: number;
  readonly steps: number;
  readonly batchSize: number;
  /** After these steps, as it is. */
  readonly accuracy: number;
  /** null: not a finite number. */
  readonly cost: number | null;
  readonly costBefore: number;
}

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
    return [{ confidence: "fault", where: "learning rate", ...drafted(all, better) }];
  },
  say: (draft) => say("high", draft),
};

function smaller(all: Trials): Trial | undefined {
  if (all.asIs.finite && all.asIs.lift > 0.25 * all.possible) return undefined;
  return helped(
    { ...all, tried: all.tried.filter(({ factor }) => factor !== undefined && factor < 1) },
    "learning rate",
  );
}

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
    return [{ confidence: proven ? "fault" : "likely", where: "learning rate", ...drafted(all, better) }];
  },
  say: (draft) => say("low", draft),
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

/** Evidence and counterfactual of two learning rates. */
function drafted(all: Trials, better: Trial) {
  const { learningRate, steps, batchSize, asIs } = all;
  const { accuracy, cost, costBefore, finite } = asIs;
  return {
    evidence: { learningRate, steps, batchSize, accuracy, cost: finite ? cost : null, costBefore },
    counterfactual: { learningRate: Number(better.to), accuracy: better.accuracy, cost: better.cost },
  };
}

function say(way: "high" | "low", { evidence, counterfactual }: Draft<LearningRate>): Words {
  const { learningRate, steps, accuracy, cost } = evidence;
  const costs = cost === null ? "a cost that is not a number" : `cost ${figure(cost)}`;
  const other = figure(Number(counterfactual?.learningRate));
  return {
    sentence: `The learning rate is too ${way}. At ${figure(learningRate)} the network reads ${share(accuracy)} after ${integer(steps)} steps, with ${costs}; at ${other} the same steps reach ${share(Number(counterfactual?.accuracy))} and cost ${figure(Number(counterfactual?.cost))}.`,
    fix: `Use a learning rate of about ${other}.`,
  };
}
