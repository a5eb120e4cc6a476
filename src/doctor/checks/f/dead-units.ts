import type { Check, Draft, Words } from "../../check.ts";
import { activity } from "../../evidence/activity.ts";
import { progress } from "../../evidence/progress.ts";

export interface DeadUnits {
  /** From 1. */
  readonly layer: number;
  readonly units: number;
  readonly dead: number;
  readonly rows: number;
  readonly accuracy?: number;
}

/** F10: units with slope 0 for every row, and a network that does not learn. Sparse activity alone is healthy. */
export const deadUnits: Check<DeadUnits> = {
  id: "dead-units",
  catalogue: "F10",
  needs: [activity],
  uses: [progress],
  after: ["A"],
  explains: [
    "one-answer",
    "underfitting",
    "weights-unchanged",
    "learning-rate-too-low",
    "vanishing-start",
    "vanishing-gradient",
    "learning-rate-too-high",
  ],
  run(measured) {
    const { layers, rows, cost } = measured.of(activity);
    // Slopes of NaN say nothing: F9 does.
    if (cost * 0 !== 0) return [];
    const state = measured.maybe(progress);
    return layers.slice(0, -1).flatMap(({ layer, units, dead }) => {
      const all = dead === units;
      const harmful = state !== undefined && state.state !== "learned" && state.improving !== true;
      if (!all && !(dead > 0.5 * units && harmful)) return [];
      const evidence = { layer, units, dead, rows, ...(state && { accuracy: state.accuracy }) };
      return [{ confidence: all ? ("fault" as const) : ("likely" as const), where: `layer ${layer}`, evidence }];
    });
  },
  say,
};

function say({ evidence: { layer, units, dead, rows } }: Draft<DeadUnits>): Words {
  const which = dead === units ? `All ${units}` : `${dead} of the ${units}`;
  return {
    sentence: `${which} units of layer ${layer} have slope 0 for every one of ${rows} images: they get no gradient and cannot recover.`,
    fix: "Use he-normal weights with biases 0 and a smaller learning rate, or leaky-relu.",
  };
}
