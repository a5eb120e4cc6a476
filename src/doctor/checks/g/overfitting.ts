import type { Check, Draft, Words } from "../../check.ts";
import { type History, history } from "../../evidence/history.ts";
import { figures, share } from "../../words.ts";

export interface Overfitting {
  readonly bestEpoch: number;
  readonly epochs: number;
  readonly lowest: number;
  readonly last: number;
  /** Accuracy lost since the best epoch. */
  readonly lost: number;
}

/** Never before pairing and preprocessing are cleared: wrong test labels look just the same. */
export const overfitting: Check<Overfitting> = {
  id: "overfitting",
  catalogue: "G1",
  needs: [history],
  after: ["A", "B", "C"],
  run: (measured) => pastItsBest(measured.of(history)),
  say,
};

/** G1: the loss of the evaluation set had its minimum three epochs ago or more and is 1.2 times that now, while training goes on. */
function pastItsBest({ epochs, loss, evaluationLoss, evaluationAccuracy }: History): Draft<Overfitting>[] {
  if (evaluationLoss === undefined || loss === undefined || loss.length < 5) return [];
  const lowest = evaluationLoss.reduce((a, b) => Math.min(a, b));
  const best = evaluationLoss.indexOf(lowest);
  const last = evaluationLoss[evaluationLoss.length - 1];
  const falling = loss[loss.length - 1] < loss[best];
  if (best < 0 || evaluationLoss.length - 1 - best < 3 || !(last > 1.2 * lowest) || !falling) return [];
  const shown = evaluationAccuracy ?? [];
  const lost = shown.length === 0 ? 0 : shown.reduce((a, b) => Math.max(a, b)) - shown[shown.length - 1];
  const evidence = { bestEpoch: epochs[best], epochs: epochs[epochs.length - 1], lowest, last, lost };
  return [{ confidence: lost > 0.1 ? "likely" : "advice", where: "evaluation loss", evidence }];
}

function say({ evidence: { bestEpoch, epochs, lowest, last, lost } }: Draft<Overfitting>): Words {
  const accuracy = lost > 0.005 ? `, and ${share(lost)} of accuracy went with it` : "";
  const [from, to] = figures(lowest, last);
  return {
    sentence: `The loss on images not trained on was lowest in epoch ${bestEpoch} (${from}); up to epoch ${epochs}, the last, it has risen to ${to} while the training loss fell${accuracy}. Labels and images fit, so this is overfitting.`,
    fix: `Stop after epoch ${bestEpoch} (early stopping), or use weight decay, dropout or more data.`,
  };
}
