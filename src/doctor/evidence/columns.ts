import { SPLIT_NAMES, type SplitName } from "../input.ts";
import { isPicture, labelCount, pairCount, type Sample } from "../sample.ts";
import { classNumbers } from "./classes.ts";
import { type Measure, NotMeasured } from "./measure.ts";

/** A column of a table that is no feature. */
export interface OddColumn {
  readonly split: SplitName;
  readonly column: number;
  readonly rows: number;
  /**
   * "row number": the same step from row to row. "number of each row": whole numbers, all different, that fill a range.
   * "label": one value a class, or values so close together around it that the classes lie far apart.
   */
  readonly is: "row number" | "number of each row" | "label";
  /** First value. */
  readonly start: number;
  /** Of a row number: from row to row. */
  readonly step?: number;
  /** Of a row number: true where another split goes on from there, as a time does; it does not begin again. */
  readonly goesOn?: boolean;
  /** Of a label: true where it is the label itself. */
  readonly equal?: boolean;
  /** Of a label: true for two classes and a column of two values such as 0 and 1: it may be a sign that is the concept. */
  readonly flag?: boolean;
}

/** Fewer rows show nothing. */
const LEAST = 20;

/** Columns of tables that number the rows, or that tell the label by themselves. */
export const columns: Measure<readonly OddColumn[]> = {
  name: "columns",
  take({ case: { samples } }) {
    const tables = SPLIT_NAMES.filter((split) => {
      const sample = samples[split];
      return sample !== undefined && sample.size > 0 && !isPicture(sample) && pairCount(sample) >= LEAST;
    });
    if (tables.length === 0) throw new NotMeasured("there is no table: the data are pictures");
    const all = tables.map((split) => samples[split] as Sample);
    return [
      ...tables.flatMap((split) => oddColumns(split, samples[split] as Sample, all)),
      ...numbered(tables[0], all),
    ];
  },
};

function oddColumns(split: SplitName, sample: Sample, all: readonly Sample[]): OddColumn[] {
  const { images, size } = sample;
  const rows = labelCount(sample) > 0 ? pairCount(sample) : Math.trunc(images.length / size);
  const found: OddColumn[] = [];
  const labels: OddColumn[] = [];
  let readable = 0;
  for (let column = 0; column < size; column++) {
    const [start, base] = [images[column], { split, column, rows }];
    const step = stepOf(sample, column, rows);
    if (step !== undefined)
      found.push({ ...base, is: "row number", start, step, goesOn: goesOn(all, sample, column, step) });
    else {
      const told = tellsLabel(sample, column, rows);
      if (told !== undefined) readable++;
      if (told !== undefined && told !== "apart")
        labels.push({ ...base, is: "label", start, equal: told === "equal", flag: told === "flag" });
    }
  }
  // Where another column tells the classes apart as well, the task is easy; where it is one alone, it is the answer.
  return [...found, ...labels.filter(({ equal }) => equal || readable === 1)];
}

/** The difference from row to row, where it is the same whole number everywhere. */
function stepOf({ images, size }: Sample, column: number, rows: number): number | undefined {
  const start = images[column];
  const step = images[size + column] - start;
  if (step === 0 || !Number.isInteger(start) || !Number.isInteger(step)) return undefined;
  for (let row = 0; row < rows; row++) if (images[row * size + column] !== start + row * step) return undefined;
  return step;
}

/** True where another split of the same columns starts behind the last value of this one, or ends before its first. */
function goesOn(all: readonly Sample[], sample: Sample, column: number, step: number): boolean {
  const last = (one: Sample) => one.images[(Math.trunc(one.images.length / one.size) - 1) * one.size + column];
  return all.some((other) => {
    if (other === sample || other.size !== sample.size) return false;
    return other.images[column] === last(sample) + step || last(other) + step === sample.images[column];
  });
}

type Told = "equal" | "flag" | "far apart" | "apart";

/** Gaps between the classes as wide as this many of the widest range of one class are far. */
const FAR = 2;

/** "equal" to the label; ranges of values of the classes that do not meet, or that even lie far apart. */
function tellsLabel(sample: Sample, column: number, rows: number): Told | undefined {
  const { images, size } = sample;
  const numbers = classNumbers(sample);
  const ranges = new Map<number, [least: number, most: number]>();
  let equal = true;
  for (let row = 0; row < rows; row++) {
    const [value, label] = [images[row * size + column], numbers[row]];
    if (value * 0 !== 0 || Number.isNaN(label)) return undefined;
    if (value !== label) equal = false;
    const range = ranges.get(label);
    if (range === undefined) ranges.set(label, [value, value]);
    else ranges.set(label, [Math.min(range[0], value), Math.max(range[1], value)]);
  }
  if (ranges.size < 2 || ranges.size > 0.2 * rows) return undefined;
  if (equal) return "equal";
  const order = [...ranges.values()].sort((a, b) => a[0] - b[0]);
  const widest = order.reduce((most, [a, b]) => Math.max(most, b - a), 0);
  const gap = order.reduce(
    (least, [a], k) => (k === 0 ? least : Math.min(least, a - order[k - 1][1])),
    Number.MAX_VALUE,
  );
  if (!(gap > 0) || size < 2) return undefined;
  const two = order.length === 2 && widest === 0 && order.every(([value]) => Math.abs(value) <= 1);
  return two ? "flag" : gap >= FAR * widest ? "far apart" : "apart";
}

/** Whole numbers, each once, that fill their range: rows that were numbered, then shuffled. */
function numbered(split: SplitName, all: readonly Sample[]): OddColumn[] {
  const [{ size }] = all;
  const same = all.filter((one) => one.size === size);
  // Over all sets where one list of numbers was dealt out, in the largest alone where each set has its own.
  const largest = same.reduce((a, b) => (b.images.length > a.images.length ? b : a));
  const found: OddColumn[] = [];
  for (let column = 0; column < size; column++) {
    if (same.every((one) => stepOf(one, column, Math.trunc(one.images.length / size)) !== undefined)) continue;
    const values = [same, [largest]].map((some) => some.flatMap((one) => columnOf(one, column))).find(fillTheirRange);
    if (values === undefined) continue;
    const start = values.reduce((a, b) => Math.min(a, b));
    found.push({ split, column, rows: values.length, is: "number of each row", start });
  }
  // Several such columns are ranks, which are features.
  return found.length === 1 && size > 1 ? found : [];
}

/** Half of the numbers of a range, each once, are no measurement: those repeat, or have wider gaps. */
const SPARSE = 2;

function fillTheirRange(values: readonly number[]): boolean {
  if (values.length < LEAST || values.some((x) => !Number.isInteger(x))) return false;
  const [least, most] = values.reduce(([a, b], x) => [Math.min(a, x), Math.max(b, x)], [values[0], values[0]]);
  return most - least < SPARSE * values.length && new Set(values).size === values.length;
}

function columnOf({ images, size }: Sample, column: number): number[] {
  return Array.from({ length: Math.trunc(images.length / size) }, (_, row) => images[row * size + column]);
}
