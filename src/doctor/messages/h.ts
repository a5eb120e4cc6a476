import { integer } from "../../core/text.ts";
import type { Draft, Words } from "../check.ts";
import type { SplitName } from "../input.ts";
import { figure, share } from "./figures.ts";

export interface EvaluatedOtherSet {
  readonly seen: "predictions" | "reported";
  readonly declared: SplitName;
  readonly of: SplitName;
  /** Counted against the declared set. */
  readonly accuracy: number;
  readonly reported?: number;
}

export function evaluatedOtherSet({ evidence, counterfactual }: Draft<EvaluatedOtherSet>): Words {
  const { seen, declared, of, accuracy, reported } = evidence;
  const sentence =
    seen === "predictions"
      ? `The ${declared} predictions were made for the ${of} images: ${share(accuracy)} of them fit the ${declared} labels, ${share(Number(counterfactual?.accuracy))} fit the first ${of} labels.`
      : `The reported ${share(reported ?? Number.NaN)} is the accuracy on the ${of} set; on the ${declared} set it is ${share(accuracy)}.`;
  return { sentence, fix: `Give evaluate() the ${declared} images and the ${declared} labels.` };
}

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

/** Answers that are far from what both the network in training and a simple classifier reach. */
interface FarBehind {
  readonly accuracy: number;
  readonly training?: number;
  readonly probe: number;
}

function farBehind({ accuracy, training, probe }: FarBehind, split: SplitName): string {
  const same =
    training === undefined ? "" : `the same network has ${share(training)} of its training images right and `;
  return `${share(accuracy)} of the ${split} predictions fit, where ${same}a simple classifier reads ${share(probe)} of the ${split} images`;
}

/** What gives a reported number that is not the accuracy. */
const SLIPS: Readonly<Record<string, string>> = {
  smallest: "the smallest score is taken for the answer",
  "next class": "the class numbers are off by one",
  "wrong axis": "argmax runs over the rows instead of the classes",
  "other split": "another set is evaluated",
  divisor: "the count is divided by another number of rows",
  threshold: "only scores above one half count",
  untrained: "the network from before training is evaluated",
  batches: "the accuracies of unequal batches are averaged",
};

