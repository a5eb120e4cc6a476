import { imageCount, pairCount } from "../sample.ts";
import { askFunction, rowsOf } from "./answered.ts";
import { type Measure, NotMeasured } from "./measure.ts";
import { spreadRows } from "./rows.ts";

/** Somebody's predict function, asked the same several times. */
export interface Passes {
  readonly rows: number;
  /** Scores that differ between two calls with the same images, and the largest difference. */
  readonly changed: number;
  readonly largestChange: number;
  /** Rows whose scores depend on the other rows of the call, and the largest difference. */
  readonly mixed: number;
  readonly largestMix: number;
}

const ROWS = 32;
/** Below this a difference is rounding. */
const ROUNDING = 1e-4;

/** Does the same image get the same answer, a second time and alone? */
export const passes: Measure<Passes> = {
  name: "passes",
  async take({ case: { predict, samples } }) {
    if (predict === undefined) throw new NotMeasured("there is no predict function");
    const sample = samples.test ?? samples.validation ?? samples.training;
    if (sample === undefined || imageCount(sample) < 2) throw new NotMeasured("there are no images to ask about");
    const rows = spreadRows(pairCount(sample) || imageCount(sample), ROWS);
    const images = rowsOf(sample, rows);
    const first = await askFunction(predict, images, rows.length);
    const second = await askFunction(predict, images, rows.length);
    const { width } = first;
    const scale = Math.max(1e-30, ...Array.from(first.values, (value) => Math.abs(value)));
    const change = differences(first.values, second.values, width, scale);
    const alone = new Float64Array(first.values.length);
    for (let i = 0; i < rows.length; i++) {
      const { values } = await askFunction(predict, rowsOf(sample, rows.subarray(i, i + 1)), 1);
      for (let k = 0; k < width; k++) alone[i * width + k] = values[k] ?? Number.NaN;
    }
    const mix = differences(first.values, alone, width, scale);
    return {
      rows: rows.length,
      changed: change.rows,
      largestChange: change.largest,
      mixed: change.rows > 0 ? 0 : mix.rows,
      largestMix: mix.largest,
    };
  },
};

function differences(a: ArrayLike<number>, b: ArrayLike<number>, width: number, scale: number) {
  let [rows, largest] = [0, 0];
  for (let row = 0; row < a.length / width; row++) {
    let most = 0;
    for (let i = row * width; i < (row + 1) * width; i++) most = Math.max(most, Math.abs(a[i] - b[i]));
    if (most > ROUNDING * scale) rows++;
    largest = Math.max(largest, most);
  }
  return { rows, largest };
}
