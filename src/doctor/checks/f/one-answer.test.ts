import { bothSides } from "../../../../test/support/check-sides.ts";
import { answersOf, tenClasses, untrained } from "../../../../test/support/doctor-measures.ts";
import { answered } from "../../evidence/answered.ts";
import { classes } from "../../evidence/classes.ts";
import { progress } from "../../evidence/progress.ts";
import { oneAnswer } from "./one-answer.ts";

const always = answersOf({ answers: new Int32Array(1000).fill(1) });
const rare = answersOf({
  labels: Int32Array.from({ length: 1000 }, (_, i) => (i % 20 === 0 ? 1 : 0)),
  answers: new Int32Array(1000),
});
bothSides(oneAnswer, {
  silentOn: {
    "answers of every class": [
      [answered, { test: answersOf() }],
      [classes, tenClasses],
    ],
    "a network before training": [
      [answered, { test: always }],
      [classes, tenClasses],
      [progress, untrained],
    ],
    "a set of one class": [
      [answered, { test: answersOf({ labels: new Int32Array(1000).fill(1), answers: new Int32Array(1000).fill(1) }) }],
      [classes, tenClasses],
    ],
    "ten answers": [
      [answered, { test: answersOf({ labels: Int32Array.of(0, 1, 2), answers: new Int32Array(3) }) }],
      [classes, tenClasses],
    ],
  },
  firesOn: {
    "1 for every image": {
      given: [
        [answered, { test: always }],
        [classes, tenClasses],
      ],
      confidence: "likely",
      says: "The network answers 1 to 1,000 of 1,000 test images, whatever they show; 10.0 % of them are.",
      where: "test answers",
    },
    "95 : 5, as advice": {
      given: [
        [answered, { test: rare }],
        [classes, tenClasses],
      ],
      confidence: "advice",
      says: "The network answers 0 to 1,000 of 1,000 test images, whatever they show; 95.0 % of them are.",
    },
  },
});
