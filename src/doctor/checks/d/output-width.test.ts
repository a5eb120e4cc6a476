import { bothSides } from "../../../../test/support/check-sides.ts";
import { shapes } from "../../evidence/shapes.ts";
import { outputWidth } from "./output-width.ts";

const shape = (changes: object) => ({
  inputs: 784,
  outputs: 10,
  outputsOf: "network" as const,
  classes: 10,
  largestLabel: 9,
  sizes: [{ split: "training" as const, size: 784 }],
  ...changes,
});
bothSides(outputWidth, {
  silentOn: {
    "ten outputs for ten classes": [[shapes, shape({})]],
    "more outputs than classes that occur": [[shapes, shape({ classes: 9, largestLabel: 8 })]],
    "one output for two classes": [[shapes, shape({ outputs: 1, classes: 2, largestLabel: 1 })]],
    "no labels": [[shapes, { outputs: 10, outputsOf: "network", sizes: [] }]],
  },
  firesOn: {
    "nine outputs for ten classes": {
      given: [[shapes, shape({ outputs: 9 })]],
      confidence: "fault",
      says: "There are 9 outputs for 10 classes (largest label 9): some classes can never be answered.",
      where: "output layer",
    },
    "nine scores a row": {
      given: [[shapes, { outputs: 9, outputsOf: "predictions", classes: 10, largestLabel: 9, sizes: [] }]],
      confidence: "fault",
      says: "There are 9 outputs for 10 classes (largest label 9): some classes can never be answered.",
      where: "predictions",
    },
    "images of another size": {
      given: [[shapes, shape({ sizes: [{ split: "test", size: 1024 }] })]],
      confidence: "fault",
      says: "The network takes 784 values, but the test images have 1,024.",
      where: "test images",
    },
  },
});
