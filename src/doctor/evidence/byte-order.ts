import { SPLIT_NAMES, type SplitName } from "../input.ts";
import { imageCount, type SampleImages } from "../sample.ts";
import { type Measure, NotMeasured } from "./measure.ts";

/** How plausible the sizes of a split's numbers are, as read and with their bytes swapped. */
export interface ByteOrderOf {
  readonly split: SplitName;
  readonly plausible: number;
  readonly swapped: number;
  /** A value that no data have, where there is one. */
  readonly example: number;
}

const LOOKED = 5000;

/** Share of values that are 0 or between 10⁻⁶ and 10⁶ in size, both ways; of floats only. */
export const byteOrder: Measure<readonly ByteOrderOf[]> = {
  name: "byte order",
  take({ case: { samples } }) {
    const found = SPLIT_NAMES.flatMap((split): ByteOrderOf[] => {
      const sample = samples[split];
      if (sample === undefined || imageCount(sample) === 0) return [];
      return [{ split, ...(sample.images instanceof Uint8Array ? PLAIN : compare(sample.images)) }];
    });
    if (found.length === 0) throw new NotMeasured("there are no images");
    return found;
  },
};

const PLAIN = { plausible: 1, swapped: 0, example: 0 };

function compare(images: Exclude<SampleImages, Uint8Array>) {
  const bytes = images.BYTES_PER_ELEMENT;
  const view = new DataView(new ArrayBuffer(8));
  const step = Math.max(1, Math.trunc(images.length / LOOKED));
  let [looked, plain, swapped, example] = [0, 0, 0, 0];
  for (let i = 0; i < images.length; i += step) {
    const value = images[i];
    if (value === 0) continue;
    looked++;
    if (bytes === 4) view.setFloat32(0, value, true);
    else view.setFloat64(0, value, true);
    if (isPlausible(value)) plain++;
    else if (example === 0 && Number.isFinite(value)) example = value;
    if (isPlausible(bytes === 4 ? view.getFloat32(0, false) : view.getFloat64(0, false))) swapped++;
  }
  return looked < 20 ? PLAIN : { plausible: plain / looked, swapped: swapped / looked, example };
}

function isPlausible(value: number): boolean {
  const size = Math.abs(value);
  return size === 0 || (size > 1e-6 && size < 1e6);
}
