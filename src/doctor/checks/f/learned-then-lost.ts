import { log } from "../../../core/math.ts";
import type { Check } from "../../check.ts";
import { classes } from "../../evidence/classes.ts";
import { type History, history, onlyRises } from "../../evidence/history.ts";
import { progress } from "../../evidence/progress.ts";
import { type LearnedThenLost, learnedThenLost as say } from "../../messages/f.ts";

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
