import type { Check, Draft, Measured, Words } from "../../check.ts";
import { answerOrder } from "../../evidence/answer-order.ts";
import { evaluation } from "../../evidence/evaluation.ts";
import { isRecognised, isWrong, oracle } from "../../evidence/oracle.ts";
import { pairing } from "../../evidence/pairing.ts";
import { reported as reportedNumber } from "../../evidence/reported.ts";
import type { SplitName } from "../../input.ts";
import { share } from "../../words.ts";
import { type FarBehind, farBehind, SLIPS } from "./slips.ts";

export type WrongArgmax =
  | { readonly seen: "oracle"; readonly perfect: number; readonly inverted: number }
  | {
      readonly seen: "metric";
      readonly perfect: number;
      readonly constant: number;
      readonly constantTruth: number;
      readonly rows: number;
    }
  | {
      readonly seen: "reported";
      readonly slip: string;
      readonly reported: number;
      readonly accuracy: number;
      /** Slips that would give the same number. */
      readonly others?: readonly string[];
    }
  | { readonly seen: "scores"; readonly accuracy: number }
  | {
      readonly seen: "classes";
      readonly accuracy: number;
      readonly pairs: readonly (readonly [label: number, answer: number | null])[];
    }
  | ({ readonly seen: "below chance"; readonly split: SplitName; readonly chance: number } & FarBehind);

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

function say({ evidence, counterfactual }: Draft<WrongArgmax>): Words {
  const fix = "Take the class with the largest score of each row (argmax over the classes), counted from 0.";
  const restored = share(Number(counterfactual?.accuracy));
  switch (evidence.seen) {
    case "oracle":
      return {
        sentence: `Perfect scores get ${share(evidence.perfect)} from the evaluate function, and perfect scores with the sign turned ${share(evidence.inverted)}: it takes the smallest score.`,
        fix,
      };
    case "metric": {
      const { perfect, constant, constantTruth, rows } = evidence;
      const wrong =
        Math.abs(perfect - 1) > 1e-3
          ? `${share(perfect)} for ${rows} perfect answers, where the accuracy is 100 %`
          : `${share(constant)} where one answer is given to all and ${share(constantTruth)} of them are right`;
      return {
        sentence: `The evaluate function says ${wrong}: it is no accuracy, or compares each answer with another row's label.`,
        fix: "Compare the class with the largest score of each row with the label of the same row, and divide by the rows.",
      };
    }
    case "reported": {
      const { others = [] } = evidence;
      const also = others.map((kind) => `, or when ${SLIPS[kind] ?? kind}`).join("");
      return {
        sentence: `The reported ${share(evidence.reported)} is what comes out when ${SLIPS[evidence.slip]}${also}; counted with argmax the same scores are ${share(evidence.accuracy)} right.`,
        fix,
      };
    }
    case "scores":
      return {
        sentence: `The largest score is right in ${share(evidence.accuracy)} of the rows, the smallest one in ${restored}: the scores have the wrong sign, or are distances.`,
        fix,
      };
    case "classes": {
      const some = evidence.pairs
        .slice(0, 5)
        .map(([label, answer]) => `${label} is answered as ${answer ?? "a number that is no class"}`);
      return {
        sentence: `The class numbers of the predictions are not those of the labels: ${some.join(", ")}. As they are ${share(evidence.accuracy)} fit, renumbered ${restored}.`,
        fix: "Use one list of classes, in one order and from one first number, for labels and predictions.",
      };
    }
    case "below chance":
      return {
        sentence: `${farBehind(evidence, evidence.split)}. Guessing would get ${share(evidence.chance)}: answers that are wrong more often than guessing know the right one, and give another (argmin instead of argmax, distances taken for scores).`,
        fix,
      };
  }
}
