import { integer } from "../../../core/text.ts";
import type { Check, Draft, Measured, Words } from "../../check.ts";
import { type History, history, onlyRises } from "../../evidence/history.ts";
import { idleEpochs } from "../../evidence/idle-epochs.ts";
import { pixels } from "../../evidence/pixels.ts";
import { scores } from "../../evidence/scores.ts";
import { training } from "../../evidence/training.ts";
import { weights } from "../../evidence/weights.ts";
import { count, figure } from "../../words.ts";

export type NotFinite =
  | { readonly seen: "weights"; readonly layer: number; readonly count: number }
  | { readonly seen: "loss"; readonly epoch: number; readonly before: number | null; readonly constant?: number }
  | { readonly seen: "run"; readonly epoch: number }
  | { readonly seen: "exploded"; readonly first: number; readonly last: number }
  | { readonly seen: "scores"; readonly count: number };

/** A loss this much larger than the first one is on its way out of all numbers. */
const EXPLODED = 1e3;
/** Wider tables are pictures. */
const MOST_COLUMNS = 200;

/** F9: NaN or infinity in weights, loss or scores, or a loss that has exploded. NaN in the data is A8. */
export const notFinite: Check<NotFinite> = {
  id: "not-finite",
  catalogue: "F9",
  needs: [training],
  uses: [weights, history, idleEpochs, scores, pixels],
  after: ["A"],
  explains: ["one-answer", "underfitting", "climbing-loss", "dead-outputs", "oscillation"],
  run(measured) {
    const layer = measured.maybe(weights)?.layers.find(({ nonFinite }) => nonFinite > 0);
    const curves = measured.maybe(history);
    // That the loss went uphill from the start is the cause, and D7's to say.
    const uphill = curves !== undefined && onlyRises(curves);
    if (layer !== undefined) {
      const found = draft(`layer ${layer.layer}`, { seen: "weights", layer: layer.layer, count: layer.nonFinite });
      return [uphill ? { ...found, confidence: "likely" } : found];
    }
    if (measured.maybe(idleEpochs)?.epoch !== undefined) return [];
    const found = curves === undefined ? [] : inHistory(curves, constantColumns(measured));
    if (found.length > 0) return uphill ? found.map((one) => ({ ...one, confidence: "likely" as const })) : found;
    const bad = measured.maybe(scores)?.find(({ nonFinite }) => nonFinite > 0);
    return bad === undefined ? [] : [draft(`${bad.split} scores`, { seen: "scores", count: bad.nonFinite })];
  },
  say,
};

function draft(where: string, evidence: NotFinite): Draft<NotFinite> {
  return { confidence: "fault", where, evidence };
}

/** Columns of a table that never change: standardised, they are 0 / 0. Pictures have such at their borders. */
function constantColumns(measured: Measured): number {
  const training = measured.maybe(pixels)?.find(({ split }) => split === "training");
  return training === undefined || training.size > MOST_COLUMNS || training.sameRows ? 0 : training.constantColumns;
}

function inHistory({ loss, epochs, diverged }: History, constant: number): Draft<NotFinite>[] {
  if (loss === undefined) return [];
  const at = loss.findIndex((value) => value * 0 !== 0);
  // A gap in the log is NaN too: only an infinity, or nothing but NaN from there on, is meant.
  const meant =
    at > 0 && (Math.abs(loss[at]) === Number.POSITIVE_INFINITY || loss.slice(at).every((value) => value * 0 !== 0));
  // A column that was never logged is missing; one of NaN was printed so.
  const always = loss.length >= 2 && loss.every((value) => Number.isNaN(value));
  if (meant || always || (at === 0 && Math.abs(loss[0]) === Number.POSITIVE_INFINITY))
    return [
      draft("training loss", {
        seen: "loss",
        epoch: epochs[at],
        before: at > 0 ? loss[at - 1] : null,
        ...(at === 0 && constant > 0 ? { constant } : {}),
      }),
    ];
  if (diverged) return [draft("training run", { seen: "run", epoch: (epochs.at(-1) ?? 0) + 1 })];
  const last = loss.at(-1) as number;
  if (!(Math.abs(last) > EXPLODED * Math.max(1e-3, Math.abs(loss[0])))) return [];
  return [draft("training loss", { seen: "exploded", first: loss[0], last })];
}

function say({ evidence }: Draft<NotFinite>): Words {
  const fix = "Use a tenth of the learning rate, and look at the logarithm and the division in the cost.";
  switch (evidence.seen) {
    case "weights":
      return {
        sentence: `${integer(evidence.count)} parameters of layer ${evidence.layer} are NaN or infinite, so every answer is.`,
        fix,
      };
    case "loss": {
      const before = evidence.before === null ? "" : ` (${figure(evidence.before)} the epoch before)`;
      if (evidence.constant !== undefined)
        return {
          sentence: `The loss is no number from the first epoch on, and ${count(evidence.constant, "column")} of the training set never ${evidence.constant === 1 ? "changes" : "change"}: divided by ${evidence.constant === 1 ? "its" : "their"} deviation, which is 0, such a column is NaN before training begins.`,
          fix: "Leave out columns that never change before standardising, or divide by the deviation plus a small number.",
        };
      return { sentence: `The loss is not a finite number from epoch ${evidence.epoch} on${before}.`, fix };
    }
    case "run":
      return { sentence: `Training ended in epoch ${evidence.epoch} because the cost was not a finite number.`, fix };
    case "exploded":
      return { sentence: `The loss has exploded, from ${figure(evidence.first)} to ${figure(evidence.last)}.`, fix };
    case "scores":
      return { sentence: `${integer(evidence.count)} of the scores are NaN or infinite.`, fix };
  }
}
