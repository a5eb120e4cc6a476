import type { Check, Draft, Words } from "../check.ts";
import { activity, type LayerActivity } from "../evidence/activity.ts";
import { answered } from "../evidence/answered.ts";
import { movement } from "../evidence/movement.ts";
import { progress } from "../evidence/progress.ts";
import { settings } from "../evidence/settings.ts";
import { figure, percent } from "../words.ts";

export interface WideSteps {
  readonly learningRate: number;
  /** From 1. */
  readonly layer: number;
  readonly slope: number;
  /** ‖ΔW‖ / ‖W‖ of the epoch that changed the layer most. */
  readonly moved: number;
  readonly epochs: number;
  /** Of so many training rows that were looked at. */
  readonly correct: number;
  readonly rows: number;
}

const FLAT = 0.01;
/** Share of itself that an epoch changed a layer by: less has not driven it to its ends. */
const WIDE = 0.5;

/** F1 as a log shows it: steps that drove a layer to its flat ends, where it now stands still. */
export const wideSteps: Check<WideSteps> = {
  id: "learning-rate-too-high",
  catalogue: "F1",
  needs: [progress, answered, activity, movement, settings],
  after: ["A", "B", "C"],
  explains: ["saturated-units", "weights-unchanged"],
  run(measured) {
    const { layers, largestInput } = measured.of(activity);
    const { correct = 0, total: rows = 0 } = measured.of(answered).training?.agreement ?? {};
    const { learningRate } = measured.of(settings);
    if (learningRate === undefined || largestInput > 20) return [];
    const driven = measured.of(movement).filter(({ layer, largest }) => largest > WIDE && isFlat(layers[layer - 1]));
    const [first] = driven.toSorted((a, b) => b.largest - a.largest);
    if (first === undefined) return [];
    const { layer, largest: moved, epochs } = first;
    const evidence = { learningRate, layer, slope: layers[layer - 1].slope, moved, epochs, correct, rows };
    return [{ confidence: "likely", where: "learning rate", evidence }];
  },
  say,
};

const isFlat = ({ slope, activation }: LayerActivity) => /sigmoid|tanh|softmax/.test(activation) && slope < FLAT;

function say({ evidence }: Draft<WideSteps>): Words {
  const { learningRate, layer, slope, moved, epochs, correct, rows } = evidence;
  return {
    sentence: `The learning rate, ${figure(learningRate)}, is too high. One epoch changed the weights of layer ${layer} by ${percent(moved)} of themselves; its units now sit at their ends (mean slope ${figure(slope)}), where hardly any gradient passes, and after ${epochs} epochs the network reads ${correct} of ${rows} training images, no more than one answer for all of them would.`,
    fix: `Begin again with a tenth of it (${figure(learningRate / 10)}) or less.`,
  };
}
