import { usageError } from "../core/errors.ts";
import { integer, printable } from "../core/text.ts";
import type { Splits } from "./dataset.ts";

/** A name of data with how many training images of it are wanted: `mnist:5000`. */
export interface DataName {
  readonly name: string;
  readonly count?: number;
}

/** `digits:10000` → digits, 10,000; a name without a number is all of it. @throws MyelinError DATA_PART. */
export function parseDataName(text: string, names: readonly string[]): DataName | undefined {
  const [name = "", ...rest] = text.split(":");
  if (!names.includes(name)) return undefined;
  if (rest.length === 0) return { name };
  const [count = ""] = rest;
  if (rest.length === 1 && /^[1-9]\d{0,8}$/.test(count)) return { name, count: Number(count) };
  throw usageError("DATA_PART", `${printable(text, 60)} asks for a part of ${name}, and that is written ${name}:5000, with the number of training images: write it so.`); // biome-ignore format: one sentence
}

/** Of `whole` test images as many as `count` of `training` training images have: rounded, at least one. */
export function testPart(count: number, training: number, whole: number): number {
  return Math.max(1, Math.trunc((whole * count) / training + 0.5));
}

/**
 * The first `count` training images, and of the test images the first as many in proportion. @throws MyelinError DATA_PART when there are not
 * as many.
 */
export function firstOf<T extends Splits>(data: T, name: string, count: number): T {
  const { training, test } = data;
  if (count > training.count) {
    throw usageError("DATA_PART", `${count} training images of ${name} were asked for, which has ${integer(training.count)}: give at most that.`); // biome-ignore format: one sentence
  }
  const title = `${name}:${count}`;
  const part = { ...data, name: title, training: training.slice(0, count, title) };
  return test === undefined
    ? part
    : { ...part, test: test.slice(0, testPart(count, training.count, test.count), title) };
}
