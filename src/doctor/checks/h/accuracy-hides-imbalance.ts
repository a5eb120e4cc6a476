import type { Check, Draft, Words } from "../../check.ts";
import { answered } from "../../evidence/answered.ts";
import { classes } from "../../evidence/classes.ts";
import type { SplitName } from "../../input.ts";
import { share } from "../../words.ts";

export interface AccuracyHidesImbalance {
  readonly split: SplitName;
  readonly label: number;
  readonly majority: number;
  readonly accuracy: number;
  /** Mean of the accuracies of the classes. */
  readonly balanced: number;
}

/** H9: an accuracy that is hardly more than the share of the largest class, which is most of the rows. */
export const accuracyHidesImbalance: Check<AccuracyHidesImbalance> = {
  id: "accuracy-hides-imbalance",
  catalogue: "H9",
  needs: [answered, classes],
  run(measured) {
    const { values } = measured.of(classes);
    const one = measured.of(answered).test ?? measured.of(answered).validation;
    if (one === undefined || one.labels.length < 50) return [];
    const per = values.map((_, k) => {
      const places = [...one.labels.keys()].filter((i) => one.labels[i] === k);
      return { rows: places.length, right: places.filter((i) => one.answers[i] === k).length };
    });
    const most = per.reduce((a, b) => (b.rows > a.rows ? b : a));
    const majority = most.rows / one.labels.length;
    const there = per.filter(({ rows }) => rows > 0);
    const balanced = there.reduce((sum, { rows, right }) => sum + right / rows, 0) / there.length;
    const { accuracy } = one.agreement;
    if (majority < 0.8 || accuracy < majority - 0.05 || balanced > 0.8 * accuracy) return [];
    const evidence = { split: one.split, label: values[per.indexOf(most)], majority, accuracy, balanced };
    return [{ confidence: "advice", where: `${one.split} accuracy`, evidence }];
  },
  say,
};

function say({ evidence }: Draft<AccuracyHidesImbalance>): Words {
  const { split, label, majority, accuracy, balanced } = evidence;
  return {
    sentence: `${share(accuracy)} of the ${split} rows are right, and ${share(majority)} of them are class ${label}: the mean over the classes is ${share(balanced)}.`,
    fix: "Watch the accuracy class by class, and give the rare classes more weight or more rows.",
  };
}
