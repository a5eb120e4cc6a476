import type { Check, Draft } from "../../check.ts";
import { type History, history } from "../../evidence/history.ts";
import { progress } from "../../evidence/progress.ts";
import { type FlippedSign, flippedSign as say } from "../../messages/d.ts";

/** D7 seen in the log: the loss rises from the first epoch on, without ever having fallen. */
export const climbingLoss: Check<FlippedSign> = {
  id: "climbing-loss",
  catalogue: "D7",
  needs: [history],
  uses: [progress],
  after: ["A", "B"],
  explains: ["saturated-units", "dead-outputs", "underfitting", "one-answer", "not-finite"],
  run: (measured) => climbing(measured.of(history), measured.maybe(progress)?.state === "stuck"),
  say,
};

function climbing({ loss, accuracy, evaluationAccuracy }: History, stuck: boolean): Draft<FlippedSign>[] {
  const finite = loss?.filter((value) => value * 0 === 0) ?? [];
  if (finite.length < 3) return [];
  const [first, last] = [finite[0], finite[finite.length - 1]];
  const rises = finite.every((value, i) => i === 0 || value >= finite[i - 1] - 1e-3 * Math.abs(first));
  const shown = accuracy ?? evaluationAccuracy;
  const better = shown !== undefined && shown[shown.length - 1] > shown[0] + 0.02;
  const always = stuck && finite.length >= 5 && finite.every((value, i) => i === 0 || value > finite[i - 1]);
  if (!rises || better || !(last >= 1.05 * first || always)) return [];
  return [
    { confidence: "likely", where: "training loss", evidence: { seen: "history", first, last, epochs: finite.length } },
  ];
}
