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
      {
        sentence:
          "The pixels of each training image stand in an order of their own: neighbours have nothing in common (correlation 0.00 from left to right and 0.00 from top to bottom over 240 images), nor have any two places of the picture, while each image keeps its own brightness. The labels are not to blame.",
        confidence: "likely",
        where: "training images",
      },
    ],
    "test images only": [
      () => ({ ...data, test: shuffled(data.test) }),
      {
        sentence:
          "The pixels of each test image stand in an order of their own: neighbours have nothing in common (correlation 0.00 from left to right and -0.01 from top to bottom over 100 images), nor have any two places of the picture, while each image keeps its own brightness. The labels are not to blame.",
        where: "test images",
      },
    ],
    "pixels before images": [
      () => ({ training: reordered(data.training, (at) => (at % 400) * 784 + Math.trunc(at / 400)) }),
      {
        sentence:
          "Each training image is made of one pixel of many images: the axes of images and pixels are exchanged. As read, neighbouring pixels have a correlation 0.00 from left to right and 0.01 from top to bottom; with the axes exchanged back 0.85 and 0.86.",
        confidence: "fault",
        counterfactual: { together: "pixels", batch: 400 },
      },
    ],
    "lines before images, in batches of 50": [
      () => ({
        training: reordered(data.training, (at) => {
          const [batch, within] = [Math.trunc(at / (50 * 784)), at % (50 * 784)];
          const [line, image, x] = [Math.trunc(within / (50 * 28)), Math.trunc(within / 28) % 50, within % 28];
          return (batch * 50 + image) * 784 + line * 28 + x;
        }),
      }),
      {
        sentence:
          "Each training image is made of lines of other images: 50 images at a time the axes of images and lines are exchanged. As read, neighbouring pixels have a correlation 0.79 from left to right and 0.21 from top to bottom; with the axes exchanged back 0.85 and 0.86.",
        confidence: "fault",
        counterfactual: { together: "lines", batch: 50 },
      },
    ],
  },
  notCheckedOn: { "a table": [() => ({ training: { ...data.training, shape: [1, 784] } }), "there are no pictures"] },
});
