import type { Check, Draft, Words } from "../../check.ts";
import { type History, history, mean } from "../../evidence/history.ts";
import { progress } from "../../evidence/progress.ts";
import { figure, share } from "../../words.ts";

export interface WeightsReset {
  readonly epochs: number;
  /** Mean over the epochs, and its relative deviation. */
  readonly loss: number;
  readonly variation: number;
  readonly accuracy: number;
}

/** Epochs needed before a standstill from the first epoch on is more than chance. */
const EPOCHS = 6;

/** E4: every epoch ends where the first one did, although each of them learns something. */
export const weightsReset: Check<WeightsReset> = {
  id: "weights-reset",
  catalogue: "E4",
  needs: [history, progress],
  after: ["A", "B", "C"],
  explains: ["too-few-steps", "underfitting", "oscillation"],
  run(measured) {
    const { state, majority } = measured.of(progress);
    return state === "stuck" ? [] : startsAgain(measured.of(history), majority, state === "behind" ? 0.005 : 0.02);
  },
  say,
};

/** @param least relative deviation of the loss: a plateau that was reached within the first epoch is calmer */
function startsAgain(
  { loss, accuracy, evaluationAccuracy, epochs }: History,
  majority: number,
  least: number,
): Draft<WeightsReset>[] {
  const shown = accuracy ?? evaluationAccuracy;
  if (loss === undefined || shown === undefined || loss.length < EPOCHS || epochs[0] > 1) return [];
  if (loss.some((value) => value * 0 !== 0)) return [];
  const average = mean(loss);
  const deviation = Math.sqrt(mean(loss.map((value) => (value - average) * (value - average))));
  const variation = deviation / Math.max(1e-12, Math.abs(average));
  const half = Math.trunc(loss.length / 2);
  const trend = Math.abs(mean(loss.slice(0, half)) - mean(loss.slice(-half)));
  // A run that goes on has by far its largest loss, and its lowest accuracy, in the first epoch.
  const begun = loss[0] > 1.1 * average || shown[0] < 0.9 * mean(shown);
  const learns = mean(shown) > majority + 0.2 * (1 - majority) && mean(shown) < 0.995;
  if (begun || !learns || variation < least || trend > deviation) return [];
  const evidence = { epochs: loss.length, loss: average, variation, accuracy: mean(shown) };
  return [{ confidence: "likely", where: "training loss", evidence }];
}

function say({ evidence: { epochs, loss, accuracy } }: Draft<WeightsReset>): Words {
  return {
    sentence: `Nothing is carried from one epoch to the next: over ${epochs} epochs the loss goes up and down around ${figure(loss)} without a trend, as high at the end as in the first, although the network learns something each time (${share(accuracy)}).`,
    fix: "Create the network and its weights once, before the loop over the epochs.",
  };
}
