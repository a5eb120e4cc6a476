import type { Check, Draft, Words } from "../../check.ts";
import { activity } from "../../evidence/activity.ts";
import { progress } from "../../evidence/progress.ts";
import { figure, share } from "../../words.ts";

export interface SaturatedUnits {
  /** From 1. */
  readonly layer: number;
  readonly slope: number;
  readonly activation: string;
  readonly rows: number;
  readonly accuracy: number;
}

/** A healthy book network has 0.04 at the start. */
const FLAT = 0.01;

/** F11: a trained network stands still with flat sigmoid or tanh units. */
export const saturatedUnits: Check<SaturatedUnits> = {
  id: "saturated-units",
  catalogue: "F11",
  needs: [activity, progress],
  after: ["A", "B"],
  explains: ["one-answer", "underfitting", "vanishing-gradient"],
  run(measured) {
    const { layers, rows } = measured.of(activity);
    const { state, improving, accuracy, trained } = measured.of(progress);
    if (!trained || state === "learned" || improving === true) return [];
    return layers
      .filter(({ activation, slope, dead, units }) => /sigmoid|tanh/.test(activation) && slope < FLAT && dead < units)
      .slice(0, 1)
      .map(({ layer, slope, activation }) => ({
        confidence: "likely" as const,
        where: `layer ${layer}`,
        evidence: { layer, slope, activation, rows, accuracy },
      }));
  },
  say,
};

function say({ evidence: { layer, slope, activation, accuracy } }: Draft<SaturatedUnits>): Words {
  const most = activation === "tanh" ? "1" : "0.25";
  return {
    sentence: `The units of layer ${layer} sit at their ends (mean slope ${figure(slope)} of ${most} at most), so hardly any gradient passes, and the network stands at ${share(accuracy)} of its training images.`,
    fix: "Begin again with smaller initial weights (deviation 1/√inputs), inputs from 0 to 1 and a smaller learning rate.",
  };
}
