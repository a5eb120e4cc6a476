import { bothSides } from "../../../../test/support/check-sides.ts";
import { mnistPixels, pixelsOf } from "../../../../test/support/doctor-measures.ts";
import { pixels } from "../../evidence/pixels.ts";
import { standardisedApart } from "./standardised-apart.ts";

const standard = (changes: object) => pixelsOf({ mean: 1e-8, deviation: 1, ...changes });
const table = (changes: object) =>
  pixelsOf({
    size: 4,
    rows: 2000,
    mean: 0,
    deviation: 0.9,
    columnMeans: new Float64Array(4),
    columnDeviations: Float64Array.of(1, 1, 1, 0),
    ...changes,
  });
bothSides(standardisedApart, {
  silentOn: {
    MNIST: [[pixels, mnistPixels]],
    "a test set standardised with the figures of training": [
      [pixels, [standard({}), standard({ split: "test", rows: 1000, mean: 0.003, deviation: 1.01 })]],
    ],
    "a single set": [[pixels, [standard({})]]],
  },
  firesOn: {
    "both sets with mean 0 and deviation 1": {
      given: [[pixels, [standard({}), standard({ split: "test", rows: 1000 })]]],
      confidence: "advice",
      says: "The 1,000 test images have deviation 1 to five digits (mean 0) by themselves: they were standardised with their own figures, not with those of training.",
      where: "test images",
    },
    "columns of both sets standardised by themselves": {
      given: [[pixels, [table({}), table({ split: "test", rows: 500 })]]],
      confidence: "advice",
      says: "The 500 test images have deviation 1 to five digits (mean 0) by themselves: they were standardised with their own figures, not with those of training.",
    },
  },
});
