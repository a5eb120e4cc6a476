import { bothSides } from "../../../../test/support/check-sides.ts";
import { agreeing, agreementAt, soundOracle } from "../../../../test/support/doctor-measures.ts";
import { answerOrder } from "../../evidence/answer-order.ts";
import { evaluation } from "../../evidence/evaluation.ts";
import { oracle } from "../../evidence/oracle.ts";
import { pairing } from "../../evidence/pairing.ts";
import { reported } from "../../evidence/reported.ts";
import { wrongArgmax } from "./wrong-argmax.ts";

const order = (changes: object) => [{ split: "test" as const, asGiven: agreementAt(0.1, 1000), ...changes }];
const fits = [{ split: "test" as const, asGiven: agreementAt(0.95, 1000) }];
const said = (explanation: object) => ({ reported: 0.973, accuracy: 0.95, rows: 10_000, agrees: false, explanation });
bothSides(wrongArgmax, {
  silentOn: {
    "answers far behind, but not below chance: H7": [
      [evaluation, true],
      [answerOrder, order({ behind: { training: 0.99, probe: 0.8, belowChance: false } })],
    ],
    "a sound evaluation": [
      [evaluation, true],
      [oracle, soundOracle],
      [reported, agreeing],
      [answerOrder, fits],
    ],
    "predictions at chance": [
      [evaluation, true],
      [answerOrder, order({})],
    ],
  },
  firesOn: {
    argmin: {
      given: [
        [evaluation, true],
        [oracle, { ...soundOracle, perfect: 0, inverted: 1 }],
      ],
      confidence: "fault",
      says: "Perfect scores get 0.0 % from the evaluate function, and perfect scores with the sign turned 100.0 %: it takes the smallest score.",
      where: "evaluate function",
    },
    "a report of the smallest score": {
      given: [
        [evaluation, true],
        [reported, said({ kind: "smallest", value: 0.01 })],
      ],
      confidence: "fault",
      says: "The reported 97.3 % is what comes out when the smallest score is taken for the answer; counted with argmax the same scores are 95.0 % right.",
    },
    "a report of the wrong axis": {
      given: [
        [evaluation, true],
        [reported, said({ kind: "wrong axis", value: 0 })],
      ],
      confidence: "likely",
      says: "The reported 97.3 % is what comes out when argmax runs over the rows instead of the classes; counted with argmax the same scores are 95.0 % right.",
    },
    "class numbers off by one": {
      given: [
        [evaluation, true],
        [
          answerOrder,
          order({
            map: {
              pairs: [
                [0, 1],
                [1, 2],
              ],
              accuracy: 0.95,
            },
          }),
        ],
      ],
      confidence: "fault",
      says: "The class numbers of the predictions are not those of the labels: 0 is answered as 1, 1 is answered as 2. As they are 10.0 % fit, renumbered 95.0 %.",
    },
    "class numbers off by one, where the labels do not fit the images": {
      given: [
        [evaluation, true],
        [pairing, { splits: [{ split: "test", kind: "other-domain" }], classes: [0, 1], answered: true }],
        [answerOrder, order({ map: { pairs: [[0, 1], [1, 2]], accuracy: 0.95 } })], // biome-ignore format: short
      ],
      confidence: "likely",
      says: "The class numbers of the predictions are not those of the labels: 0 is answered as 1, 1 is answered as 2. As they are 10.0 % fit, renumbered 95.0 %.",
    },
    "fewer right than guessing": {
      given: [
        [evaluation, true],
        [answerOrder, order({ behind: { training: 0.99, probe: 0.8, belowChance: true } })],
      ],
      confidence: "likely",
      says: "10.0 % of the test predictions fit, where the same network has 99.0 % of its training images right and a simple classifier reads 80.0 % of the test images. Guessing would get 10.0 %: answers that are wrong more often than guessing know the right one, and give another (argmin instead of argmax, distances taken for scores).",
    },
    "a number that several slips give": {
      given: [
        [evaluation, true],
        [reported, { ...said({ kind: "smallest", value: 0 }), others: ["next class"] }],
      ],
      confidence: "likely",
      says: "The reported 97.3 % is what comes out when the smallest score is taken for the answer, or when the class numbers are off by one; counted with argmax the same scores are 95.0 % right.",
    },
    "a metric that compares with the next row": {
      given: [
        [evaluation, true],
        [oracle, { ...soundOracle, perfect: 0.03, shortBatch: 0.03, unsure: 0.03 }],
      ],
      confidence: "fault",
      says: "The evaluate function says 3.0 % for 103 perfect answers, where the accuracy is 100 %: it is no accuracy, or compares each answer with another row's label.",
    },
    "a metric over all cells instead of rows": {
      given: [
        [evaluation, true],
        [oracle, { ...soundOracle, constant: 0.82 }],
      ],
      confidence: "likely",
      says: "The evaluate function says 82.0 % where one answer is given to all and 10.7 % of them are right: it is no accuracy, or compares each answer with another row's label.",
    },
    "a class that is answered as no class": {
      given: [
        [evaluation, true],
        [answerOrder, order({ map: { pairs: [[0, 1], [1, null]], accuracy: 0.95 } })], // biome-ignore format: short
      ],
      confidence: "fault",
      says: "The class numbers of the predictions are not those of the labels: 0 is answered as 1, 1 is answered as a number that is no class. As they are 10.0 % fit, renumbered 95.0 %.",
    },
    "scores that are distances": {
      given: [
        [evaluation, true],
        [answerOrder, order({ smallest: 0.9 })],
      ],
      confidence: "fault",
      says: "The largest score is right in 10.0 % of the rows, the smallest one in 90.0 %: the scores have the wrong sign, or are distances.",
    },
  },
});
