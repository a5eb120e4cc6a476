import { SPLIT_NAMES, type SplitName } from "../input.ts";
import { imageCount, labelCount } from "../sample.ts";
import { placesOf } from "./answer-places.ts";
import { classes } from "./classes.ts";
import { type Measure, NotMeasured } from "./measure.ts";

/** The given predictions of a split before anything is compared: how many there are, and how many are no class. */
export interface AnswerCounts {
  readonly split: SplitName;
  readonly name?: string;
  readonly predictions: number;
  readonly images: number;
  readonly labels: number;
  readonly width: number;
  /** Predictions that are the number of no class: 12 where labels are 0 … 9, NaN, 3.5. */
  readonly noClass: number;
  /** Up to five of those numbers; for scores the places of the largest score. */
  readonly examples: readonly number[];
  /** Of one number a row: those that are no whole number. */
  readonly fractions: number;
  /** How many classes the labels have. */
  readonly classes: number;
}

/** What a zip() over predictions and labels would drop, and what a table of hits would leave out. */
export const answerCounts: Measure<readonly AnswerCounts[]> = {
  name: "counts of the predictions",
  async take(measuring) {
    const { predictions, samples } = measuring.case;
    const known = await measuring.get(classes);
    const found = SPLIT_NAMES.flatMap((split): AnswerCounts[] => {
      const [given, sample] = [predictions[split], samples[split]];
      if (given === undefined || sample === undefined) return [];
      const { values, width, name } = given;
      const places = placesOf(given, known.values);
      return [
        {
          split,
          ...(name === undefined ? {} : { name }),
          predictions: values.length / width,
          images: imageCount(sample),
          labels: labelCount(sample),
          width,
          noClass: places.filter((place) => place < 0).length,
          examples: width === 1 ? strangers(values, places) : [],
          fractions: width === 1 ? fractionsIn(values) : 0,
          classes: known.values.length,
        },
      ];
    });
    if (found.length === 0) throw new NotMeasured("there are no predictions with labels");
    return found;
  },
};

function fractionsIn(values: ArrayLike<number>): number {
  let found = 0;
  for (let i = 0; i < values.length; i++) if (values[i] * 0 === 0 && Math.trunc(values[i]) !== values[i]) found++;
  return found;
}

function strangers(values: ArrayLike<number>, places: Int32Array): number[] {
  const found = new Set<number>();
  for (let i = 0; i < places.length && found.size < 5; i++)
    if (places[i] < 0 && values[i] * 0 === 0) found.add(values[i]);
  return [...found].sort((a, b) => a - b);
}
