import { digits, first, integersTable, table } from "../../../../test/support/doctor-cases.ts";
import { twoSided } from "../../../../test/support/two-sided.ts";
import type { Sample } from "../../sample.ts";
import { imagesAlsoInTraining } from "./leaks.ts";

const data = digits(1500, 300);

function withCopies(to: Sample, from: Sample, rows: number): Uint8Array {
  const images = Uint8Array.from(to.images);
  images.set(from.images.subarray(0, rows * from.size) as Uint8Array);
  return images;
}

/** Five small whole numbers: few rows of training meet another, more of a larger training set's do. */
const small = (count: number, seed: number) =>
  table(count, seed, (random) => {
    const label = random.below(2);
    return { x: Array.from({ length: 5 }, () => random.below(5) + label), label };
  });

twoSided(imagesAlsoInTraining, {
  silentOn: {
    "healthy digits": () => data,
    "a table that repeats rows by nature": () => integersTable,
    "small numbers that meet by chance": () => ({ training: small(400, 31), test: small(120, 32) }),
    "validation that is training, which has a name of its own": () => ({
      ...data,
      validation: first(data.training, 200),
    }),
  },
  firesOn: {
    "test images that are training images, with their labels": [
      () => ({ ...data, test: first(data.training, 300) }),
      {
        sentence:
          "300 test images of 300 (100.0 %) are training images too, byte for byte: a network can know their answers by heart, and its result on them says little.",
        confidence: "fault",
        evidence: { shared: 300, rows: 300 },
      },
    ],
    "two of them": [
      () => ({ ...data, test: { ...data.test, images: withCopies(data.test, data.training, 2) } }),
      {
        sentence:
          "2 test images of 300 (0.7 %) are training images too, byte for byte: a network can know their answers by heart, and its result on them says little.",
        confidence: "advice",
        evidence: { shared: 2 },
      },
    ],
  },
  notCheckedOn: {
    "training alone": [() => ({ training: data.training }), "there are not two sets to compare"],
  },
});
