import type { Check, Draft, Words } from "../../check.ts";
import { classes } from "../../evidence/classes.ts";
import { specification } from "../../evidence/specification.ts";
import { share } from "../../words.ts";

export interface OutputBias {
  readonly label: number;
  readonly share: number;
}

/** Share of one class from which the first epochs go into learning that share. */
const HEAVY = 0.9;

/** E5: heavy imbalance, which an output bias at the log-odds of the classes would know from the start. */
export const outputBias: Check<OutputBias> = {
  id: "output-bias",
  catalogue: "E5",
  needs: [classes, specification],
  run(measured) {
    const { counts, values } = measured.of(classes);
    const each = counts.training;
    if (each === undefined) return [];
    const total = each.reduce((sum, n) => sum + n, 0);
    const most = each.reduce((a, b) => Math.max(a, b));
    const share = most / total;
    if (share < HEAVY || share === 1) return [];
    return [{ confidence: "advice", where: "output biases", evidence: { label: values[each.indexOf(most)], share } }];
  },
  say,
};

function say({ evidence: { label, share: part } }: Draft<OutputBias>): Words {
  return {
    sentence: `${share(part)} of the training rows are class ${label}, and the first epochs go into learning just that.`,
    fix: "Start the output biases at the logarithm of the class shares, and watch the accuracy class by class.",
  };
}
