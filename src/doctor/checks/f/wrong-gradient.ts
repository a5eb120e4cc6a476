import type { Check, Draft, Words } from "../../check.ts";
import { gradientCheck, type LayerGradient } from "../../evidence/gradient-check.ts";
import { figure } from "../../words.ts";

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

function say({ evidence }: Draft<WrongGradient>): Words {
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
