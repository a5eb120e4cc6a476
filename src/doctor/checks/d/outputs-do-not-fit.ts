import { integer } from "../../../core/text.ts";
import type { Check, Draft, Measured, Words } from "../../check.ts";
import { answerCounts } from "../../evidence/answer-counts.ts";
import { classes } from "../../evidence/classes.ts";
import { type History, history } from "../../evidence/history.ts";
import { type Scores, scores } from "../../evidence/scores.ts";
import type { SplitName } from "../../input.ts";
import { figure, share } from "../../words.ts";

export type OutputsDoNotFit =
  | { readonly seen: "one output"; readonly split: SplitName; readonly rows: number; readonly classes: number }
  | {
      readonly seen: "negative loss";
      readonly first: number;
      readonly last: number;
      readonly epochs: number;
      readonly classes: number;
      /** Predictions have one number a row. */
      readonly oneOutput: boolean;
      /** Between −1 and 0, as the mean of −p is. */
      readonly probabilities: boolean;
    }
  | {
      readonly seen: "over rows";
      readonly split: SplitName;
      readonly rows: number;
      readonly width: number;
      readonly sum: number;
    }
  | {
      readonly seen: "no sigmoid";
      readonly split: SplitName;
      readonly outside: number;
      readonly ends: number;
      readonly lowest: number;
      readonly largest: number;
    };

/** Share of the values at 0 or 1 that only a squashing function makes, and of values that none may give. */
const AT_THE_ENDS = 0.5;
const OUTSIDE = 0.001;

/**
 * D10: output function, cost and task do not go together. Facts about ranges: no cross-entropy of labels from 0 to 1 is negative,
 * no sigmoid leaves 0 … 1, softmax makes rows add up to 1 and not columns, and one number a row cannot name ten classes.
 */
export const outputsDoNotFit: Check<OutputsDoNotFit> = {
  id: "outputs-do-not-fit",
  catalogue: "D10",
  needs: [classes],
  uses: [answerCounts, history, scores],
  explains: [
    "one-answer",
    "underfitting",
    "answers-no-class",
    "climbing-loss",
    "learned-then-lost",
    "too-few-steps",
    "not-finite",
    "dead-outputs",
    "untrained-copy",
    "wrong-argmax",
    "predictions-in-other-order",
    "output-width",
    "reported-accuracy",
  ],
  run: (measured) => [...byRange(measured), ...byLoss(measured), ...byWidth(measured)].slice(0, 1),
  say,
};

/** One number a row, most of them no whole ones, for three classes or more. */
function byWidth(measured: Measured): Draft<OutputsDoNotFit>[] {
  const one = measured.maybe(answerCounts)?.find(isOneOutput);
  if (one === undefined) return [];
  const { split, predictions: rows, classes: needed } = one;
  return [
    { confidence: "fault", where: "output layer", evidence: { seen: "one output", split, rows, classes: needed } },
  ];
}

const isOneOutput = ({
  width,
  classes: needed,
  fractions,
  predictions,
}: {
  width: number;
  classes: number;
  fractions: number;
  predictions: number;
}) => width === 1 && needed > 2 && predictions >= 20 && fractions > 0.5 * predictions;

function byLoss(measured: Measured): Draft<OutputsDoNotFit>[] {
  const loss = (measured.maybe(history)?.loss ?? []).filter((value) => value * 0 === 0);
  const negative = loss.filter((value) => value < -1e-6).length;
  if (loss.length === 0 || negative < 0.5 * loss.length) return [];
  const [first, last] = [loss[0], loss[loss.length - 1]];
  const known = measured.of(classes).values.length;
  const oneOutput = known > 2 && (measured.maybe(answerCounts)?.some(({ width }) => width === 1) ?? false);
  const probabilities = loss.every((value) => value >= -1 && value <= 0) && learns(measured.maybe(history) as History);
  // A sign that was turned makes it negative too: only where the accuracy does not fall is it the targets.
  const evidence = {
    seen: "negative loss" as const,
    first,
    last,
    epochs: loss.length,
    classes: known,
    oneOutput,
    probabilities,
  };
  return [{ confidence: oneOutput && !probabilities ? "fault" : "likely", where: "cost", evidence }];
}

