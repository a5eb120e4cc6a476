import { integer, printable } from "../../../core/text.ts";
import type { Check, Draft, Words } from "../../check.ts";
import { counts } from "../../evidence/counts.ts";
import type { SplitName } from "../../input.ts";
import { count, set } from "../../words.ts";

export interface CountsDiffer {
  readonly split: SplitName;
  readonly images: number;
  readonly labels: number;
  readonly names: { readonly images: string; readonly labels: string };
}

/** A split has more images than labels, or more labels than images. */
export const countsDiffer: Check<CountsDiffer> = {
  id: "counts-differ",
  catalogue: "A6",
  needs: [counts],
  quick: true,
  run(measured) {
    return measured
      .of(counts)
      .filter(({ images, labels }) => images > 0 && labels > 0 && images !== labels)
      .map((evidence): Draft<CountsDiffer> => ({ confidence: "fault", where: `${evidence.split} set`, evidence }));
  },
  say,
};

function say({ evidence: e }: Draft<CountsDiffer>): Words {
  const lost = Math.abs(e.images - e.labels);
  const [more, fewer] = e.images > e.labels ? ["images", "labels"] : ["labels", "images"];
  return {
    sentence: `The ${set(e.split)} has ${count(e.images, "image")} (${printable(e.names.images, 80)}) but ${count(e.labels, "label")} (${printable(e.names.labels, 80)}): zip() would drop ${integer(lost)} ${more} without a word, down to the number of ${fewer}.`,
    fix: "Read images and labels from the two files of the same set.",
  };
}
