import type { Predictions } from "../input.ts";
import { largest } from "./pass.ts";

/** What the numbers of somebody's predictions are. */
export type AnswerKind = "class numbers" | "scores" | "one probability" | "one score";

/**
 * One number a row is a class number, unless there are two classes and most of the numbers are no label: then it is what a
 * single output says for the second class, a probability (all within 0 … 1) or a score around 0.
 */
export function kindOf({ values, width }: Predictions, labelValues: readonly number[]): AnswerKind {
  if (width > 1) return "scores";
  if (labelValues.length !== 2) return "class numbers";
  let [between, fractions, outside] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    if (labelValues.includes(values[i])) continue;
    between++;
    if (!Number.isInteger(values[i])) fractions++;
    if (values[i] < 0 || values[i] > 1) outside++;
  }
  if (fractions === 0 || fractions < 0.9 * between) return "class numbers";
  return outside === 0 ? "one probability" : "one score";
}

/**
 * Answers as places in the list of label values, −1 for what is no class. Class numbers stand for themselves; output k of a
 * row of scores stands for label k, or for the k-th label value where the labels are not 0 … width − 1.
 */
export function placesOf(given: Predictions, labelValues: readonly number[]): Int32Array {
  const { values, width } = given;
  const place = new Map(labelValues.map((value, i) => [value, i]));
  const kind = kindOf(given, labelValues);
  if (kind === "class numbers") return Int32Array.from(values, (value) => place.get(value) ?? -1);
  if (kind !== "scores") {
    const from = kind === "one probability" ? 0.5 : 0;
    return Int32Array.from(values, (value) => (value * 0 !== 0 ? -1 : value > from ? 1 : 0));
  }
  const direct = labelValues.every((value) => Number.isInteger(value) && value >= 0 && value < width);
  const byRank = !direct && labelValues.length === width;
  return largest(values, width).map((k) => (byRank ? k : (place.get(k) ?? -1)));
}
