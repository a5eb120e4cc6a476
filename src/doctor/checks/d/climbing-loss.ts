import type { Check, Draft, Words } from "../../check.ts";
import { type History, history } from "../../evidence/history.ts";
import { progress } from "../../evidence/progress.ts";
import { figures } from "../../words.ts";

export interface ClimbingLoss {
  readonly first: number;
  readonly last: number;
  readonly epochs: number;
}

/** D7 seen in the log: the loss rises from the first epoch on, without ever having fallen. */
export const climbingLoss: Check<ClimbingLoss> = {
  id: "climbing-loss",
  catalogue: "D7",
  needs: [history],
  uses: [progress],
  after: ["A", "B"],
  explains: ["saturated-units", "dead-outputs", "underfitting", "one-answer", "not-finite"],
  run: (measured) => climbing(measured.of(history), measured.maybe(progress)?.state === "stuck"),
  say,
};

function climbing({ loss, accuracy, evaluationAccuracy }: History, stuck: boolean): Draft<ClimbingLoss>[] {
  const finite = loss?.filter((value) => value * 0 === 0) ?? [];
  if (finite.length < 3) return [];
  const [first, last] = [finite[0], finite[finite.length - 1]];
  // A loss below 0 is another fault: what it does then says nothing about the sign of the steps.
  if (last < 0) return [];
  const rises = finite.every((value, i) => i === 0 || value >= finite[i - 1] - 1e-3 * Math.abs(first));
  const shown = accuracy ?? evaluationAccuracy;
  const better = shown !== undefined && shown[shown.length - 1] > shown[0] + 0.02;
  const always = stuck && finite.length >= 5 && finite.every((value, i) => i === 0 || value > finite[i - 1]);
  if (!rises || better || !(last - first >= 0.05 * Math.abs(first) || always)) return [];
  return [{ confidence: "likely", where: "training loss", evidence: { first, last, epochs: finite.length } }];
}

function say({ evidence: { first, last, epochs } }: Draft<ClimbingLoss>): Words {
  return {
    sentence: `The loss has risen from ${figures(first, last)[0]} to ${figures(first, last)[1]} in ${epochs} epochs and never fell: the steps go uphill, or far too wide.`,
    fix: "Look at the sign of the update (weights −= learning rate × gradient), then try a tenth of the learning rate.",
  };
}
