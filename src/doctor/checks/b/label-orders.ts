import type { Confidence } from "../../../core/finding.ts";
import { integer, list } from "../../../core/text.ts";
import type { Check, Draft, Measured, Words } from "../../check.ts";
import { lift } from "../../evidence/agreement.ts";
import { type Classes, classes } from "../../evidence/classes.ts";
import { duplicates } from "../../evidence/duplicates.ts";
import type { Measure } from "../../evidence/measure.ts";
import { pairing, type SplitPairing } from "../../evidence/pairing.ts";
import type { PairingKind } from "../../evidence/pairing-target.ts";
import { settings } from "../../evidence/settings.ts";
import { transforms } from "../../evidence/transforms.ts";
import type { SplitName } from "../../input.ts";
import { count, rows, set, share } from "../../words.ts";
import { examplesFrom, ofKind, type ReadAs, readAs, restoredTo } from "./read-as.ts";

// The checks that differ only in which order, or which numbering, explains the labels of a split: one row of a table each.

/** One way in which labels can stand to images. */
interface Order<E extends object> {
  readonly id: string;
  readonly catalogue: `B${number}`;
  readonly kinds: readonly PairingKind[];
  readonly uses?: readonly Measure<unknown>[];
  /** Which of the splits of these kinds it is about; all of them unless given. */
  applies?(one: SplitPairing, measured: Measured): boolean;
  /** FAULT unless given: the counterfactual proves it. */
  confidence?(one: SplitPairing, measured: Measured): Confidence;
  /** `test labels` unless given. */
  where?(one: SplitPairing): string;
  /** What its sentence has beside the numbers of `ReadAs`. */
  evidence(one: SplitPairing, known: Classes): E;
  /** First row that is shown, and the place of the label that would fit a row. */
  examples?(
    one: SplitPairing,
    known: Classes,
  ): { from: number; fitting?: (row: number) => number | undefined } | undefined;
  /** Cause, evidence, fix. */
  say(evidence: ReadAs & E, restored: string): Words;
}

function orderCheck<E extends object>(order: Order<E>): Check<ReadAs & E> {
  const { id, catalogue, kinds, uses = [], applies, confidence, where } = order;
  return {
    id,
    catalogue,
    needs: [pairing, classes],
    uses,
    quick: true,
    explains: ["counts-differ"],
    run(measured) {
      const known = measured.of(classes);
      const found = ofKind(measured.of(pairing), ...kinds).filter((one) => applies?.(one, measured) ?? true);
      return found.map((one): Draft<ReadAs & E> => {
        const shown = order.examples?.(one, known);
        return {
          confidence: confidence?.(one, measured) ?? "fault",
          where: where?.(one) ?? `${one.split} labels`,
          evidence: { ...readAs(one), ...order.evidence(one, known) },
          ...restoredTo(one),
          ...(shown && examplesFrom(known, one.split, shown.from, shown.fitting)),
        };
      });
    },
    say: ({ evidence, counterfactual }) => order.say(evidence, share(Number(counterfactual?.accuracy))),
  };
}

interface OtherImages {
  /** The split whose labels these are, one by one. */
  readonly labelsOf?: SplitName;
  readonly otherSideFits: boolean;
}

/** Labels of some other images, on this side or that, while the other side fits. */
const ofOtherImages = {
  kinds: ["other-labels", "unrelated"],
  // That the labels are those of another set is a fact; that they belong to other images is an inference.
  confidence: ({ labelsOf }: SplitPairing) => (labelsOf === undefined ? "likely" : "fault"),
  evidence: ({ labelsOf, otherSideFits }: SplitPairing): OtherImages => ({
    otherSideFits,
    ...(labelsOf === undefined ? {} : { labelsOf }),
  }),
  examples: () => ({ from: 0 }),
  say(e: ReadAs & OtherImages): Words {
    const fit = `where labels fit (${e.reference}) a simple classifier scores ${share(e.expected)}, on the ${set(e.split)} as paired ${share(e.accuracy)} (guessing: ${share(e.chance)})`;
    if (e.labelsOf !== undefined) {
      return {
        sentence: `The labels of the ${set(e.split)} are one by one those of the ${set(e.labelsOf)}, but its images are others: ${fit}.`,
        fix: `Read the labels of the ${set(e.split)} from its own file.`,
      };
    }
    return {
      sentence: `The labels of the ${set(e.split)} do not belong to its images: ${fit}, and no shift, reversal or renaming of classes brings it back.`,
      fix: `Check which file the ${e.split} labels are read from, and that nothing sorts or shuffles them without the images.`,
    };
  },
} as const;

