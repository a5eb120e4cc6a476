import type { Check } from "../../check.ts";
import { history } from "../../evidence/history.ts";
import { progress } from "../../evidence/progress.ts";
import { underfitting as say, type Underfitting } from "../../messages/g.ts";

/** Below this share of the probe's way from one answer to all right, a network without a history counts as failed. */
const FAILED = 0.3;
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
    const { state, accuracy, majority, probe, improving, trained } = measured.of(progress);
    if (!trained || probe === undefined || state === "learned") return [];
    const share = (accuracy - majority) / (probe - majority);
    const finished = improving === false;
    const begun = !finished && (measured.maybe(history)?.epochs.length ?? SHORT) < SHORT;
    const likely = improving !== true && !begun && (share < FAILED || (finished && state === "behind"));
    const evidence = { accuracy, probe, majority, ...(improving === undefined ? {} : { improving }) };
    return [{ confidence: likely ? "likely" : "advice", where: "training accuracy", evidence }];
  },
  say,
};
