import { integer } from "../../core/text.ts";
import type { Draft, Words } from "../check.ts";
import type { SplitName } from "../input.ts";
import { figure, share } from "./figures.ts";

export interface LearningRate {
  readonly learningRate: number;
  readonly steps: number;
  readonly batchSize: number;
  /** After these steps, as it is. */
  readonly accuracy: number;
  /** null: not a finite number. */
  readonly cost: number | null;
  readonly costBefore: number;
}

function compared({ evidence, counterfactual }: Draft<LearningRate>): string {
  const { learningRate, steps, accuracy, cost } = evidence;
  const costs = cost === null ? "a cost that is not a number" : `cost ${figure(cost)}`;
  return `At ${figure(learningRate)} the network reads ${share(accuracy)} after ${integer(steps)} steps, with ${costs}; at ${figure(Number(counterfactual?.learningRate))} the same steps reach ${share(Number(counterfactual?.accuracy))} and cost ${figure(Number(counterfactual?.cost))}.`;
}

export function learningRateTooHigh(draft: Draft<LearningRate>): Words {
  return {
    sentence: `The learning rate is too high. ${compared(draft)}`,
    fix: `Use a learning rate of about ${figure(Number(draft.counterfactual?.learningRate))}.`,
  };
}

export function learningRateTooLow(draft: Draft<LearningRate>): Words {
  return {
    sentence: `The learning rate is too low. ${compared(draft)}`,
    fix: `Use a learning rate of about ${figure(Number(draft.counterfactual?.learningRate))}.`,
  };
}

export type WeightsUnchanged =
  | { readonly seen: "learning rate" }
  | { readonly seen: "network"; readonly epochs: number }
  | { readonly seen: "layer"; readonly layer: number; readonly epochs?: number }
  | { readonly seen: "loss"; readonly loss: number; readonly epochs: number };

export function weightsUnchanged({ evidence }: Draft<WeightsUnchanged>): Words {
  const fix =
    "Look whether the step is taken on these weights (not on a copy), and whether the learning rate is above 0.";
  if (evidence.seen === "learning rate")
    return { sentence: "The learning rate is 0, so no step changes anything.", fix: "Set a learning rate above 0." };
  if (evidence.seen === "loss")
    return {
      sentence: `The loss is ${evidence.loss} in all ${evidence.epochs} epochs, to the last digit: the weights are never changed.`,
      fix,
    };
  const after = evidence.epochs === undefined ? "" : ` after ${evidence.epochs} epochs`;
  const what = evidence.seen === "layer" ? `The weights of layer ${evidence.layer}` : "All weights";
  return {
    sentence: `${what} are still${after}, bit for bit, the ones that the seed gave: training never changes them.`,
    fix,
  };
}

export interface WrongGradient {
  /** From 1. */
  readonly layer: number;
  /** Relative. */
  readonly error: number;
  /** Given = ratio × numeric, as well as that fits. */
  readonly ratio: number;
  readonly kind: "not finite" | "zero" | "direction" | "sign" | "factor" | "factor everywhere";
  /** Layers whose gradient is right. */
  readonly right: number;
  readonly rows: number;
}

export function wrongGradient({ evidence }: Draft<WrongGradient>): Words {
  const { layer, error, ratio, kind, right, rows } = evidence;
  const how = {
    "not finite": "has values that are NaN or infinite, at weights where the cost is tame",
    zero: "is 0, though the cost does depend on these weights",
    direction: `points elsewhere (relative error ${figure(error)}), and not by a mere factor`,
    sign: `is ${figure(ratio)} times the numeric one: the sign is wrong`,
    factor: `is ${figure(ratio)} times the numeric one`,
    "factor everywhere": `is ${figure(ratio)} times the numeric one, as in every layer`,
  }[kind];
  const fix = {
    "not finite": "Look for a division by 0, a logarithm of 0, or an exponential that overflows.",
    zero: `Look whether the error is passed back to layer ${layer} at all.`,
    direction: `Look at the error of layer ${layer}: the factor act'(z), and the transpose in Wᵀδ.`,
    sign: "Turn the sign: the error of the output is a − y.",
    factor: `Look for a factor that is missing or too many in layer ${layer}.`,
    "factor everywhere": "Look for a constant factor in the cost or its derivative (½, 2, batch size).",
  }[kind];
  const others = right > 0 ? `; ${right} other ${right === 1 ? "layer is" : "layers are"} right` : "";
  return {
    sentence: `Backpropagation is wrong: on ${rows} rows the gradient of layer ${layer} ${how}${others}.`,
    fix,
  };
}

