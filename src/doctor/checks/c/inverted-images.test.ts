import { bothSides } from "../../../../test/support/check-sides.ts";
import { agreementAt } from "../../../../test/support/doctor-measures.ts";
import type { Geometry, TransformSearch, ValueChange } from "../../evidence/transforms.ts";
import { transforms } from "../../evidence/transforms.ts";
import { invertedImages } from "./changed-images.ts";

const search = (geometry: Geometry, values: ValueChange): readonly TransformSearch[] => [
  {
    split: "test",
    asIs: agreementAt(0.11),
    expected: agreementAt(0.8),
    promised: 0.8,
    searched: true,
    restoring: { geometry, values, agreement: agreementAt(0.79) },
  },
];
const quiet: readonly TransformSearch[] = [
  { split: "test", asIs: agreementAt(0.81), expected: agreementAt(0.8), promised: 0.8, searched: false },
];
const unexplained: readonly TransformSearch[] = [
  { split: "test", asIs: agreementAt(0.6), expected: agreementAt(0.8), promised: 0.8, searched: true },
];
bothSides(invertedImages, {
  silentOn: {
    "images that the probe reads": [[transforms, quiet]],
    "harder images that no change restores": [[transforms, unexplained]],
    "transposed images": [[transforms, search("transposed", "none")]],
  },
  firesOn: {
    negatives: {
      given: [[transforms, search("none", "inverted")]],
      confidence: "fault",
      says: "The test images are negatives of the training images. A simple classifier made from the training images reads 11.0 % of the test images as they are, and 79.0 % once that is undone; in training it reads 80.0 %.",
      where: "test images",
    },
    "transposed negatives": {
      given: [[transforms, search("transposed", "inverted")]],
      confidence: "fault",
      says: "The test images are negatives of the training images, and transposed. A simple classifier made from the training images reads 11.0 % of the test images as they are, and 79.0 % once that is undone; in training it reads 80.0 %.",
    },
  },
});
