import { bothSides } from "../../../../test/support/check-sides.ts";
import { agreementAt } from "../../../../test/support/doctor-measures.ts";
import type { Geometry, TransformSearch, ValueChange } from "../../evidence/transforms.ts";
import { transforms } from "../../evidence/transforms.ts";
import { turnedImages } from "./changed-images.ts";

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
bothSides(turnedImages, {
  silentOn: {
    "images that the probe reads": [[transforms, quiet]],
    "harder images that no change restores": [[transforms, unexplained]],
    negatives: [[transforms, search("none", "inverted")]],
    "a header read as pixels, which is A3": [[transforms, search("moved on by 16 values", "none")]],
  },
  firesOn: {
    "transposed images": {
      given: [[transforms, search("transposed", "none")]],
      confidence: "fault",
      says: "The test images are transposed, compared with the training images. A simple classifier made from the training images reads 11.0 % of the test images as they are, and 79.0 % once that is undone; in training it reads 80.0 %.",
      where: "test images",
    },
    "rotated and scaled images": {
      given: [[transforms, search("rotated by 90°", "divided by 255")]],
      confidence: "fault",
      says: "The test images are rotated by 90° and their values divided by 255, compared with the training images. A simple classifier made from the training images reads 11.0 % of the test images as they are, and 79.0 % once that is undone; in training it reads 80.0 %.",
    },
  },
});