const foreign = ({ kind, sameLabels, otherSideFits }: SplitPairing) =>
  kind === "other-labels" || (otherSideFits && sameLabels !== true);

/** Labels of an evaluation split belong to other images, while training fits. */
export const testLabelsOfOtherImages = orderCheck<OtherImages>({
  ...ofOtherImages,
  id: "test-labels-of-other-images",
  catalogue: "B2",
  applies: (one) => one.split !== "training" && foreign(one),
});

/** Training labels belong to other images, while another split fits. */
export const trainingLabelsOfOtherImages = orderCheck<OtherImages>({
  ...ofOtherImages,
  id: "training-labels-of-other-images",
  catalogue: "B3",
  applies: (one) => one.split === "training" && foreign(one),
});

interface Moved {
  /** How many rows later (+) or earlier (−) the fitting label stands. */
  readonly shift: number;
}

/** Sizes that batches usually have, where the real one is not known. */
const USUAL = [32, 50, 64, 100, 128, 200, 250, 256, 500, 512, 1000];

/** True where a shift is the batch size or, where that is not known, a usual one. */
function isBatch({ shift = 0 }: SplitPairing, measured: Measured): boolean {
  const batch = measured.maybe(settings)?.batchSize;
  const distance = Math.abs(shift);
  if (batch === undefined) return USUAL.includes(distance);
  return batch > 1 && distance > 0 && distance % batch === 0;
}

/** From the first row whose fitting label exists. */
function moved({ shift = 0, split }: SplitPairing, known: Classes) {
  return { from: Math.max(0, -shift), fitting: (row: number) => known.of[split]?.[row + shift] };
}

/** Every label stands the same number of rows before or behind its image. */
export const shiftedLabels = orderCheck<Moved>({
  id: "shifted-labels",
  catalogue: "B4",
  kinds: ["shifted"],
  uses: [settings],
  applies: (one, measured) => !isBatch(one, measured),
  evidence: ({ shift = 0 }) => ({ shift }),
  examples: moved,
  say(e, restored) {
    const by = count(Math.abs(e.shift), "row");
    const [late, back] = e.shift > 0 ? ["late", "earlier"] : ["early", "later"];
    return {
      sentence: `The labels of the ${set(e.split)} are ${by} ${late}: a simple classifier scores ${share(e.accuracy)} as paired and ${restored} when every label is moved ${by} ${back}.`,
      fix: `Move the ${e.split} labels by ${by}; look for an offset, a header that is read as data, or a row that is skipped on one side only.`,
    };
  },
});

/** Images of one batch are used with the labels of another. */
export const shiftedByABatch = orderCheck<Moved>({
  id: "shifted-by-a-batch",
  catalogue: "B10",
  kinds: ["shifted"],
  uses: [settings],
  applies: isBatch,
  evidence: ({ shift = 0 }) => ({ shift }),
  examples: moved,
  say(e, restored) {
    const by = integer(Math.abs(e.shift));
    const other = e.shift > 0 ? "later" : "earlier";
    return {
      sentence: `Each image of the ${set(e.split)} is paired with a label ${by} rows away, the size of a batch: as paired a simple classifier scores ${share(e.accuracy)}, with the label ${by} rows ${other} ${restored}.`,
      fix: "Take images and labels of a batch in the same step: one of the two iterators is a batch ahead.",
    };
  },
});

interface RowMissing extends Moved {
  readonly from: number;
  /** Row behind the last one that is off, where it is not the end. */
  readonly to?: number;
}

/** Rows at the end that a stretch up to the end may leave out. */
const END = 20;

