import { integer } from "../../../core/text.ts";
import type { Check, Draft, Words } from "../../check.ts";
import { answered } from "../../evidence/answered.ts";
import { overlap } from "../../evidence/overlap.ts";
import type { SplitName } from "../../input.ts";
import { share } from "../../words.ts";

export interface TooGood {
  readonly split: SplitName;
  /** Images of the split that were trained on. */
  readonly shared: number;
  readonly onShared: number;
  readonly onOthers: number;
  readonly all: number;
}

/** G5: better on images that were trained on than on the others of the same set. Dropout alone makes no such difference. */
export const tooGood: Check<TooGood> = {
  id: "too-good",
  catalogue: "G5",
  needs: [answered, overlap],
  run(measured) {
    const answers = measured.of(answered);
    return measured.of(overlap).flatMap(({ split, match, shared, rows }) => {
      const one = answers[split];
      if (one === undefined || shared < 0.01 * rows || shared < 10) return [];
      const right = (seen: boolean) => {
        const places = [...one.rows.keys()].filter((i) => match[one.rows[i]] >= 0 === seen);
        const hits = places.filter((i) => one.answers[i] === one.labels[i]).length;
        return { rows: places.length, accuracy: places.length === 0 ? Number.NaN : hits / places.length };
      };
      const [known, fresh] = [right(true), right(false)];
      if (known.rows < 20 || fresh.rows < 20) return [];
      const p = fresh.accuracy;
      const deviation = Math.sqrt(Math.max(1e-4, p * (1 - p)) * (1 / known.rows + 1 / fresh.rows));
      if (known.accuracy - p < 5 * deviation) return [];
      const evidence = {
        split,
        shared: known.rows,
        onShared: known.accuracy,
        onOthers: p,
        all: one.agreement.accuracy,
      };
      return [{ confidence: "likely" as const, where: `${split} accuracy`, evidence }];
    });
  },
  say,
};

function say({ evidence: { split, shared, onShared, onOthers, all } }: Draft<TooGood>): Words {
  return {
    sentence: `The ${split} accuracy of ${share(all)} is too good: ${integer(shared)} of the images were trained on, and on them the network reads ${share(onShared)}, on the others ${share(onOthers)}.`,
    fix: `Take the shared images out of one of the sets; the honest number is ${share(onOthers)}.`,
  };
}
