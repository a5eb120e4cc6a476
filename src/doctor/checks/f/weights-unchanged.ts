import type { Check, Draft, Words } from "../../check.ts";
import { type History, history } from "../../evidence/history.ts";
import { movement } from "../../evidence/movement.ts";
import { progress } from "../../evidence/progress.ts";
import { settings } from "../../evidence/settings.ts";
import { training } from "../../evidence/training.ts";
import { type WeightFigures, weights } from "../../evidence/weights.ts";

export type WeightsUnchanged =
  | { readonly seen: "learning rate" }
  | { readonly seen: "network"; readonly epochs: number }
  | { readonly seen: "layer"; readonly layer: number; readonly epochs?: number }
  | { readonly seen: "loss"; readonly loss: number; readonly epochs: number };

/** F3: weights that are after training what they were before: exact facts. One check, three places where it shows. */
export const weightsUnchanged: Check<WeightsUnchanged> = {
  id: "weights-unchanged",
  catalogue: "F3",
  needs: [training],
  uses: [weights, movement, history, settings, progress],
  explains: [
    "one-answer",
    "underfitting",
    "learning-rate-too-low",
    "too-few-steps",
    "weights-reset",
    "vanishing-gradient",
  ],
  run(measured) {
    const known = measured.maybe(settings);
    if (known?.learningRate === 0) return [draft({ seen: "learning rate" })];
    const parameters = measured.maybe(weights);
    if (parameters !== undefined) {
      const found = frozen(parameters);
      if (found.length > 0) return found;
    }
    const still = measured.maybe(movement)?.filter(({ largest, epochs }) => largest === 0 && epochs >= 1) ?? [];
    if (still.length > 0) return still.map(({ layer, epochs }) => draft({ seen: "layer", layer, epochs }));
    const curves = measured.maybe(history);
    return curves === undefined ? [] : sameLoss(curves, measured.maybe(progress)?.state === "learned");
  },
  say,
};

function draft(evidence: WeightsUnchanged): Draft<WeightsUnchanged> {
  const where = { layer: "layer", "learning rate": "learning rate", network: "network", loss: "training loss" }[
    evidence.seen
  ];
  return { confidence: "fault", where: evidence.seen === "layer" ? `${where} ${evidence.layer}` : where, evidence };
}

/** Weights that are the initial ones bit for bit: of the whole network after some epochs, or of a layer beside others. */
function frozen({ layers, epochs }: WeightFigures): Draft<WeightsUnchanged>[] {
  const still = layers.filter(({ asInitial }) => asInitial);
  if (still.length === layers.length)
    return epochs !== undefined && epochs > 0 ? [draft({ seen: "network", epochs })] : [];
  return still.map(({ layer }) => draft({ seen: "layer", layer, ...(epochs === undefined ? {} : { epochs }) }));
}

/** The same loss in every epoch, to the last of at least five digits. */
function sameLoss({ loss }: History, learned: boolean): Draft<WeightsUnchanged>[] {
  if (loss === undefined || loss.length < 3 || learned) return [];
  const [first] = loss;
  const digits = String(first).replace(/^0\.0*|\D/g, "").length;
  if (!(first > 0) || digits < 5 || loss.some((value) => value !== first)) return [];
  return [draft({ seen: "loss", loss: first, epochs: loss.length })];
}

function say({ evidence }: Draft<WeightsUnchanged>): Words {
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
