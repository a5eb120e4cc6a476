import { bothSides } from "../../../../test/support/check-sides.ts";
import { activityOf, book, mnistPixels, pixelsOf } from "../../../../test/support/doctor-measures.ts";
import { activity } from "../../evidence/activity.ts";
import { pixels } from "../../evidence/pixels.ts";
import { inputsScaledTwice } from "./inputs-scaled-twice.ts";

bothSides(inputsScaledTwice, {
  silentOn: {
    MNIST: [[pixels, mnistPixels]],
    "pixels from 0 to 1": [
      [pixels, [pixelsOf({ max: 1 })]],
      [activity, book],
    ],
    "a table of small numbers": [[pixels, [pixelsOf({ size: 8, max: 0.003 })]]],
    "small numbers that are no pixels": [[pixels, [pixelsOf({ max: 0.00301234 })]]],
  },
  firesOn: {
    "test pixels divided twice": {
      given: [[pixels, [pixelsOf({ max: 1 }), pixelsOf({ split: "test", max: 255 / 65025 })]]],
      confidence: "fault",
      says: "The test images have been divided by 255 twice: their largest value is 0.00392, and every value is a whole number of 1/255².",
      where: "test images",
    },
    "ready numbers that the network divides again": {
      given: [
        [pixels, [pixelsOf({ max: 1 })]],
        [activity, activityOf([{}, {}], { largestInput: 1 / 255 })],
      ],
      confidence: "fault",
      says: "The images are already numbers from 0 to 1, and the network divides them by 255 once more: its largest input is 0.00392.",
      where: "network inputs",
    },
  },
});
