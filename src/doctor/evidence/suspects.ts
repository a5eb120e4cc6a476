import type { Examples } from "../check.ts";
import { classes } from "./classes.ts";
import { type Measure, NotMeasured } from "./measure.ts";
import { pairing } from "./pairing.ts";
import { probe } from "./probe.ts";

/**
 * The twelve training rows whose label the probe doubts most: where it is surest of another class, each row left out of
 * what it is compared with. Only where wrong labels are suspected.
 */
export const suspects: Measure<Examples> = {
  name: "suspects",
  async take(measuring) {
    const { splits } = await measuring.get(pairing);
    const suspected = splits.some(({ split, kind }) => split === "training" && kind === "scattered");
    const { of } = await measuring.get(probe);
    const known = await measuring.get(classes);
    const labels = known.of.training;
    if (!suspected || of.training === undefined || labels === undefined) throw new NotMeasured("no label is suspected");
    const { rows, answers, margins } = of.training.own;
    const wrong = Array.from(rows, (_, i) => i).filter((i) => answers[i] !== labels[rows[i]]);
    const top = wrong.sort((a, b) => margins[b] - margins[a] || a - b).slice(0, 12);
    const value = (index: number) => known.values[index] ?? Number.NaN;
    return {
      split: "training",
      rows: top.map((i) => rows[i]),
      labels: top.map((i) => value(labels[rows[i]])),
      fitting: top.map((i) => value(answers[i])),
    };
  },
};