export interface BatchGradient {
  readonly rows: number;
}

export function batchGradient({ evidence: { rows } }: Draft<BatchGradient>): Words {
  return {
    sentence: `Only the last row of a mini-batch counts: the gradient of ${rows} rows equals that of the last one alone.`,
    fix: "Add the gradients of all rows up (+=) before the step, and begin each mini-batch from 0.",
  };
}

export interface SortedWithoutShuffle {
  readonly rows: number;
  /** Neighbouring rows with different labels, as they are and as random order would have them. */
  readonly changes: number;
  readonly expected: number;
  readonly classes: number;
}

export function sortedWithoutShuffle({ evidence }: Draft<SortedWithoutShuffle>): Words {
  const { rows, changes, expected, classes } = evidence;
  return {
    sentence: `The ${integer(rows)} training rows are sorted by class and taken in that order: the label changes ${integer(changes)} times where random order would have ${integer(expected)}, so the network forgets each of the ${classes} classes while it learns the next.`,
    fix: "Shuffle the rows in every epoch, images and labels with the same order.",
  };
}

export interface VanishingGradient {
  readonly layers: number;
  readonly first: number;
  readonly last: number;
  readonly accuracy: number;
}

export function vanishingGradient({ evidence: { layers, first, last, accuracy } }: Draft<VanishingGradient>): Words {
  return {
    sentence: `The gradient dies on its way back through ${layers} layers: ${figure(first)} in layer 1, ${figure(last)} in the last; the network reads ${share(accuracy)} of its training images.`,
    fix: "Use relu with he-normal weights, or weights with deviation 1/√inputs, or fewer layers.",
  };
}

export type NotFinite =
  | { readonly seen: "weights"; readonly layer: number; readonly count: number }
  | { readonly seen: "loss"; readonly epoch: number; readonly before: number | null }
  | { readonly seen: "run"; readonly epoch: number }
  | { readonly seen: "exploded"; readonly first: number; readonly last: number }
  | { readonly seen: "scores"; readonly count: number };

