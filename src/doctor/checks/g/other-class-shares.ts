import type { Check, Draft, Words } from "../../check.ts";
import { type Classes, classes } from "../../evidence/classes.ts";
import type { SplitName } from "../../input.ts";
import { share } from "../../words.ts";

export interface OtherClassShares {
  readonly split: SplitName;
  readonly label: number;
  readonly training: number;
  readonly other: number;
}

/** G4: a class whose share differs between training and evaluation. Accuracy then means something else, no more. */
export const otherClassShares: Check<OtherClassShares> = {
  id: "other-class-shares",
  catalogue: "G4",
  needs: [classes],
  after: ["A", "B"],
  run(measured) {
    const known = measured.of(classes);
    return (["validation", "test"] as const).flatMap((split) => shifted(known, split));
  },
  say,
};

/** χ² of the two histograms far beyond chance, and one class that differs by ten points. */
function shifted({ counts, values }: Classes, split: SplitName): Draft<OtherClassShares>[] {
  const [training, other] = [counts.training, counts[split]];
  if (training === undefined || other === undefined) return [];
  const [n, m] = [training, other].map((each) => each.reduce((sum, count) => sum + count, 0));
  if (n < 50 || m < 50) return [];
  let [chi, classCount, worst, difference] = [0, 0, 0, 0];
  training.forEach((count, k) => {
    const expected = (count + other[k]) / (n + m);
    if (expected === 0) return;
    classCount++;
    const [a, b] = [count / n - expected, other[k] / m - expected];
    chi += (a * a * n + b * b * m) / expected;
    const apart = Math.abs(count / n - other[k] / m);
    if (apart > difference) [worst, difference] = [k, apart];
  });
  const freedom = classCount - 1;
  if (chi < freedom + 6 * Math.sqrt(2 * freedom) || difference < 0.1) return [];
  const evidence = { split, label: values[worst], training: training[worst] / n, other: other[worst] / m };
  return [{ confidence: "advice", where: `${split} labels`, evidence }];
}

function say({ evidence: { split, label, training, other } }: Draft<OtherClassShares>): Words {
  return {
    sentence: `Class ${label} is ${share(training)} of the training labels and ${share(other)} of the ${split} labels, so the accuracies of the two sets do not mean the same.`,
    fix: "Compare accuracies class by class, or draw both sets from the same shuffled rows.",
  };
}
