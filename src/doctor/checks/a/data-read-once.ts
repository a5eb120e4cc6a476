import { integer } from "../../../core/text.ts";
import type { Check, Draft, Words } from "../../check.ts";
import { evaluatedCounts } from "../../evidence/evaluated-counts.ts";
import type { SplitName } from "../../input.ts";

export interface ReadOnce {
  readonly split: SplitName;
  readonly first: number;
  readonly epoch: number;
  readonly later: number;
}

/** Data that are used up after the first epoch: later epochs see fewer rows, or none. */
export const dataReadOnce: Check<ReadOnce> = {
  id: "data-read-once",
  catalogue: "A9",
  needs: [evaluatedCounts],
  run(measured) {
    return measured.of(evaluatedCounts).flatMap(({ split, totals }): Draft<ReadOnce>[] => {
      const [, first] = totals[0] ?? [0, 0];
      const other = totals.find(([, images]) => images < first);
      if (other === undefined) return [];
      const [epoch, later] = other;
      return [{ confidence: "fault", where: `${split} images`, evidence: { split, first, epoch, later } }];
    });
  },
  say,
};

function say({ evidence: e }: Draft<ReadOnce>): Words {
  return {
    sentence: `In epoch 1 the network was evaluated on ${integer(e.first)} ${e.split} images, in epoch ${integer(e.epoch)} on ${integer(e.later)}: the data can be read only once and are used up (a generator, or zip() in Python 3).`,
    fix: "Turn the data into a list or array before the first epoch.",
  };
}
