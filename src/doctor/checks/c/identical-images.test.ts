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
      where: "training images",
    },
    "black test images": {
      given: [[pixels, [pixelsOf({}), pixelsOf({ split: "test", sameRows: true, max: 0 })]]],
      confidence: "fault",
      where: "test images",
    },
  },
});
