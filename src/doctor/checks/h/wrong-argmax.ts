import type { Check, Draft, Measured } from "../../check.ts";
import { answerOrder } from "../../evidence/answer-order.ts";
import { evaluation } from "../../evidence/evaluation.ts";
import { isRecognised, isWrong, oracle } from "../../evidence/oracle.ts";
import { pairing } from "../../evidence/pairing.ts";
import { reported as reportedNumber } from "../../evidence/reported.ts";
import type { SplitName } from "../../input.ts";
import { wrongArgmax as say, type WrongArgmax } from "../../messages/h.ts";

/** H2: the answer is not the class with the largest score: smallest instead, wrong axis, class numbers off by one. */
export const wrongArgmax: Check<WrongArgmax> = {
  id: "wrong-argmax",
  catalogue: "H2",
  needs: [evaluation],
  uses: [oracle, reportedNumber, answerOrder, pairing],
  explains: [
    "answers-no-class",
    "reported-accuracy",
    "wrong-divisor",
    "underfitting",
    "predictions-in-other-order",
    "mean-of-batches",
  ],
  run: (measured) => [...byOracle(measured), ...byNumber(measured), ...byMap(measured)].slice(0, 1),
  say,
};

function byOracle(measured: Measured): Draft<WrongArgmax>[] {
  const seen = measured.maybe(oracle);
  if (seen === undefined) return [];
  const { perfect, inverted, constant, constantTruth, rows } = seen;
  const where = "evaluate function";
  if (perfect < 0.2 && inverted > 0.9)
    return [{ confidence: "fault", where, evidence: { seen: "oracle", perfect, inverted } }];
  if (!isWrong(seen) || isRecognised(seen)) return [];
  // A metric that is no accuracy, F1 for example, differs on one answer for all; perfect answers are 1 in every metric.
  const confidence = Math.abs(perfect - 1) > 1e-3 ? "fault" : "likely";
  return [{ confidence, where, evidence: { seen: "metric", perfect, constant, constantTruth, rows } }];
}

function byNumber(measured: Measured): Draft<WrongArgmax>[] {
  const number = measured.maybe(reportedNumber);
  const slip = number?.explanation;
  if (number === undefined || slip === undefined) return [];
  if (slip.kind !== "smallest" && slip.kind !== "next class" && slip.kind !== "wrong axis") return [];
  const { reported, accuracy, others } = number;
  const evidence = { seen: "reported" as const, slip: slip.kind, reported, accuracy, ...(others && { others }) };
  const alone = others === undefined && slip.kind !== "wrong axis";
  return [{ confidence: alone ? "fault" : "likely", where: "evaluation", evidence }];
}

/** Given class numbers that fit after another numbering, or scores whose smallest is right. */
function byMap(measured: Measured): Draft<WrongArgmax>[] {
  return (measured.maybe(answerOrder) ?? []).flatMap(
    ({ split, asGiven, smallest, map, behind }): Draft<WrongArgmax>[] => {
      const { accuracy } = asGiven;
      const where = `${split} predictions`;
      const draft = (evidence: WrongArgmax, restored: number) =>
        ({ confidence: "fault", where, evidence, counterfactual: { accuracy: restored } }) as const;
      if (smallest !== undefined) return [draft({ seen: "scores", accuracy }, smallest)];
      if (map !== undefined) {
        const found = draft({ seen: "classes", accuracy, pairs: map.pairs }, map.accuracy);
        return [labelsMayBeWrong(measured, split) ? { ...found, confidence: "likely" } : found];
      }
      if (behind?.belowChance !== true) return [];
      const { belowChance: _, ...reached } = behind;
      const evidence = { seen: "below chance" as const, split, accuracy, chance: asGiven.chance, ...reached };
      return [{ confidence: "likely", where, evidence }];
    },
  );
}

/** True where the labels do not fit the images: then their numbers may be the ones that differ, not those of the answers. */
function labelsMayBeWrong(measured: Measured, split: SplitName): boolean {
  const kind = measured.maybe(pairing)?.splits.find((one) => one.split === split)?.kind;
  return kind !== undefined && kind !== "fits" && kind !== "unclear";
}
