import { log } from "../../../core/math.ts";
import type { Check, Draft, Words } from "../../check.ts";
import { classes } from "../../evidence/classes.ts";
import { type History, history, onlyRises } from "../../evidence/history.ts";
import { progress } from "../../evidence/progress.ts";
import { figure, share } from "../../words.ts";

export type LearnedThenLost =
  | {
      readonly seen: "lost";
      readonly epoch: number;
      readonly best: number;
      readonly after: number;
      readonly lowest: number;
      readonly loss: number;
    }
  | { readonly seen: "beyond"; readonly epoch: number; readonly loss: number; readonly guessing: number };

/** A loss this many times that of guessing (ln C) is no start, but a step that went far beyond it. */
const FAR_BEYOND = 100;

/** F1 seen in the log: the network had learned and lost it again, or its loss left everything that guessing can cost. */
export const learnedThenLost: Check<LearnedThenLost> = {
  id: "learned-then-lost",
  catalogue: "F1",
  needs: [history, progress, classes],
  after: ["A", "B", "C"],
  explains: ["one-answer", "underfitting", "saturated-units", "dead-units", "oscillation", "climbing-loss"],
  run(measured) {
    const { state, trained, majority } = measured.of(progress);
    if (state !== "stuck" || !trained) return [];
    const curves = measured.of(history);
    const where = "training loss";
    const lost = lostAgain(curves, majority);
    if (lost !== undefined) return [{ confidence: "likely", where, evidence: { seen: "lost", ...lost } }];
    if (onlyRises(curves)) return [];
    const guessing = log(measured.of(classes).values.length);
    const finite = (curves.loss ?? []).filter((value) => value * 0 === 0);
    const largest = finite.reduce((a, b) => Math.max(a, b), 0);
    if (!(largest > FAR_BEYOND * guessing)) return [];
    const epoch = curves.epochs[(curves.loss ?? []).indexOf(largest)];
    return [{ confidence: "likely", where, evidence: { seen: "beyond", epoch, loss: largest, guessing } }];
  },
  say,
};

/** The loss fell to less than half, then rose far above its start; the accuracy went the same way. */
function lostAgain({ loss = [], accuracy, evaluationAccuracy, epochs }: History, majority: number) {
  const column = accuracy ?? evaluationAccuracy;
  const finite = loss.filter((value) => value * 0 === 0);
  if (column === undefined || finite.length < 3) return undefined;
  const lowest = finite.reduce((a, b) => Math.min(a, b));
  const best = column.reduce((a, b) => (b > a ? b : a), 0);
  const [first, last, after] = [finite[0], finite[finite.length - 1], column[column.length - 1]];
  const risen = lowest < 0.5 * first && last > 1.5 * first;
  if (!risen || !(best > majority + 0.3 * (1 - majority)) || !(after < majority + 0.3 * (best - majority)))
    return undefined;
  return { epoch: epochs[column.indexOf(best)], best, after, lowest, loss: last };
}

function say({ evidence: e }: Draft<LearnedThenLost>): Words {
  const sentence =
    e.seen === "lost"
      ? `The network had ${share(e.best)} right in epoch ${e.epoch} and has ${share(e.after)} at the end, while the loss rose from ${figure(e.lowest)} to ${figure(e.loss)}: the steps became too large for what was learned.`
      : `In epoch ${e.epoch} the loss was ${figure(e.loss)}, where guessing costs about ${figure(e.guessing)}, and the network has learned nothing since: a step went far beyond all sense.`;
  return {
    sentence,
    fix: "Use a tenth of the learning rate, and let it fall, not grow, from epoch to epoch.",
  };
}
