import { inputError, usageError } from "../core/errors.ts";
import { integer, printable } from "../core/text.ts";
import { baseName } from "../formats/named.ts";

/** Labels are stored in one byte. */
export const MOST_CLASSES = 256;

/** Class names from names or a number. @throws MyelinError DATA_CLASSES. */
export function classList(classes: readonly string[] | number): readonly string[] {
  const count = typeof classes === "number" ? classes : classes.length;
  if (!Number.isInteger(count) || count < 1 || count > MOST_CLASSES) {
    throw usageError("DATA_CLASSES", `${count} classes were asked for: give 1 to ${MOST_CLASSES}.`, { found: count });
  }
  return typeof classes === "number" ? Array.from({ length: count }, (_, i) => String(i)) : classes;
}

/**
 * Class numbers 0 … classes − 1 from the numbers in a file; a byte array that already is that is not copied.
 *
 * @param firstLabel the number of the first class in the file.
 * @throws MyelinError DATA_LABELS_FROM_ONE, DATA_LABEL.
 */
export function checkLabels(raw: ArrayLike<number>, classes: number, source: string, firstLabel: number): Uint8Array {
  let [lowest, highest, bad, first] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -1];
  for (let i = 0; i < raw.length; i++) {
    const label = raw[i]! - firstLabel;
    if (label < lowest) lowest = label;
    if (label > highest) highest = label;
    if (label >= 0 && label < classes && Math.trunc(label) === label) continue;
    if (bad++ === 0) first = i;
  }
  if (bad > 0) throw outOfRange(raw, classes, source, { lowest, highest, bad, first, firstLabel });
  return raw instanceof Uint8Array && firstLabel === 0 ? raw : Uint8Array.from(raw, (label) => label - firstLabel);
}

interface Range {
  readonly lowest: number;
  readonly highest: number;
  readonly bad: number;
  readonly first: number;
  readonly firstLabel: number;
}

function outOfRange(raw: ArrayLike<number>, classes: number, source: string, range: Range) {
  const name = printable(baseName(source), 200);
  const found = raw[range.first]!;
  const { lowest, highest, bad, first, firstLabel } = range;
  const facts = { file: source, index: first, found, count: bad, classes };
  if (lowest === 1 && firstLabel === 0 && hasAll(raw, highest)) {
    return inputError(
      "DATA_LABELS_FROM_ONE",
      `${name} has labels that start at 1 (1 to ${highest}, as in EMNIST letters), and class numbers start at 0: read it with firstLabel 1 and ${highest} classes.`,
      { ...facts, highest },
    );
  }
  const others = bad === 1 ? "no other label is" : `${integer(bad)} labels are`;
  const last = classes - 1 + firstLabel;
  return inputError(
    "DATA_LABEL",
    `${name} has the label ${found} at index ${integer(first)}, and ${classes} classes have ${firstLabel} to ${last} (${others} out of range): correct the file, or say how many classes there are.`,
    facts,
  );
}

/** Whether every number from 1 to `highest` occurs: so it is with classes counted from 1, and not with a stray label. */
function hasAll(raw: ArrayLike<number>, highest: number): boolean {
  return highest <= MOST_CLASSES && new Set(Array.from(raw)).size === highest;
}
