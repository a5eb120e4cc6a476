import type { Check, Draft, Words } from "../../check.ts";
import { history } from "../../evidence/history.ts";
import { progress } from "../../evidence/progress.ts";
import { share } from "../../words.ts";

export interface Underfitting {
  readonly accuracy: number;
  readonly probe: number;
  readonly majority: number;
  readonly improving?: boolean;
}

/** Below this share of the probe's way from one answer to all right, a network without a history counts as failed. */
const FAILED = 0.3;
/** A network that gets better so slowly that it would need so many times its training to be level is not on its way. */
const AWAY = 4;
/** What the simple classifier must be above one answer for all: where one class is nearly everything it is not, and no measure. */
const ABOVE = 0.05;
/** Fewer epochs than this do not show whether a network still gets better. */
const SHORT = 3;

/** G3: the network reads its own training images worse than the class means do, and no longer gets better. */
export const underfitting: Check<Underfitting> = {
  id: "underfitting",
  catalogue: "G3",
  needs: [progress],
  uses: [history],
  after: ["A", "B", "C"],
  run(measured) {
    const { state, accuracy, majority, probe, improving, trained, away = 0 } = measured.of(progress);
    if (!trained || probe === undefined || state === "learned" || probe < majority + ABOVE) return [];
    const share = (accuracy - majority) / (probe - majority);
    const slow = away > AWAY && share < FAILED;
    const finished = improving === false || slow;
    const begun = !finished && (measured.maybe(history)?.epochs.length ?? SHORT) < SHORT;
    const likely = (improving !== true || slow) && !begun && (share < FAILED || (finished && state === "behind"));
    const evidence = {
      accuracy,
      probe,
      majority,
      ...(improving === undefined ? {} : { improving: improving && !slow }),
    };
    return [{ confidence: likely ? "likely" : "advice", where: "training accuracy", evidence }];
  },
  say,
};

function say({ evidence: { accuracy, probe, majority, improving } }: Draft<Underfitting>): Words {
  const stuck = accuracy < majority + 0.05 ? `, hardly more than one answer for all (${share(majority)})` : "";
  const going = improving === true ? ", and was still getting better" : "";
  return {
    sentence: `The network reads ${share(accuracy)} of its training images${stuck}${going}; a classifier that knows only the mean image of each class reads ${share(probe)}. The data are good: the fault is in the network or its training.`,
    fix:
      improving === true
        ? "Train longer, or raise the learning rate."
        : "Try other learning rates (× 0.1 and × 10) and scaled initial weights, and check the gradients.",
  };
}
