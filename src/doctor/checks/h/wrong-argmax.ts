import type { Check, Draft, Measured } from "../../check.ts";
import { answerOrder } from "../../evidence/answer-order.ts";
import { evaluation } from "../../evidence/evaluation.ts";
import { oracle } from "../../evidence/oracle.ts";
import { reported } from "../../evidence/reported.ts";
import { wrongArgmax as say, type WrongArgmax } from "../../messages/h.ts";

/** H2: the answer is not the class with the largest score: smallest instead, wrong axis, class numbers off by one. */
export const wrongArgmax: Check<WrongArgmax> = {
  id: "wrong-argmax",
  catalogue: "H2",
  needs: [evaluation],
  uses: [oracle, reported, answerOrder],
  explains: ["reported-accuracy", "wrong-divisor", "underfitting", "predictions-in-other-order", "mean-of-batches"],
  run: (measured) => [...byOracle(measured), ...byNumber(measured), ...byMap(measured)].slice(0, 1),
  say,
};

function byOracle(measured: Measured): Draft<WrongArgmax>[] {
  const seen = measured.maybe(oracle);
  if (seen === undefined || seen.perfect >= 0.2 || !(seen.inverted > 0.9)) return [];
  const evidence = { seen: "oracle" as const, perfect: seen.perfect, inverted: seen.inverted };
  return [{ confidence: "fault", where: "evaluate function", evidence }];
}

function byNumber(measured: Measured): Draft<WrongArgmax>[] {
  const number = measured.maybe(reported);
  const slip = number?.explanation;
  if (number === undefined || slip === undefined) return [];
  if (slip.kind !== "smallest" && slip.kind !== "next class" && slip.kind !== "wrong axis") return [];
  const evidence = { seen: "reported" as const, slip: slip.kind, reported: number.reported, accuracy: number.accuracy };
  return [{ confidence: slip.kind === "wrong axis" ? "likely" : "fault", where: "evaluation", evidence }];
}

/** Given class numbers that fit after one and the same step, or scores whose smallest is right. */
function byMap(measured: Measured): Draft<WrongArgmax>[] {
  const found = measured.maybe(answerOrder)?.find(({ map, smallest }) => map !== undefined || (smallest ?? 0) > 0.5);
  if (found === undefined) return [];
  const { split, asGiven, smallest, map } = found;
  const accuracy = asGiven.accuracy;
  const where = `${split} predictions`;
  if (smallest !== undefined && smallest > 0.5)
    return [
      { confidence: "fault", where, evidence: { seen: "scores", accuracy }, counterfactual: { accuracy: smallest } },
    ];
  const pairs = map?.pairs ?? [];
  return [
    {
      confidence: "fault",
      where,
      evidence: { seen: "classes", accuracy, pairs },
      counterfactual: { accuracy: map?.accuracy },
    },
  ];
}
