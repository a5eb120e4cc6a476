import type { Check } from "../../check.ts";
import { gradientCheck, type LayerGradient } from "../../evidence/gradient-check.ts";
import { wrongGradient as say, type WrongGradient } from "../../messages/f.ts";

/** Relative error of a gradient that is wrong beyond doubt (cs231n: above 1e-2), in float32 as in float64. */
const WRONG = 0.01;

/** F4: backpropagation differs from the numeric gradient. The layer named is the last wrong one: errors travel back. */
export const wrongGradient: Check<WrongGradient> = {
  id: "wrong-gradient",
  catalogue: "F4",
  needs: [gradientCheck],
  explains: [
    "one-answer",
    "underfitting",
    "vanishing-gradient",
    "saturated-units",
    "not-finite",
    "climbing-loss",
    "learning-rate-too-high",
    "learning-rate-too-low",
  ],
  run(measured) {
    const { layers, doubled, lastRowOnly, rows } = measured.of(gradientCheck);
    const factor = layers[0].ratio;
    const oneFactor = layers.every(
      ({ ratio, rest }) => rest < 1e-3 && Math.abs(ratio - factor) < 1e-3 * Math.abs(factor),
    );
    const elsewhere = lastRowOnly || (oneFactor && (factor < 0 || Math.abs(doubled - 2) < 0.01));
    const wrong = layers.filter(({ error }) => error > WRONG);
    const last = wrong.at(-1);
    if (elsewhere || last === undefined) return [];
    const { layer, error, ratio } = last;
    const evidence = { layer, error, ratio, kind: kindOf(last, oneFactor), right: layers.length - wrong.length, rows };
    return [{ confidence: "fault", where: `layer ${layer}`, evidence }];
  },
  say,
};

function kindOf({ zero, ratio, rest, finite }: LayerGradient, oneFactor: boolean): WrongGradient["kind"] {
  if (!finite) return "not finite";
  if (zero) return "zero";
  if (rest > 1e-3) return "direction";
  if (ratio < 0) return "sign";
  return oneFactor ? "factor everywhere" : "factor";
}
