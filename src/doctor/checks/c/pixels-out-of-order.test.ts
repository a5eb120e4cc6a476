import { digits, permutation, rearrange, revalue } from "../../../../test/support/doctor-cases.ts";
import { twoSided } from "../../../../test/support/two-sided.ts";
import { Random } from "../../../core/random.ts";
import type { Sample } from "../../sample.ts";
import { pixelsOutOfOrder } from "./pixels-out-of-order.ts";

const data = digits(400, 100);

/** The values in another order: value i stands where value `from(i)` stood. */
function reordered(sample: Sample, from: (at: number) => number): Sample {
  const { images } = sample;
  return { ...sample, images: Uint8Array.from(images, (_, at) => images[from(at)] as number) };
}

/** One permutation an image. */
function shuffled(sample: Sample): Sample {
  const orders = Array.from({ length: sample.labels.length }, (_, row) => permutation(784, row + 1));
  return reordered(sample, (at) => 784 * Math.trunc(at / 784) + (orders[Math.trunc(at / 784)]?.[at % 784] as number));
}

const random = new Random(3, "doctor");
const noise = Uint8Array.from({ length: 400 * 784 }, () => random.below(256));

const one = permutation(784, 7);
const place = (at: number) => one[at] as number;

twoSided(pixelsOutOfOrder, {
  silentOn: {
    "healthy digits": () => data,
    "digits of floats, dark": () => ({ training: revalue(data.training, (x) => x / 2550) }),
    "one permutation for all images": () => ({
      training: rearrange(data.training, (y, x) => place(y * 28 + x)),
    }),
    "pictures of noise": () => ({ training: { ...data.training, images: noise.slice() } }),
  },
  firesOn: {
    "a permutation for each image": [
      () => ({ training: shuffled(data.training) }),
      { confidence: "likely", where: "training images" },
    ],
    "test images only": [() => ({ ...data, test: shuffled(data.test) }), { where: "test images" }],
    "pixels before images": [
      () => ({ training: reordered(data.training, (at) => (at % 400) * 784 + Math.trunc(at / 400)) }),
      { confidence: "fault", counterfactual: { together: "pixels", batch: 400 } },
    ],
    "lines before images, in batches of 50": [
      () => ({
        training: reordered(data.training, (at) => {
          const [batch, within] = [Math.trunc(at / (50 * 784)), at % (50 * 784)];
          const [line, image, x] = [Math.trunc(within / (50 * 28)), Math.trunc(within / 28) % 50, within % 28];
          return (batch * 50 + image) * 784 + line * 28 + x;
        }),
      }),
      { confidence: "fault", counterfactual: { together: "lines", batch: 50 } },
    ],
  },
  notCheckedOn: { "a table": [() => ({ training: { ...data.training, shape: [1, 784] } }), "there are no pictures"] },
});