/** The accuracy, where it was logged, is higher at the end than at the start. */
function learns({ accuracy, evaluationAccuracy }: History): boolean {
  const shown = accuracy ?? evaluationAccuracy ?? [0, 1];
  return shown[shown.length - 1] > shown[0];
}

function byRange(measured: Measured): Draft<OutputsDoNotFit>[] {
  const all = measured.maybe(scores) ?? [];
  const columns = all.find(({ columnsTo }) => columnsTo !== undefined);
  if (columns?.columnsTo !== undefined) {
    const { split, rows, width, columnsTo: sum } = columns;
    return [{ confidence: "fault", where: "output layer", evidence: { seen: "over rows", split, rows, width, sum } }];
  }
  const odd = all.find(isNoSigmoid);
  if (odd === undefined) return [];
  const { split, outside, atZero, atOne, lowest, largest } = odd;
  const evidence = { seen: "no sigmoid" as const, split, outside, ends: atZero + atOne, lowest, largest };
  return [{ confidence: "likely", where: "output layer", evidence }];
}

/** Values that pile up at 0 and at 1, as those of a sigmoid do, and lie beyond them, as they never can. */
function isNoSigmoid({ rows, outside, atZero, atOne }: Scores): boolean {
  return rows >= 20 && outside > OUTSIDE && atZero + atOne > AT_THE_ENDS && atZero > 0 && atOne > OUTSIDE;
}

function say({ evidence: e }: Draft<OutputsDoNotFit>): Words {
  switch (e.seen) {
    case "one output":
      return {
        sentence: `The network has one output for ${e.classes} classes: each of the ${integer(e.rows)} ${e.split} predictions is one number, and most are no whole number, so no class can be read from it.`,
        fix: `Give the last layer ${e.classes} outputs with softmax, and train it with categorical cross-entropy.`,
      };
    case "negative loss":
      return negativeLoss(e);
    case "over rows":
      return {
        sentence: `Softmax is taken over the rows of a batch and not over the classes: each of the ${e.width} columns of the ${integer(e.rows)} ${e.split} scores adds up to ${integer(e.sum)}, 1 a batch, and the rows do not add up to 1.`,
        fix: "Take softmax along the classes (axis −1 or 1; dim=1 in PyTorch).",
      };
    case "no sigmoid":
      return {
        sentence: `The function of the output layer is no sigmoid: ${share(e.ends)} of the ${e.split} scores pile up at 0 and 1, and yet ${share(e.outside)} lie outside 0 to 1 (from ${figure(e.lowest)} to ${figure(e.largest)}), where 1 / (1 + exp(−z)) never comes.`,
        fix: "Look at the sign and the brackets in the sigmoid, 1 / (1 + exp(−z)), and at its derivative.",
      };
  }
}

function negativeLoss(e: Extract<OutputsDoNotFit, { seen: "negative loss" }>): Words {
  const run = e.first === e.last ? `is ${figure(e.last)}` : `runs from ${figure(e.first)} to ${figure(e.last)}`;
  const fact = `The loss ${run} in ${integer(e.epochs)} ${e.epochs === 1 ? "epoch" : "epochs"}, and no cross-entropy of right targets is below 0`;
  if (e.probabilities)
    return {
      sentence: `The cost gets probabilities where it wants their logarithms. ${fact}: between −1 and 0 it is the mean of −p.`,
      fix: "Give the cost log-probabilities (log_softmax), or use the cost that takes scores as they are (cross_entropy).",
    };
  const what = e.oneOutput
    ? `predictions have one number a row where labels have ${e.classes} classes, and class numbers above 1 were taken for targets`
    : `targets lie outside 0 to 1 (class numbers instead of one-hot rows), or the sign of the cost is turned`;
  return {
    sentence: `Output layer, cost and labels do not fit together. ${fact}: ${what}.`,
    fix: `Use ${e.classes} outputs with softmax and categorical cross-entropy${e.classes === 2 ? ", or one output with labels 0 and 1" : ""}.`,
  };
}
