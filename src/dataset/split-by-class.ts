import { usageError } from "../core/errors.ts";
import { Random } from "../core/random.ts";
import type { Dataset } from "./dataset.ts";

/**
 * Keeps a share of each class apart for testing: of a class of n images round(n · fraction), at least one and never all,
 * chosen by the seed; both parts stay in the order of the data. Other classes, more or less, do not change the choice within a class.
 *
 * @throws MyelinError DATA_SPLIT unless 0 < fraction < 1.
 */
export function splitByClass(
  data: Dataset,
  fraction: number,
  seed = 1,
): { training: Dataset; test: Dataset; testRows: number[] } {
  if (!(fraction > 0 && fraction < 1)) {
    throw usageError(
      "DATA_SPLIT",
      `${fraction} of each class was asked for as test images: give a share between 0 and 1.`,
      { found: fraction },
    );
  }
  const rowsOfClass = data.classes.map((): number[] => []);
  for (let row = 0; row < data.count; row++) rowsOfClass[data.labels[row]!]!.push(row);
  const isTest = new Uint8Array(data.count);
  rowsOfClass.forEach((rows, label) => {
    const order = Uint32Array.from(rows);
    new Random(seed, "split", label).shuffle(order);
    const count = Math.min(rows.length - 1, Math.max(1, Math.floor(rows.length * fraction + 0.5)));
    for (const row of order.subarray(0, Math.max(0, count))) isTest[row] = 1;
  });
  const rows = Array.from({ length: data.count }, (_, row) => row);
  const training = data.subset(rows.filter((row) => isTest[row] === 0));
  const testRows = rows.filter((row) => isTest[row] === 1);
  return { training, test: data.subset(testRows), testRows };
}
