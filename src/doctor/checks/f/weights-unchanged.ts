import type { Check, Draft } from "../../check.ts";
import { type History, history } from "../../evidence/history.ts";
import { movement } from "../../evidence/movement.ts";
import { progress } from "../../evidence/progress.ts";
import { settings } from "../../evidence/settings.ts";
import { training } from "../../evidence/training.ts";
import { type WeightFigures, weights } from "../../evidence/weights.ts";
import { weightsUnchanged as say, type WeightsUnchanged } from "../../messages/f.ts";

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
