import { bothSides } from "../../../../test/support/check-sides.ts";
import { mnistPixels, pixelsOf } from "../../../../test/support/doctor-measures.ts";
import { pixels } from "../../evidence/pixels.ts";
import { columnsOfDifferentScale } from "./columns-of-different-scale.ts";

const columns = (deviations: number[]) =>
  pixelsOf({ size: deviations.length, columnDeviations: Float64Array.from(deviations) });
bothSides(columnsOfDifferentScale, {
  silentOn: {
    MNIST: [[pixels, mnistPixels]],
    "columns of like scale, one constant": [[pixels, [columns([1, 5, 0, 100])]]],
    "one column": [[pixels, [columns([3])]]],
  },
  firesOn: {
    "a column 100,000 times as wide": {
      given: [[pixels, [columns([1, 100_000])]]],
      confidence: "advice",
      says: "Column 1 varies 100,000 times as much as column 0, so no learning rate suits both.",
    },
  },
});
