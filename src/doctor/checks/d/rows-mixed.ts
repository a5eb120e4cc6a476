import type { Check, Draft, Words } from "../../check.ts";
import { passes } from "../../evidence/passes.ts";
import { figure } from "../../words.ts";

export interface RowsMixed {
  readonly rows: number;
  readonly mixed: number;
  /** Largest difference of a score. */
  readonly difference: number;
}

/** D8: the answer to an image depends on the other images of the batch. */
export const rowsMixed: Check<RowsMixed> = {
  id: "rows-mixed",
  catalogue: "D8",
  needs: [passes],
  run(measured) {
    const { rows, mixed, largestMix } = measured.of(passes);
    if (mixed === 0) return [];
    return [{ confidence: "fault", where: "predict function", evidence: { rows, mixed, difference: largestMix } }];
  },
  say,
};

function say({ evidence: { rows, mixed, difference } }: Draft<RowsMixed>): Words {
  return {
    sentence: `The answer to an image depends on the images beside it: ${mixed} of ${rows} images get other scores (by up to ${figure(difference)}) when they are asked about alone.`,
    fix: "Look for a softmax, a mean or a normalisation over the batch axis, and use the statistics of training when answering.",
  };
}
