import { bothSides } from "../../../../test/support/check-sides.ts";
import { agreeing, agreementAt } from "../../../../test/support/doctor-measures.ts";
import { answerOrder } from "../../evidence/answer-order.ts";
import { evaluation } from "../../evidence/evaluation.ts";
import { reported } from "../../evidence/reported.ts";
import { evaluatedOtherSet } from "./evaluated-other-set.ts";

const order = (changes: object) => [{ split: "test" as const, asGiven: agreementAt(0.1, 1000), ...changes }];
const fits = [{ split: "test" as const, asGiven: agreementAt(0.95, 1000) }];
const said = (explanation: object) => ({ reported: 0.973, accuracy: 0.95, rows: 10_000, agrees: false, explanation });
bothSides(evaluatedOtherSet, {
  silentOn: {
    "a report that agrees": [
      [evaluation, true],
      [reported, agreeing],
    ],
    "predictions that fit": [
      [evaluation, true],
      [answerOrder, fits],
    ],
    "a report that nothing explains": [
      [evaluation, true],
      [reported, { ...agreeing, agrees: false, reported: 0.7 }],
    ],
  },
  firesOn: {
    "the accuracy of the training set": {
      given: [
        [evaluation, true],
        [reported, said({ kind: "other split", of: "training", value: 0.973 })],
      ],
      confidence: "likely",
      says: "The reported 97.3 % is the accuracy on the training set; on the test set it is 95.0 %.",
    },
    "predictions of the training images": {
      given: [
        [evaluation, true],
        [answerOrder, order({ explanation: { kind: "other split", of: "training", accuracy: 0.97 } })],
      ],
      confidence: "fault",
      says: "The test predictions were made for the training images: 10.0 % of them fit the test labels, 97.0 % fit the first training labels.",
      where: "test predictions",
    },
  },
});
