import { bothSides } from "../../../../test/support/check-sides.ts";
import { agreementAt, mnistPixels, pixelsOf, standardisedPixels } from "../../../../test/support/doctor-measures.ts";
import { pixels } from "../../evidence/pixels.ts";
import { transforms } from "../../evidence/transforms.ts";
import { splitsScaledDifferently } from "./splits-scaled-differently.ts";

const columns = (deviation: (j: number) => number) => Float64Array.from({ length: 784 }, (_, j) => deviation(j));

bothSides(splitsScaledDifferently, {
  silentOn: {
    MNIST: [[pixels, mnistPixels]],
    "standardised inputs": [[pixels, standardisedPixels]],
    "a few columns divided by almost nothing": [
      [
        pixels,
        [
          pixelsOf({ max: 1, deviation: 0.3, columnDeviations: columns(() => 0.3) }),
          pixelsOf({
            split: "test",
            max: 2e9,
            deviation: 1e8,
            columnDeviations: columns((j) => (j === 5 ? 1e9 : 0.3)),
          }),
        ],
      ],
    ],
    "strokes twice as bright": [
      [pixels, [pixelsOf({}), pixelsOf({ split: "test", columnDeviations: columns(() => 157.2) })]],
    ],
    "an outlier that widens the range only": [
      [pixels, [pixelsOf({ max: 1, deviation: 0.3 }), pixelsOf({ split: "test", max: 300, deviation: 0.4 })]],
    ],
    "no test set": [[pixels, [pixelsOf({})]]],
  },
  firesOn: {
    "0 to 1 in training, bytes in the test set": {
      given: [
        [
          pixels,
          [
            pixelsOf({ max: 1, mean: 0.13, deviation: 0.31, columnDeviations: columns(() => 0.31) }),
            pixelsOf({ split: "test" }),
          ],
        ],
      ],
      confidence: "fault",
      says: "Training and test images are not scaled alike: training values run from 0 to 1, mean 0.13; test values run from 0 to 255, mean 33.3. Column by column the test values vary 254 times as much as those of training.",
      where: "test images",
    },
    "all columns far more, each by another factor": {
      given: [
        [
          pixels,
          [
            pixelsOf({ columnDeviations: columns((j) => 1 + (j % 50)) }),
            pixelsOf({ split: "test", columnDeviations: columns(() => 3000) }),
          ],
        ],
      ],
      confidence: "likely",
      says: "Training and test images are not scaled alike: training values run from 0 to 255, mean 33.3; test values run from 0 to 255, mean 33.3.",
    },
    "a table that was standardised, and one that was not": {
      given: [
        [
          pixels,
          [
            pixelsOf({ size: 6, columnDeviations: new Float64Array(6).fill(1) }),
            pixelsOf({ split: "test", size: 6, columnDeviations: Float64Array.of(0.8, 0.3, 15, 0.1, 0.7, 324) }),
          ],
        ],
      ],
      confidence: "likely",
      says: "Training and test images are not scaled alike: training values run from 0 to 255, mean 33.3; test values run from 0 to 255, mean 33.3.",
    },
    "a sixteenth, which helps a nearest mean": {
      given: [
        [
          pixels,
          [
            pixelsOf({ max: 1, columnDeviations: columns((j) => (1 + (j % 3)) / 16) }),
            pixelsOf({ split: "test", max: 16, columnDeviations: columns((j) => 1 + (j % 3) + (j % 7) / 50) }),
          ],
        ],
      ],
      confidence: "fault",
      says: "Training and test images are not scaled alike: training values run from 0 to 1, mean 33.3; test values run from 0 to 16, mean 33.3. Column by column the test values vary 16.5 times as much as those of training.",
    },
    "a scale that the probe proves": {
      given: [
        [pixels, mnistPixels],
        [
          transforms,
          [
            {
              split: "test",
              asIs: agreementAt(0.1),
              expected: agreementAt(0.8),
              searched: true,
              restoring: { geometry: "none", values: "of another mean and deviation", agreement: agreementAt(0.79) },
            },
          ],
        ],
      ],
      confidence: "fault",
      says: "Training and test images are not scaled alike: training values run from 0 to 255, mean 33.3; test values run from 0 to 255, mean 33.8. A simple classifier reads 10.0 % of the test images as they are, and 79.0 % once they are brought to the scale of training.",
      where: "test images",
    },
  },
});