/** Up to some row labels fit; from there on, or up to another row, they are off by a few rows. Copies of earlier images look alike: B12. */
export const rowInsertedOrDropped = orderCheck<RowMissing>({
  id: "row-inserted-or-dropped",
  catalogue: "B5",
  kinds: ["row-missing"],
  uses: [duplicates],
  applies({ split, from = 0, to = 0 }, measured) {
    const copies = measured.maybe(duplicates)?.find((other) => other.split === split)?.conflicts ?? 0;
    return copies <= 0.5 * (to - from);
  },
  where: ({ split, from = 0 }) => `${split} labels from row ${from} on`,
  evidence({ split, shift = 0, from = 0, to = 0 }, known) {
    return { shift, from, ...(to < (known.of[split]?.length ?? 0) - END ? { to } : {}) };
  },
  examples({ split, shift = 0, from = 0 }, known) {
    return { from: from + Math.abs(shift), fitting: (row) => known.of[split]?.[row + shift] };
  },
  say(e, restored) {
    const by = count(Math.abs(e.shift), "row");
    if (e.to !== undefined) {
      const stretch = rows(e.from, e.to);
      const what =
        e.shift > 0
          ? "a label was inserted at the start of this stretch and one dropped at its end"
          : "a label was dropped at the start of this stretch and one inserted at its end";
      return {
        sentence: `In about ${stretch} the labels of the ${set(e.split)} are off by ${by}, and fit elsewhere: ${what}. Moved back there, a simple classifier rises from ${share(e.accuracy)} to ${restored}.`,
        fix: `Look at how ${stretch} were made, and move labels and images of a part together.`,
      };
    }
    const what =
      e.shift < 0
        ? "a label is missing there, or an image was inserted"
        : "an image is missing there, or a label was inserted";
    return {
      sentence: `Up to about row ${integer(e.from)} the labels of the ${set(e.split)} fit; from there on they are off by ${by}: ${what}. Moved back from that row on, a simple classifier rises from ${share(e.accuracy)} to ${restored}.`,
      fix: `Look at the rows around ${integer(e.from)} in both files, and drop or add a row in images and labels together.`,
    };
  },
});

/** No order explains the labels, though each class occurs as often as it should: shuffled without their images. */
export const shuffledSeparately = orderCheck<OtherImages>({
  id: "shuffled-separately",
  catalogue: "B6",
  kinds: ["unrelated"],
  applies: ({ otherSideFits, sameLabels }) => !otherSideFits || sameLabels === true,
  confidence: () => "likely",
  evidence: ({ otherSideFits }) => ({ otherSideFits }),
  examples: () => ({ from: 0 }),
  say(e) {
    if (!e.otherSideFits) {
      return {
        sentence: `No simple classifier finds anything in common between the images and labels of the ${set(e.split)} (${share(e.accuracy)}, guessing ${share(e.chance)}), in any order that was tried: they were probably shuffled separately, or the labels say nothing about these images.`,
        fix: "Shuffle one list of row numbers and use it for both images and labels; then look at a few pairs.",
      };
    }
    return {
      sentence: `No order explains the labels of the ${set(e.split)}: a simple classifier scores ${share(e.expected)} on the ${set(e.reference)} but ${share(e.accuracy)} here (guessing: ${share(e.chance)}), although each class occurs as often as the images say. Images and labels were probably shuffled separately (or the labels belong to other images).`,
      fix: "Shuffle one list of row numbers and use it for both images and labels.",
    };
  },
});

interface Renamed {
  /** [class of the images, what they are labelled as], as label values. */
  readonly map: readonly (readonly [number, number])[];
}

/**
 * Of two classes exchanged labels are as good as any change of the values that turns one class into the other: where some
 * change brings much of the probe back as well, neither is proven.
 */
function otherwise(measured: Measured, { split, expected }: SplitPairing): boolean {
  const nearest = measured.maybe(transforms)?.find((one) => one.split === split)?.nearest;
  return nearest !== undefined && lift(nearest) > 0.5 * lift(expected);
}

/** A split numbers its classes otherwise than the others. */
export const classNumbersPermuted = orderCheck<Renamed>({
  id: "class-numbers-permuted",
  catalogue: "B7",
  kinds: ["mapped"],
  uses: [transforms],
  confidence: (one, measured) =>
    measured.of(classes).values.length === 2 && otherwise(measured, one) ? "likely" : "fault",
  evidence: ({ map = [] }, { values }) => ({
    map: map.map(([was, is]) => [values[was] ?? 0, values[is] ?? 0] as const),
  }),
  examples({ split, map = [] }, known) {
    const back = new Map(map.map(([was, is]) => [is, was]));
    const fitting = (row: number) => {
      const label = known.of[split]?.[row];
      return label === undefined ? undefined : (back.get(label) ?? label);
    };
    return { from: 0, fitting };
  },
  say(e, restored) {
    const shown = e.map.slice(0, 6).map(([was, is]) => `${was} → ${is}`);
    const more = e.map.length > shown.length ? " …" : "";
    return {
      sentence: `The ${set(e.split)} numbers its classes differently from the ${set(e.reference)} (${list(shown)}${more}): a simple classifier scores ${share(e.accuracy)} as labelled and ${restored} with the classes renamed.`,
      fix: "Make class numbers from one list of names for every set; sorted folder names put '10' before '2', and some files count from 1.",
    };
  },
});

