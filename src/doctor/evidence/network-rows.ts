import { channelsOf } from "../../core/picture-shape.ts";
import { channelByChannel, inputValue, type Network } from "../../network/index.ts";
import type { Case } from "../input.ts";
import { imageOf, pairCount, type Sample } from "../sample.ts";
import { classNumbers } from "./classes.ts";
import { type Measure, NotMeasured } from "./measure.ts";
import type { Batch } from "./pass.ts";
import { spreadRows } from "./rows.ts";

/** Training rows (test rows where there are none) as the network takes them. */
export interface NetworkRows extends Batch {
  readonly network: Network;
  readonly rows: Int32Array;
}

/** Multiplications that one forward and backward pass over the rows may take. */
const BUDGET = 5e7;
const QUICK_BUDGET = 5e6;

/** At most 512 rows, fewer for large networks and when quick. */
export const networkRows: Measure<NetworkRows> = {
  name: "network rows",
  take({ case: given, quick }) {
    const { network, sample } = networkAndSample(given);
    const cost = 3 * workOf(network);
    const most = Math.min(512, Math.max(16, (quick ? QUICK_BUDGET : BUDGET) / cost));
    const rows = spreadRows(pairCount(sample), most);
    return { network, rows, ...batchOf(network, sample, rows) };
  },
};

/** Multiplications of one forward pass of a row. */
export function workOf({ layers, parameters }: Network): number {
  const work = layers.reduce((sum, { multiplyAdds }) => sum + multiplyAdds, 0);
  return Math.max(work, parameters.length);
}

/** @throws NotMeasured where there is no network, or no sample that fits it */
export function networkAndSample({ network, samples }: Case): { network: Network; sample: Sample } {
  if (network === undefined) throw new NotMeasured("there is no network");
  const sample = samples.training ?? samples.test ?? samples.validation;
  if (sample === undefined || pairCount(sample) === 0) throw new NotMeasured("there are no images with labels");
  if (sample.size !== network.sizes[0]) throw new NotMeasured("the images do not fit the network");
  return { network, sample };
}

/** Rows of a sample as a network takes them: divided, in float32; values that are not finite count as 0. */
export function batchOf({ spec, sizes }: Network, sample: Sample, rows: Int32Array): Batch {
  const inputs = new Float64Array(rows.length * sample.size);
  const labels = classNumbers(sample);
  const targets = new Int32Array(rows.length).fill(-1);
  const channels = channelsOf(spec.input.shape);
  rows.forEach((row, i) => {
    const values = Float64Array.from(imageOf(sample, row), (value, k) =>
      value * 0 === 0 ? inputValue(spec.input, value, k) : 0,
    );
    inputs.set(channelByChannel(values, channels, 1), i * sample.size);
    const label = labels[row];
    if (Number.isInteger(label) && label >= 0 && label < (sizes.at(-1) as number)) targets[i] = label;
  });
  return { count: rows.length, inputs, targets };
}
