import { digits } from "../../../../test/support/doctor-cases.ts";
import { twoSided } from "../../../../test/support/two-sided.ts";
import type { Sample } from "../../sample.ts";
import { nearlyInTraining } from "./nearly-in-training.ts";

const data = digits(1500, 300);

/** Every `step`-th image of `to` becomes one of `from`, a little lighter or darker stroke by stroke. */
function nearCopies(to: Sample, from: Sample, step: number, by = 1): Sample {
  const images = Uint8Array.from(to.images);
  for (let row = 0; row * 784 < images.length; row += step) {
    for (let i = 0; i < 784; i++) {
      const value = from.images[(row + by) * 784 + i]!;
      images[row * 784 + i] = value === 0 ? 0 : Math.max(1, Math.min(255, value + ((i * 7 + row) % 11) - 5));
    }
  }
  return { ...to, images };
}

twoSided(nearlyInTraining, {
  silentOn: {
    "healthy digits": () => data,
    "as many near-duplicates inside training as between the sets": () => ({
      training: nearCopies(data.training, data.training, 8),
      test: nearCopies(data.test, data.training, 12),
    }),
    "five of them": () => ({ ...data, test: nearCopies(data.test, data.training, 60) }),
  },
  firesOn: {
    "half of the test images are training images with noise": [
      () => ({ ...data, test: nearCopies(data.test, data.training, 2) }),
      {
        sentence:
          "150 test images of 300 (50.0 %) are nearly the same as a training image, for example rows 0 and 1; inside the training set that holds for 0.0 %. A network can know such images by heart.",
        confidence: "likely",
        evidence: { rows: 300 },
      },
    ],
    "a tenth of them, which may be natural": [
      () => ({ ...data, test: nearCopies(data.test, data.training, 10) }),
      {
        sentence:
          "30 test images of 300 (10.0 %) are nearly the same as a training image, for example rows 0 and 1; inside the training set that holds for 0.0 %. A network can know such images by heart.",
        confidence: "advice",
      },
    ],
  },
  notCheckedOn: {
    "training alone": [() => ({ training: data.training }), "there are not two sets to compare"],
  },
});
