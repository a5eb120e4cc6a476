import { describe, expect, it } from "vitest";
import { digits } from "../../../test/support/doctor-cases.ts";
import { caseOf } from "../input.ts";
import type { Sample } from "../sample.ts";
import { lift } from "./agreement.ts";
import { Evidence } from "./measure.ts";
import { stride } from "./stride.ts";

const data = digits(1500, 400);

/** Each picture at half the height and width. */
function halved(sample: Sample): Sample {
  const images = new Uint8Array(sample.labels.length * 196);
  for (let at = 0; at < images.length; at++) {
    const [row, y, x] = [Math.trunc(at / 196), Math.trunc((at % 196) / 14), at % 14];
    const from = row * 784 + 56 * y + 2 * x;
    images[at] =
      (sample.images[from]! + sample.images[from + 1]! + sample.images[from + 28]! + sample.images[from + 29]!) / 4;
  }
  return { ...sample, images, size: 196, shape: [14, 14] };
}

/** Lines of `side` values begin every `line` values, as in pictures that are that wide. */
function leaning(sample: Sample, side: number, line: number): Sample {
  const images = sample.images.slice();
  for (let at = 0; at < images.length; at++) {
    const [row, y, x] = [Math.trunc(at / sample.size), Math.trunc((at % sample.size) / side), at % side];
    images[at] = sample.images[row * sample.size + ((y * line + x) % sample.size)]!;
  }
  return { ...sample, images };
}

describe("pictures of the test set whose lines were cut at a wrong width", () => {
  it.each([27, 29, 30])("28 × 28, at %i", async (line) => {
    const seen = (await new Evidence(caseOf({ ...data, test: leaning(data.test, 28, line) })).get(stride))[1]!;
    expect(seen.repeat).toBe(56 - line);
    expect(lift(seen.restored!)).toBeGreaterThan(lift(seen.asRead!) + 0.3);
  });

  it.each([13, 16])("14 × 14, at %i", async (line) => {
    const half = { training: halved(data.training), test: leaning(halved(data.test), 14, line) };
    const seen = (await new Evidence(caseOf(half)).get(stride))[1]!;
    expect(seen.repeat).toBe(28 - line);
    expect(lift(seen.restored!)).toBeGreaterThan(lift(seen.asRead!) + 0.2);
  });
});