interface Reordered {
  readonly order: "reversed" | "pieces";
  readonly pieces: readonly { readonly from: number; readonly to: number; readonly shift: number }[];
}

/** Labels run backwards, or stretches of them were exchanged. */
export const labelsReordered = orderCheck<Reordered>({
  id: "labels-reordered",
  catalogue: "B8",
  kinds: ["reversed", "pieces"],
  evidence: ({ kind, pieces = [] }) => ({ order: kind === "reversed" ? "reversed" : "pieces", pieces }),
  examples({ kind, split, pieces = [] }, known) {
    const labels = known.of[split];
    const last = (labels?.length ?? 0) - 1;
    const [first] = pieces;
    const fitting = (row: number) => labels?.[kind === "reversed" ? last - row : row + (first?.shift ?? 0)];
    return { from: first?.from ?? 0, fitting };
  },
  say(e, restored) {
    if (e.order === "reversed") {
      return {
        sentence: `The labels of the ${set(e.split)} run backwards: a simple classifier scores ${share(e.accuracy)} as paired and ${restored} with the labels read from the end.`,
        fix: "Reverse the labels, or the images: one of the two was read or sorted in the other direction.",
      };
    }
    const [first] = e.pieces;
    const away = first && `${count(Math.abs(first.shift), "row")} ${first.shift > 0 ? "later" : "earlier"}`;
    const example = first === undefined ? "" : ` (the labels of ${rows(first.from, first.to + 1)} stand ${away})`;
    return {
      sentence: `Stretches of the ${set(e.split)} carry the labels of other stretches${example}: a simple classifier scores ${share(e.accuracy)} as paired and ${restored} with each stretch beside its own labels.`,
      fix: "Join the parts of images and labels in the same order, and take batches of both from the same place.",
    };
  },
});

interface PartlyMispaired {
  readonly share: number;
  readonly from?: number;
  readonly to?: number;
}

/** Share of scattered rows from which it is more than advice: a few wrong labels are usual. */
const MUCH = 0.08;

/** Some rows carry labels of other rows: a stretch of any split, or rows spread over an evaluation split. */
export const partlyMispaired = orderCheck<PartlyMispaired>({
  id: "partly-mispaired",
  catalogue: "B9",
  kinds: ["block", "scattered"],
  applies: ({ kind, split }) => kind === "block" || split !== "training",
  confidence: ({ kind, share: part = 0 }) => (kind === "block" || part >= MUCH ? "likely" : "advice"),
  where: ({ split, from, to }) =>
    from === undefined || to === undefined ? `${split} labels` : `rows ${from} to ${to - 1} of the ${split} set`,
  evidence: ({ share: part = 0, from, to }) => ({
    share: part,
    ...(from === undefined || to === undefined ? {} : { from, to }),
  }),
  examples: ({ kind, from }) => (kind === "block" && from !== undefined ? { from } : undefined),
  say(e) {
    if (e.from !== undefined && e.to !== undefined) {
      return {
        sentence: `In ${rows(e.from, e.to)} of the ${set(e.split)} (${share(e.share)} of it) labels agree with images only by chance, while before and after they fit: these rows carry labels of other images.`,
        fix: `Look at how ${rows(e.from, e.to)} were made: a part was shuffled, sorted or read twice on one side only.`,
      };
    }
    return {
      sentence: `About ${share(e.share)} of the rows of the ${set(e.split)}, spread over all of it, carry labels that have nothing to do with their images: where a simple classifier is surest it is wrong that often here, and hardly ever in the ${set(e.reference)}.`,
      fix: "Look for a step that drops, sorts or shuffles some rows of images or of labels, but not of both.",
    };
  },
});
