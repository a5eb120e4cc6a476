import type { Check, Draft, Words } from "../../check.ts";
import { activity } from "../../evidence/activity.ts";
import { progress } from "../../evidence/progress.ts";
import { figure, share } from "../../words.ts";

export interface VanishingGradient {
  readonly layers: number;
  readonly first: number;
  readonly last: number;
  readonly accuracy: number;
}

/** F8: a trained network that has learned nothing, whose first layer gets a thousandth of the last one's gradient. */
export const vanishingGradient: Check<VanishingGradient> = {
  id: "vanishing-gradient",
  catalogue: "F8",
  needs: [activity, progress],
  after: ["A", "B", "C"],
  explains: ["one-answer", "underfitting", "too-few-steps", "learning-rate-too-low"],
  run(measured) {
    const { layers } = measured.of(activity);
    const { state, trained, improving, accuracy } = measured.of(progress);
    const [first, last] = [layers[0], layers[layers.length - 1]];
    if (!trained || state !== "stuck" || improving === true || layers.length < 3) return [];
    if (layers.some(({ dead, units }) => dead === units) || !(last.gradientNorm > 0)) return [];
    if (first.gradientNorm >= 1e-3 * last.gradientNorm) return [];
    const evidence = { layers: layers.length, first: first.gradientNorm, last: last.gradientNorm, accuracy };
    return [{ confidence: "likely", where: "layer 1", evidence }];
  },
  say,
};

function say({ evidence: { layers, first, last, accuracy } }: Draft<VanishingGradient>): Words {
  return {
    sentence: `The gradient dies on its way back through ${layers} layers: ${figure(first)} in layer 1, ${figure(last)} in the last; the network reads ${share(accuracy)} of its training images.`,
    fix: "Use relu with he-normal weights, or weights with deviation 1/√inputs, or fewer layers.",
  };
}