export function notFinite({ evidence }: Draft<NotFinite>): Words {
  const fix = "Use a tenth of the learning rate, and look at the logarithm and the division in the cost.";
  switch (evidence.seen) {
    case "weights":
      return {
        sentence: `${integer(evidence.count)} parameters of layer ${evidence.layer} are NaN or infinite, so every answer is.`,
        fix,
      };
    case "loss": {
      const before = evidence.before === null ? "" : ` (${figure(evidence.before)} the epoch before)`;
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

export interface DeadUnits {
  /** From 1. */
  readonly layer: number;
  readonly units: number;
  readonly dead: number;
  readonly rows: number;
  readonly accuracy?: number;
}

export function deadUnits({ evidence: { layer, units, dead, rows } }: Draft<DeadUnits>): Words {
  const which = dead === units ? `All ${units}` : `${dead} of the ${units}`;
  return {
    sentence: `${which} units of layer ${layer} have slope 0 for every one of ${rows} images: they get no gradient and cannot recover.`,
    fix: "Use he-normal weights with biases 0 and a smaller learning rate, or leaky-relu.",
  };
}

export interface SaturatedUnits {
  /** From 1. */
  readonly layer: number;
  readonly slope: number;
  readonly activation: string;
  readonly rows: number;
  readonly accuracy: number;
}

export function saturatedUnits({ evidence: { layer, slope, activation, accuracy } }: Draft<SaturatedUnits>): Words {
  const most = activation === "tanh" ? "1" : "0.25";
  return {
    sentence: `The units of layer ${layer} sit at their ends (mean slope ${figure(slope)} of ${most} at most), so hardly any gradient passes, and the network stands at ${share(accuracy)} of its training images.`,
    fix: "Begin again with smaller initial weights (deviation 1/√inputs), inputs from 0 to 1 and a smaller learning rate.",
  };
}

export interface OneAnswer {
  readonly split: SplitName;
  readonly rows: number;
  readonly answer: number;
  readonly times: number;
  /** Share of that answer among the labels. */
  readonly accuracy: number;
  readonly majority: number;
}

export function oneAnswer({ evidence: { split, rows, answer, times, accuracy } }: Draft<OneAnswer>): Words {
  return {
    sentence: `The network answers ${answer} to ${integer(times)} of ${integer(rows)} ${split} images, whatever they show; ${share(accuracy)} of them are.`,
    fix: "Look at what the network gets (scaling) and how it starts (weights), and try a tenth of the learning rate.",
  };
}

export interface RegularisationTooStrong {
  readonly strengths: Readonly<Record<string, number>>;
  readonly accuracy: number;
  readonly steps: number;
}

export function regularisationTooStrong({ evidence, counterfactual }: Draft<RegularisationTooStrong>): Words {
  const { strengths, accuracy, steps } = evidence;
  const named = Object.entries(strengths).map(([name, strength]) => `${name} ${strength}`);
  return {
    sentence: `The regularisation (${named.join(", ")}) keeps the network from learning: ${integer(steps)} steps reach ${share(accuracy)} with it and ${share(Number(counterfactual?.accuracy))} without.`,
    fix: "Take it away, and bring it back in small amounts once the network learns.",
  };
}

export interface TooFewSteps {
  readonly epochs: number;
  readonly before: number;
  readonly last: number;
}

export function tooFewSteps({ evidence: { epochs, before, last } }: Draft<TooFewSteps>): Words {
  return {
    sentence: `Training ended after epoch ${epochs} while the loss was still falling by ${share(1 - last / before)} an epoch.`,
    fix: "Train for more epochs.",
  };
}

export interface Oscillation {
  readonly epochs: number;
  /** Share of jumps that turn back the one before. */
  readonly turns: number;
  /** Mean jump as a share of the loss. */
  readonly size: number;
}

export function oscillation({ evidence: { turns, size } }: Draft<Oscillation>): Words {
  return {
    sentence: `The loss jumps by ${share(size)} of itself from epoch to epoch, and ${share(turns)} of the jumps turn back the one before.`,
    fix: "Try a third of the learning rate, or larger mini-batches.",
  };
}

export interface StepsPerEpoch {
  readonly batchSize: number;
  readonly rows: number;
  readonly steps: number;
  readonly epochs?: number;
}

export function stepsPerEpoch({ evidence: { batchSize, rows, steps, epochs } }: Draft<StepsPerEpoch>): Words {
  const all = epochs === undefined ? "" : `, ${integer(steps * epochs)} in all ${epochs} epochs`;
  return {
    sentence: `With ${integer(batchSize)} of ${integer(rows)} rows in a mini-batch an epoch has ${steps} ${steps === 1 ? "step" : "steps"}${all}.`,
    fix: "Use mini-batches of 10 to 100 rows.",
  };
}

export interface LessThanItsSettings {
  /** Of the person's network on its training images, after all its steps. */
  readonly accuracy: number;
  readonly allSteps: number;
  /** Of the worst of our trainings. */
  readonly ours: number;
  readonly steps: number;
  readonly trainings: number;
}

export function lessThanItsSettings({ evidence: e }: Draft<LessThanItsSettings>): Words {
  return {
    sentence: `The same network, data and settings reach ${share(e.ours)} of the training images in ${integer(e.steps)} steps here (the worst of ${e.trainings} starts), and ${share(e.accuracy)} in ${integer(e.allSteps)} steps in your program: the settings are not at fault, the training loop or the initial weights are.`,
    fix: "Check the gradient (myelin check-gradients), that every layer is updated in every step, that every row of a batch counts, that every epoch sees all rows, and how large the weights are before the first step.",
  };
}

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

export function learnedThenLost({ evidence: e }: Draft<LearnedThenLost>): Words {
  const sentence =
    e.seen === "lost"
      ? `The network had ${share(e.best)} right in epoch ${e.epoch} and has ${share(e.after)} at the end, while the loss rose from ${figure(e.lowest)} to ${figure(e.loss)}: the steps became too large for what was learned.`
      : `In epoch ${e.epoch} the loss was ${figure(e.loss)}, where guessing costs about ${figure(e.guessing)}, and the network has learned nothing since: a step went far beyond all sense.`;
  return {
    sentence,
    fix: "Use a tenth of the learning rate, and let it fall, not grow, from epoch to epoch.",
  };
}
