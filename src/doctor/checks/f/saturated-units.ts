import type { Check } from "../../check.ts";
import { activity } from "../../evidence/activity.ts";
import { progress } from "../../evidence/progress.ts";
import { type SaturatedUnits, saturatedUnits as say } from "../../messages/f.ts";

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
