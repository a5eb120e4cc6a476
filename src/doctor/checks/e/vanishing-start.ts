import type { Check, Draft, Words } from "../../check.ts";
import { type Activity, activity, type LayerActivity } from "../../evidence/activity.ts";
import { progress } from "../../evidence/progress.ts";
import { helped, learns, trials } from "../../evidence/trials.ts";
import { figure, sameSteps } from "../../words.ts";

export interface VanishingStart {
  readonly layers: number;
  /** Gradient norms of the first and the last layer. */
  readonly first: number;
  readonly last: number;
  /** Deviation of the outputs from image to image, as a share of the largest of any layer. */
  readonly spread: number;
}

/** E3: weights so small, or so many flat layers, that hardly anything of the input reaches the output. */
export const vanishingStart: Check<VanishingStart> = {
  id: "vanishing-start",
  catalogue: "E3",
  needs: [activity, progress],
  uses: [trials],
  after: ["A", "B", "C"],
  explains: [
    "one-answer",
    "underfitting",
    "vanishing-gradient",
    "learning-rate-too-low",
    "too-few-steps",
    "weights-unchanged",
    "learning-rate-too-high",
  ],
  run(measured) {
    const { state, improving, trained } = measured.of(progress);
    const tried = measured.maybe(trials);
    if (state !== "stuck" || improving === true || (tried && learns(tried))) return [];
    const seen = measured.of(activity);
    const shrinks = shrinking(seen);
    if (shrinks === undefined) return [];
    const { first, last, spread } = shrinks;
    const evidence = { layers: seen.layers.length, first: first.gradientNorm, last: last.gradientNorm, spread };
    // Before training nobody knows: deep sigmoid networks are slow, and may still rise.
    if (!trained) return [{ confidence: "advice", where: "layer 1", evidence }];
    const better = tried && (helped(tried, "activation") ?? helped(tried, "initialisation"));
    if (tried === undefined || better === undefined) return [{ confidence: "likely", where: "layer 1", evidence }];
    const counterfactual = { asIs: tried.asIs.accuracy, accuracy: better.accuracy, to: better.to, steps: tried.steps };
    return [{ confidence: "fault", where: "layer 1", evidence, counterfactual }];
  },
  say,
};

interface Shrinking {
  readonly first: LayerActivity;
  readonly last: LayerActivity;
  /** Deviation of the output from row to row, as a share of what it is in the layer where it is largest. */
  readonly spread: number;
}

/** The gradient of layer 1 below a thousandth of the last layer's, or a signal that all but dies on its way. */
function shrinking({ layers }: Activity): Shrinking | undefined {
  const [first, last] = [layers[0], layers[layers.length - 1]];
  if (layers.length < 3 || layers.some(({ dead, units }) => dead === units)) return undefined;
  const spread = last.spread / layers.reduce((most, layer) => Math.max(most, layer.spread), 1e-300);
  const gradient = first.gradientNorm < 1e-3 * last.gradientNorm;
  const signal = last.spread < 1e-3 || spread < 1e-3;
  return gradient || signal ? { first, last, spread } : undefined;
}

function say({ evidence, counterfactual }: Draft<VanishingStart>): Words {
  const { layers, first, last, spread } = evidence;
  const change = (to: string) => (to === "relu" ? "with ReLU and he-normal weights" : `with ${to} weights`);
  return {
    sentence: `Hardly anything gets through the ${layers} layers: from image to image the outputs vary ${figure(spread)} times as much as the liveliest layer, and the gradient of layer 1 is ${figure(first)} where the last layer has ${figure(last)}.${sameSteps(counterfactual, change)}`,
    fix: "Use relu with he-normal weights, or fewer layers, or weights with deviation 1/√inputs.",
  };
}
