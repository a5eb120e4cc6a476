import type { Check, Draft } from "../../check.ts";
import { type PixelStatistics, pixels } from "../../evidence/pixels.ts";
import { transforms } from "../../evidence/transforms.ts";
import type { SplitName } from "../../input.ts";
import { type SplitsScaledDifferently, splitsScaledDifferently as say } from "../../messages/c.ts";

/** Both range and deviation must differ this much: heavy tails change one of them only. */
const RATIO = 20;

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
      if (!scaling && !scaledApart(training, one)) return [];
      const evidence = evidenceOf(one.split, training, one);
      if (!scaling) return [{ confidence: "likely", where: `${one.split} images`, evidence }];
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

function scaledApart(a: PixelStatistics, b: PixelStatistics): boolean {
  if (!(a.deviation > 0 && b.deviation > 0)) return false;
  const deviations = b.deviation / a.deviation;
  const ranges = (b.max - b.min) / (a.max - a.min);
  return (deviations > RATIO && ranges > RATIO) || (deviations < 1 / RATIO && ranges < 1 / RATIO);
}

function evidenceOf(split: SplitName, a: PixelStatistics, b: PixelStatistics): SplitsScaledDifferently {
  const side = ({ min, max, mean, deviation }: PixelStatistics) => ({ min, max, mean, deviation });
  return { split, training: side(a), other: side(b) };
}
