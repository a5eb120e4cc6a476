import { bothSides } from "../../../../test/support/check-sides.ts";
import { agreementAt, mnistPixels, pixelsOf, standardisedPixels } from "../../../../test/support/doctor-measures.ts";
import { pixels } from "../../evidence/pixels.ts";
import { transforms } from "../../evidence/transforms.ts";
import { splitsScaledDifferently } from "./splits-scaled-differently.ts";

bothSides(splitsScaledDifferently, {
  silentOn: {
    MNIST: [[pixels, mnistPixels]],
    "standardised inputs": [[pixels, standardisedPixels]],
    "an outlier that widens the range only": [
      [pixels, [pixelsOf({ max: 1, deviation: 0.3 }), pixelsOf({ split: "test", max: 300, deviation: 0.4 })]],
    ],
    "no test set": [[pixels, [pixelsOf({})]]],
  },
  firesOn: {
    "0 to 1 in training, bytes in the test set": {
      given: [[pixels, [pixelsOf({ max: 1, mean: 0.13, deviation: 0.31 }), pixelsOf({ split: "test" })]]],
      confidence: "likely",
      where: "test images",
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
