import { integer } from "../core/text.ts";
import type { SplitName } from "./input.ts";

/** A share with one decimal: 0.1006 → "10.1 %". */
export function share(value: number): string {
  return `${(100 * value).toFixed(1)} %`;
}

/** `test set` */
export function set(split: SplitName): string {
  return `${split} set`;
}

/** "1 row", "23 rows". */
export function count(n: number, thing: string, things = `${thing}s`): string {
  return `${integer(n)} ${n === 1 ? thing : things}`;
}

/** Rows as people count them in programs: "rows 23,411 to 59,999". */
export function rows(from: number, to: number): string {
  return to - from <= 1 ? `row ${integer(from)}` : `rows ${integer(from)} to ${integer(to - 1)}`;
}

/** Upper case first letter. */
export function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A number with three significant digits: 3, 0.0412, 1.2e-7. */
export function figure(x: number): string {
  return String(Number(x.toPrecision(3)));
}

/** Two numbers with as many digits as it takes to tell them apart, three to seven. */
export function figures(a: number, b: number): readonly [string, string] {
  let digits = 3;
  while (digits < 7 && a !== b && Number(a.toPrecision(digits)) === Number(b.toPrecision(digits))) digits++;
  return [String(Number(a.toPrecision(digits))), String(Number(b.toPrecision(digits)))];
}

/** How far the same steps come with the change. */
export function sameSteps(
  counterfactual: Readonly<Record<string, unknown>> | undefined,
  change: (to: string) => string,
): string {
  if (counterfactual === undefined) return "";
  const { asIs, accuracy, to, steps } = counterfactual;
  return ` The same ${integer(Number(steps))} steps reach ${share(Number(asIs))} like this, and ${share(Number(accuracy))} ${change(String(to))}.`;
}

/** 3.81 → "381 %", 0.00204 → "0.204 %". */
export function percent(x: number): string {
  return `${figure(100 * x)} %`;
}
