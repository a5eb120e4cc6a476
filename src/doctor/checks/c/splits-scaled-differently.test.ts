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
      where: "test images",
    },
  },
});
