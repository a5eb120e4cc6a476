import type { Check, Draft, Words } from "../../check.ts";
import { type PixelStatistics, pixels } from "../../evidence/pixels.ts";
import { transforms } from "../../evidence/transforms.ts";
import type { SplitName } from "../../input.ts";
import { figure, share } from "../../words.ts";

interface Range {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly deviation: number;
}

export interface SplitsScaledDifferently {
  readonly split: SplitName;
  readonly training: Range;
  readonly other: Range;
  /** Where every column varies by the same factor more, or less: that factor. */
  readonly factor?: number;
}

/** The usual column must differ this much where columns differ by different factors, */
const RATIO = 20;
/** and this much where all differ by the same one, within this spread of the middle half. */
const FACTOR = 3;
const SPREAD = 0.15;
/** Share of the columns on either side that is left out. */
const FEW = 0.05;

/** C2: a split whose values are on another scale than those of training. */
export const splitsScaledDifferently: Check<SplitsScaledDifferently> = {
  id: "splits-scaled-differently",
  catalogue: "C2",
  needs: [pixels],
  uses: [transforms],
  quick: true,
  explains: ["distribution-shift", "one-answer", "overfitting", "standardised-apart", "reported-accuracy"],
  run(measured) {
    const all = measured.of(pixels);
    const training = all.find(({ split }) => split === "training");
    if (training === undefined) return [];
    return all.flatMap((one): Draft<SplitsScaledDifferently>[] => {
      if (one === training) return [];
      const restoring = measured.maybe(transforms)?.find(({ split }) => split === one.split);
      const found = restoring?.restoring;
      const scaling = found?.geometry === "none" && found.values !== "inverted" && found.values !== "none";
      const factor = factorOf(training, one);
      if (!scaling && factor === undefined && !scaledApart(training, one)) return [];
      const evidence = { ...evidenceOf(one.split, training, one), ...(factor === undefined ? {} : { factor }) };
      if (!scaling)
        return [{ confidence: factor === undefined ? "likely" : "fault", where: `${one.split} images`, evidence }];
      const counterfactual = {
        asIs: restoring?.asIs.accuracy ?? 0,
        restored: found.agreement.accuracy,
        change: found.values,
      };
      return [{ confidence: "fault", where: `${one.split} images`, evidence, counterfactual }];
    });
  },
  say,
};

/** Deviations of the columns that vary in both sets, the split's by training's. */
function ratios(a: PixelStatistics, b: PixelStatistics) {
  const found = Array.from(a.columnDeviations, (was, j) => ({
    was,
    is: b.columnDeviations[j],
    ratio: b.columnDeviations[j] / was,
  }))
    .filter(({ ratio }) => ratio > 0 && ratio < Number.POSITIVE_INFINITY)
    .sort((x, y) => x.ratio - y.ratio);
  const at = (share: number) => found[Math.floor(share * (found.length - 1))]?.ratio ?? 1;
  const few = Math.floor(FEW * found.length);
  const most = found.slice(few, found.length - few);
  const [was, is] = [sum(most, ({ was }) => was * was), sum(most, ({ is }) => is * is)];
  return { columns: found.length, low: at(0.25), median: at(0.5), high: at(0.75), all: Math.sqrt(is / was) };
}

function sum<T>(all: readonly T[], value: (one: T) => number): number {
  return all.reduce((total, one) => total + value(one), 0);
}

const isApart = (factor: number, ratio: number) => ratio > factor || ratio < 1 / factor;

/**
 * The usual column, or all of them together without the few that changed most: dividing by a deviation of almost 0 and heavy
 * tails change a few, and what is constant in training has no scale.
 */
function scaledApart(a: PixelStatistics, b: PixelStatistics): boolean {
  const { columns, median, all } = ratios(a, b);
  return columns > 0 && (isApart(RATIO, median) || isApart(RATIO, all));
}

/** The factor by which every column varies more, or less: one number for all of many columns is no chance. */
function factorOf(a: PixelStatistics, b: PixelStatistics): number | undefined {
  const { columns, low, median, high } = ratios(a, b);
  const same = columns >= 8 && high < (1 + SPREAD) * median && low > median / (1 + SPREAD);
  return same && isApart(FACTOR, median) ? median : undefined;
}

function evidenceOf(split: SplitName, a: PixelStatistics, b: PixelStatistics): SplitsScaledDifferently {
  const side = ({ min, max, mean, deviation }: PixelStatistics) => ({ min, max, mean, deviation });
  return { split, training: side(a), other: side(b) };
}

function say({ evidence, counterfactual }: Draft<SplitsScaledDifferently>): Words {
  const { split, training, other, factor } = evidence;
  const times =
    factor === undefined
      ? ""
      : ` Column by column the ${split} values vary ${figure(factor)} times as much as those of training.`;
  const range = ({ min, max, mean }: Range) => `run from ${figure(min)} to ${figure(max)}, mean ${figure(mean)}`;
  const proof =
    counterfactual === undefined
      ? ""
      : ` A simple classifier reads ${share(Number(counterfactual.asIs))} of the ${split} images as they are, and ${share(Number(counterfactual.restored))} once they are brought to the scale of training.`;
  return {
    sentence: `Training and ${split} images are not scaled alike: training values ${range(training)}; ${split} values ${range(other)}.${times}${proof}`,
    fix: `Put the ${split} images through the same scaling, with the same constants, as the training images.`,
  };
}
