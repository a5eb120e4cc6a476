import { bothSides } from "../../../../test/support/check-sides.ts";
import { mnistPixels, pixelsOf } from "../../../../test/support/doctor-measures.ts";
import { pixels } from "../../evidence/pixels.ts";
import { identicalImages } from "./identical-images.ts";

bothSides(identicalImages, {
  silentOn: {
    "MNIST with its constant pixels": [[pixels, mnistPixels]],
    "a table with constant columns": [[pixels, [pixelsOf({ size: 8, constantColumns: 7 })]]],
    "a set of two equal rows": [[pixels, [pixelsOf({ rows: 2, sameRows: true })]]],
  },
  firesOn: {
    "the same image everywhere": {
      given: [[pixels, [pixelsOf({ sameRows: true, constantColumns: 784 })]]],
      confidence: "fault",
      says: "All 60,000 training images are one and the same image: the loader returns the same data each time.",
      where: "training images",
    },
    "black test images": {
      given: [[pixels, [pixelsOf({}), pixelsOf({ split: "test", sameRows: true, max: 0 })]]],
      confidence: "fault",
      says: "All 60,000 test images are one and the same image, every value 0: the loader returns the same data each time.",
      where: "test images",
    },
  },
});
