import { integer } from "../../../core/text.ts";
import type { Check, Draft, Words } from "../../check.ts";
import { counts } from "../../evidence/counts.ts";
import { progress } from "../../evidence/progress.ts";
import { settings } from "../../evidence/settings.ts";

export interface StepsPerEpoch {
  readonly batchSize: number;
  readonly rows: number;
  readonly steps: number;
  readonly epochs?: number;
}

/** F16: the whole training set as one mini-batch, so that an epoch is a single step; said where little was learned. */
export const stepsPerEpoch: Check<StepsPerEpoch> = {
  id: "steps-per-epoch",
  catalogue: "F16",
  needs: [settings, counts],
  uses: [progress],
  run(measured) {
    const { batchSize, epochs } = measured.of(settings);
    const rows = measured.of(counts).find(({ split }) => split === "training")?.images ?? 0;
    if (batchSize === undefined || rows < 1000 || batchSize < rows / 2 || measured.maybe(progress)?.state === "learned")
      return [];
    const steps = Math.ceil(rows / batchSize);
    return [
      {
        confidence: "advice",
        where: "batch size",
        evidence: { batchSize, rows, steps, ...(epochs === undefined ? {} : { epochs }) },
      },
    ];
  },
  say,
};

function say({ evidence: { batchSize, rows, steps, epochs } }: Draft<StepsPerEpoch>): Words {
  const all = epochs === undefined ? "" : `, ${integer(steps * epochs)} in all ${epochs} epochs`;
  return {
    sentence: `With ${integer(batchSize)} of ${integer(rows)} rows in a mini-batch an epoch has ${steps} ${steps === 1 ? "step" : "steps"}${all}.`,
    fix: "Use mini-batches of 10 to 100 rows.",
  };
}
