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
      where: "evaluate function",
    },
    "a report of the smallest score": {
      given: [
        [evaluation, true],
        [reported, said({ kind: "smallest", value: 0.01 })],
      ],
      confidence: "fault",
    },
    "a report of the wrong axis": {
      given: [
        [evaluation, true],
        [reported, said({ kind: "wrong axis", value: 0 })],
      ],
      confidence: "likely",
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
    },
    "class numbers off by one, where the labels do not fit the images": {
      given: [
        [evaluation, true],
        [pairing, { splits: [{ split: "test", kind: "other-domain" }], classes: [0, 1], answered: true }],
        [answerOrder, order({ map: { pairs: [[0, 1], [1, 2]], accuracy: 0.95 } })], // biome-ignore format: short
      ],
      confidence: "likely",
    },
    "fewer right than guessing": {
      given: [
        [evaluation, true],
        [answerOrder, order({ behind: { training: 0.99, probe: 0.8, belowChance: true } })],
      ],
      confidence: "likely",
    },
    "a number that several slips give": {
      given: [
        [evaluation, true],
        [reported, { ...said({ kind: "smallest", value: 0 }), others: ["next class"] }],
      ],
      confidence: "likely",
    },
    "a metric that compares with the next row": {
      given: [
        [evaluation, true],
        [oracle, { ...soundOracle, perfect: 0.03, shortBatch: 0.03, unsure: 0.03 }],
      ],
      confidence: "fault",
    },
    "a metric over all cells instead of rows": {
      given: [
        [evaluation, true],
        [oracle, { ...soundOracle, constant: 0.82 }],
      ],
      confidence: "likely",
    },
    "a class that is answered as no class": {
      given: [
        [evaluation, true],
        [answerOrder, order({ map: { pairs: [[0, 1], [1, null]], accuracy: 0.95 } })], // biome-ignore format: short
      ],
      confidence: "fault",
    },
    "scores that are distances": {
      given: [
        [evaluation, true],
        [answerOrder, order({ smallest: 0.9 })],
      ],
      confidence: "fault",
    },
  },
});
