import { SPLIT_NAMES, type SplitName } from "../input.ts";
import { isPicture, labelCount, pairCount, type Sample } from "../sample.ts";
import { type Measure, NotMeasured } from "./measure.ts";

/** A column of a table that is no feature. */
export interface OddColumn {
  readonly split: SplitName;
  readonly column: number;
  readonly rows: number;
  readonly is: "row number" | "label";
  /** First value of a row number. */
  readonly start: number;
}

/** Columns of tables that count the rows, or that equal the label. */
export const columns: Measure<readonly OddColumn[]> = {
  name: "columns",
  take({ case: { samples } }) {
    const tables = SPLIT_NAMES.filter((split) => {
      const sample = samples[split];
      return sample !== undefined && sample.size > 0 && !isPicture(sample) && pairCount(sample) >= 20;
    });
    if (tables.length === 0) throw new NotMeasured("there is no table: the data are pictures");
    return tables.flatMap((split) => oddColumns(split, samples[split] as Sample));
  },
};

function oddColumns(split: SplitName, sample: Sample): OddColumn[] {
  const { images, size, labels, labelWidth = 1 } = sample;
  const rows = labelCount(sample) > 0 ? pairCount(sample) : Math.trunc(images.length / size);
  const differentLabels = labelWidth === 1 && new Set(Array.from({ length: rows }, (_, i) => labels[i])).size > 1;
  const found: OddColumn[] = [];
  for (let column = 0; column < size; column++) {
    const start = images[column];
    if ((start === 0 || start === 1) && everyRow(rows, (row) => images[row * size + column] === start + row)) {
      found.push({ split, column, rows, is: "row number", start });
    } else if (differentLabels && everyRow(rows, (row) => images[row * size + column] === labels[row])) {
      found.push({ split, column, rows, is: "label", start });
    }
  }
  return found;
}

function everyRow(rows: number, holds: (row: number) => boolean): boolean {
  for (let row = 0; row < rows; row++) if (!holds(row)) return false;
  return true;
}
