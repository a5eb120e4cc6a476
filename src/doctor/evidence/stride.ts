import { SPLIT_NAMES, type SplitName } from "../input.ts";
import { imageCount, isPicture, labelCount, pairCount, type Sample, shapeOf } from "../sample.ts";
import { type Agreement, agreement, lift } from "./agreement.ts";
import { Centroids } from "./centroid.ts";
import { classes } from "./classes.ts";
import { type Measure, NotMeasured } from "./measure.ts";
import { probe } from "./probe.ts";
import { pick, spreadRows } from "./rows.ts";

/** After how many values pictures repeat themselves: their true width. */
export interface Stride {
  readonly split: SplitName;
  /** The width that the images are read with. */
  readonly width: number;
  /** The lag at which values resemble each other most, beside the nearest ones; and how much, −1 … 1. */
  readonly repeat: number;
  readonly resemblance: number;
  readonly resemblanceAtWidth: number;
  /** As paired, and after the pictures were cut again at the width at which they repeat; on alarm only. */
  readonly asRead?: Agreement;
  readonly restored?: Agreement;
}

const ROWS = 200;

/** Autocorrelation of the values of pictures, one behind the other. */
export const stride: Measure<readonly Stride[]> = {
  name: "stride",
  async take(measuring) {
    const { samples } = measuring.case;
    const found: Stride[] = [];
    for (const split of SPLIT_NAMES) {
      const sample = samples[split];
      if (sample === undefined || imageCount(sample) < 20 || !isPicture(sample)) continue;
      const [, width] = shapeOf(sample) as readonly [number, number];
      const seen = repeatOf(sample, width);
      if (seen !== undefined) found.push({ split, width, ...seen });
    }
    if (found.length === 0) throw new NotMeasured("there are no pictures");
    const alarm = (one: Stride) => odd(one) || unlikeTraining(one, found);
    if (!found.some(alarm)) return found;
    const probes = await measuring.maybe(probe);
    const known = await measuring.maybe(classes);
    return found.map((one) => {
      if (!alarm(one) || probes === undefined || known === undefined) return one;
      const asRead = probes.transfer[one.split]?.agreement ?? probes.of[one.split]?.ownAgreement;
      const sample = samples[one.split] as Sample;
      const recut = recutAgreement(sample, one.repeat, known.of[one.split], known.values.length);
      const straight = straightened(sample, one, probes, known.of[one.split], known.values.length);
      const restored = [recut, straight].filter((x) => x !== undefined).sort((a, b) => lift(b) - lift(a))[0];
      return { ...one, ...(asRead && { asRead }), ...(restored && { restored }) };
    });
  },
};

/** True where the pictures repeat at another width than they are read with. */
export function odd({ width, repeat, resemblance, resemblanceAtWidth }: Stride): boolean {
  return repeat !== width && resemblance > 0.3 && resemblance > resemblanceAtWidth + 0.1;
}

/** True where training pictures repeat at the width that both are read with, and these do not: worth a closer look. */
function unlikeTraining(one: Stride, all: readonly Stride[]): boolean {
  const training = all.find(({ split }) => split === "training");
  const fits = training !== undefined && training.repeat === training.width && training.width === one.width;
  return fits && one.repeat !== one.width && one.resemblance > 0.3;
}

/** Lags from 5 on: nearer values are alike in every picture. */
function repeatOf({ images, size }: Sample, width: number) {
  const looked = Math.min(images.length, ROWS * size);
  let [mean, square] = [0, 0];
  for (let i = 0; i < looked; i++) mean += finite(images[i]) / looked;
  for (let i = 0; i < looked; i++) square += squared(finite(images[i]) - mean);
  if (!(square > 0)) return undefined;
  const correlation = (lag: number) => {
    let sum = 0;
    for (let i = 0; i + lag < looked; i++) sum += (finite(images[i]) - mean) * (finite(images[i + lag]) - mean);
    return sum / square;
  };
  const most = Math.min(2 * width, Math.trunc(size / 2));
  const values = Array.from({ length: most + 2 }, (_, lag) => (lag < 4 ? 1 : correlation(lag)));
  let repeat = 0;
  for (let lag = 5; lag <= most; lag++) {
    const peak = values[lag] >= values[lag - 1] && values[lag] >= values[lag + 1];
    if (peak && (repeat === 0 || values[lag] > values[repeat] + 1e-9)) repeat = lag;
  }
  if (repeat === 0) return undefined;
  return { repeat, resemblance: values[repeat], resemblanceAtWidth: values[width] ?? 0 };
}

/** The whole stream cut into repeat × repeat pictures: does a probe made from them read them? */
function recutAgreement(
  { images, size }: Sample,
  repeat: number,
  labels: Int32Array | undefined,
  classCount: number,
): Agreement | undefined {
  const cut = repeat * repeat;
  if (labels === undefined || cut === size) return undefined;
  const rows = spreadRows(Math.min(labels.length, Math.trunc(images.length / cut)), 3000);
  if (rows.length < 20) return undefined;
  const own = pick(labels, rows);
  const made = new Centroids({ images, size: cut, rows, labels: own }, classCount);
  return agreement(own, made.answer(images, rows, own).answers, classCount);
}

/**
 * Each picture put back as if it had been read with lines of 2·width − repeat values, the width at which the lines of
 * pictures lean so that they repeat at `repeat`: does the training probe read it then?
 */
function straightened(
  sample: Sample,
  { split, repeat, width }: Stride,
  probes: {
    of: Readonly<
      Partial<
        Record<
          SplitName,
          { answer(images: Sample["images"], rows: Int32Array): { answers: Int32Array; rows: Int32Array } }
        >
      >
    >;
  },
  labels: Int32Array | undefined,
  classCount: number,
): Agreement | undefined {
  const training = probes.of.training;
  if (split === "training" || training === undefined || labels === undefined) return undefined;
  const rows = spreadRows(Math.min(pairCount(sample), labelCount(sample)), 1000);
  const line = 2 * width - repeat;
  const images = new Float64Array(rows.length * sample.size);
  for (let i = 0; i < rows.length; i++) {
    for (let at = 0; line > 0 && at < sample.size; at++) {
      const [y, x] = [Math.trunc(at / line), at % line];
      // Values that no line showed are lost.
      if (x < width && y * width + x < sample.size) {
        images[i * sample.size + at] = sample.images[rows[i] * sample.size + y * width + x];
      }
    }
  }
  const places = spreadRows(rows.length, rows.length);
  const answers = training.answer(images, places);
  return agreement(pick(pick(labels, rows), answers.rows), answers.answers, classCount);
}

const squared = (x: number) => x * x;
const finite = (value: number) => (value * 0 === 0 ? value : 0);
