import { integer, list } from "../core/text.ts";
import type { Dataset, Splits } from "./dataset.ts";
import { type Profile, profile } from "./profile.ts";
import { RowTable } from "./row-table.ts";

/** Something odd that does not keep data from being used. */
export interface DataWarning {
  readonly code:
    | "DATA_EMPTY"
    | "DATA_CLASS_MISSING"
    | "DATA_ONE_CLASS"
    | "DATA_SAME_IMAGES"
    | "DATA_HUGE_VALUES"
    | "DATA_OVERLAP";
  readonly message: string;
}

/** Pictures and measurements do not reach this; floats read in the wrong byte order do. */
const HUGE = 1e30;

/** What is odd about one dataset: missing classes, one class only, equal images, values beyond reason. */
export function datasetWarnings(data: Dataset, measured: Profile = profile(data)): DataWarning[] {
  const { name, count } = data;
  if (count === 0) return [{ code: "DATA_EMPTY", message: `${name} has 0 images: there is nothing to learn from.` }];
  const warnings: DataWarning[] = [];
  const { classCounts, duplicates, lowest, highest } = measured;
  const missing = data.classes.filter((_, i) => classCounts[i] === 0);
  if (missing.length === data.classes.length - 1 && data.classes.length > 1) {
    const only = data.classes[classCounts.findIndex((images) => images > 0)];
    warnings.push({ code: "DATA_ONE_CLASS", message: `${name} has images of one class only (${only}).` });
  } else if (missing.length > 0) {
    const what = missing.length === 1 ? "class" : "classes";
    warnings.push({ code: "DATA_CLASS_MISSING", message: `${name} has no image of the ${what} ${list(missing)}.` });
  }
  if (count > 1 && duplicates === count - 1) {
    const what = lowest === 0 && highest === 0 ? "are all zero" : "are all the same";
    warnings.push({ code: "DATA_SAME_IMAGES", message: `The ${integer(count)} images of ${name} ${what}.` });
  }
  if (highest > HUGE || lowest < -HUGE) {
    const value = highest > HUGE ? highest : lowest;
    const message = `${name} has values as large as ${value}: its numbers may be in the wrong byte order.`;
    warnings.push({ code: "DATA_HUGE_VALUES", message });
  }
  return warnings;
}

/** What is odd about data as a whole: each set's own warnings, and test images that are training images. */
export function splitsWarnings(splits: Splits): DataWarning[] {
  const { training, validation, test } = splits;
  const others = [
    ["validation", validation],
    ["test", test],
  ] as const;
  const table = new RowTable(training);
  const warnings = datasetWarnings(training);
  for (const [role, data] of others) {
    if (!data) continue;
    warnings.push(...datasetWarnings(data));
    const shared = overlap(table, data);
    if (shared === 0) continue;
    const message = `${integer(shared)} of the ${integer(data.count)} ${role} images are training images too, pixel for pixel: results on them say little.`;
    warnings.push({ code: "DATA_OVERLAP", message });
  }
  return warnings;
}

/** How many images of `data` are in the table too, pixel for pixel. */
export function overlap(table: RowTable, data: Dataset): number {
  let shared = 0;
  for (const row of table.find(data)) if (row >= 0) shared++;
  return shared;
}