export function wrongArgmax({ evidence, counterfactual }: Draft<WrongArgmax>): Words {
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

export type NeverEqual =
  /** error: what the evaluate function threw. */
  | { readonly seen: "oracle"; readonly rows: number; readonly error?: string }
  | { readonly seen: "reported"; readonly accuracy: number; readonly others: readonly string[] };

const ALIKE = 'what it compares is never equal, such as "3" with 3, or a one-hot row with a class number';

export function neverEqual({ evidence }: Draft<NeverEqual>): Words {
  if (evidence.seen === "reported") {
    const { accuracy, others } = evidence;
    const also = others.length === 0 ? "" : ` It may also be: ${others.map((kind) => SLIPS[kind] ?? kind).join("; ")}.`;
    return {
      sentence: `The reported accuracy is exactly 0, where the same answers are ${share(accuracy)} right: the evaluation finds none of them, probably because ${ALIKE}.${also}`,
      fix: "Turn both sides into class numbers before comparing them, and print the first ten of each.",
    };
  }
  const { rows, error } = evidence;
  if (error !== undefined)
    return {
      sentence: `The evaluate function fails on perfect answers: ${error}.`,
      fix: "Make it take (rows, classes) scores and class numbers.",
    };
  return {
    sentence: `The evaluate function finds none of ${rows} perfect answers right: ${ALIKE}.`,
    fix: "Turn both sides into class numbers before comparing them.",
  };
}

export type WrongDivisor =
  | { readonly seen: "oracle"; readonly perfect: number; readonly rows: number }
  | { readonly seen: "integers"; readonly truth: number; readonly rows: number }
  | { readonly seen: "percent"; readonly reported: number }
  | {
      readonly seen: "divisor";
      readonly reported: number;
      readonly accuracy: number;
      readonly correct: number;
      readonly by: number;
      readonly rows: number;
    };

export function wrongDivisor({ evidence }: Draft<WrongDivisor>): Words {
  const fix = "Divide the number of right answers by the number of rows that were compared.";
  switch (evidence.seen) {
    case "oracle":
      return {
        sentence: `${evidence.rows} perfect answers get ${figure(evidence.perfect)} from the evaluate function, not 1: the count is divided by the wrong number.`,
        fix,
      };
    case "integers":
      return {
        sentence: `The evaluate function says 0 where ${share(evidence.truth)} are right, and 1 where all are: the division drops what is behind the point.`,
        fix: "Divide floating-point numbers.",
      };
    case "percent":
      return {
        sentence: `The reported accuracy, ${figure(evidence.reported)}, is in per cent.`,
        fix: "Nothing is wrong; shares from 0 to 1 are clearer.",
      };
    case "divisor": {
      const { reported, accuracy, correct, by, rows } = evidence;
      return {
        sentence: `${integer(correct)} of ${integer(rows)} are right (${share(accuracy)}), but the count is divided by ${integer(by)} and reported as ${share(reported)}.`,
        fix,
      };
    }
  }
}

export interface ReportedAccuracy {
  readonly reported: number;
  readonly accuracy: number;
  readonly rows: number;
}

export function reportedAccuracy({ evidence: { reported, accuracy, rows } }: Draft<ReportedAccuracy>): Words {
  return {
    sentence: `The reported accuracy is ${share(reported)}, but the same network's answers to ${integer(rows)} images are ${share(accuracy)} right: the evaluation is wrong, not the network.`,
    fix: "Feed the labels themselves (one-hot) to your evaluation as if they were predictions: it must say 100 %.",
  };
}

export interface PredictionsInOtherOrder {
  readonly split: SplitName;
  readonly kind: "shifted" | "reversed" | "other network answers" | "unrelated";
  readonly accuracy: number;
  readonly rows: number;
  readonly shift?: number;
}

export function predictionsInOtherOrder({ evidence, counterfactual }: Draft<PredictionsInOtherOrder>): Words {
  const { split, kind, accuracy, rows, shift } = evidence;
  const restored = share(Number(counterfactual?.accuracy));
  const how = {
    shifted: `moved by ${shift} rows they fit in ${restored}`,
    reversed: `read backwards they fit in ${restored}`,
    "other network answers": `the network itself, asked about the same images in order, is right in ${restored}`,
    unrelated:
      "each class is answered as often as it occurs, and still answers and labels have nothing to do with each other",
  }[kind];
  return {
    sentence: `The ${integer(rows)} ${split} predictions are in another order than the labels: as they are ${share(accuracy)} fit; ${how}.`,
    fix: "Do not shuffle when predicting, or keep each prediction together with its row number.",
  };
}

export interface AnswersChange {
  readonly rows: number;
  readonly changed: number;
  /** Largest difference of a score. */
  readonly difference: number;
}

export function answersChange({ evidence: { rows, changed, difference } }: Draft<AnswersChange>): Words {
  return {
    sentence: `The same image gets two answers: asked twice, ${changed} of ${rows} images get other scores, by up to ${figure(difference)}.`,
    fix: "Turn dropout and other randomness off when answering (evaluation mode).",
  };
}

export type UntrainedCopy =
  | { readonly seen: "digest"; readonly digest: string; readonly trained: string; readonly untrained: boolean }
  | { readonly seen: "predictions"; readonly split: SplitName; readonly accuracy: number }
  | ({ readonly seen: "behind"; readonly split: SplitName } & FarBehind)
  | { readonly seen: "reported"; readonly reported: number; readonly accuracy: number };

export function untrainedCopy({ evidence, counterfactual }: Draft<UntrainedCopy>): Words {
  if (evidence.seen === "predictions")
    return {
      sentence: `The ${evidence.split} predictions are not this network's: ${share(evidence.accuracy)} of them fit, while the network itself, asked about the same images, is right in ${share(Number(counterfactual?.accuracy))}.`,
      fix: "Predict with the network that was trained, not with a copy made before training.",
    };
  if (evidence.seen === "behind")
    return {
      sentence: `${farBehind(evidence, evidence.split)}: they are not the answers of the trained network to these images, but those of another network (a copy made before training), or to other inputs.`,
      fix: `Predict with the trained network on the ${evidence.split} images, prepared as in training.`,
    };
  if (evidence.seen === "digest")
    return {
      sentence: `This is the network as it was before training: its weights have the digest ${evidence.digest.slice(0, 12)}…, those of the trained network ${evidence.trained.slice(0, 12)}….`,
      fix: "Judge the network that was trained (or its saved file), not a new one.",
    };
  return {
    sentence: `The reported ${share(evidence.reported)} is the accuracy of the network before training; after it, it is ${share(evidence.accuracy)}.`,
    fix: "Evaluate the network that was trained, not a copy made before.",
  };
}

export type Threshold =
  | { readonly seen: "oracle"; readonly unsure: number }
  | { readonly seen: "reported"; readonly unsure: number; readonly value: number; readonly accuracy: number };

export function threshold({ evidence }: Draft<Threshold>): Words {
  const fix = "Take the class with the largest score, however large it is.";
  if (evidence.seen === "oracle")
    return {
      sentence: `Right answers whose score is 0.4 get ${share(evidence.unsure)} from the evaluate function: only scores above one half count.`,
      fix,
    };
  return {
    sentence: `No score passes one half in ${share(evidence.unsure)} of the rows, and these are counted as wrong: ${share(evidence.value)} is reported, ${share(evidence.accuracy)} have their largest score on the right class.`,
    fix,
  };
}

export interface AccuracyHidesImbalance {
  readonly split: SplitName;
  readonly label: number;
  readonly majority: number;
  readonly accuracy: number;
  /** Mean of the accuracies of the classes. */
  readonly balanced: number;
}

export function accuracyHidesImbalance({ evidence }: Draft<AccuracyHidesImbalance>): Words {
  const { split, label, majority, accuracy, balanced } = evidence;
  return {
    sentence: `${share(accuracy)} of the ${split} rows are right, and ${share(majority)} of them are class ${label}: the mean over the classes is ${share(balanced)}.`,
    fix: "Watch the accuracy class by class, and give the rare classes more weight or more rows.",
  };
}

export interface MeanOfBatches {
  readonly seen: "oracle" | "reported";
  readonly said: number;
  readonly truth: number;
  readonly rows?: number;
  readonly batchSize?: number;
}

export function meanOfBatches({ evidence: { seen, said, truth, batchSize } }: Draft<MeanOfBatches>): Words {
  const what =
    seen === "oracle"
      ? `With only the last rows wrong the evaluate function says ${share(said)} where ${share(truth)} are right`
      : `The reported ${share(said)} is the mean over batches of ${batchSize}; ${share(truth)} of the rows are right`;
  return {
    sentence: `${what}: the short last batch counts as much as a full one.`,
    fix: "Add up the right answers over all batches, and divide once by the number of rows.",
  };
}
