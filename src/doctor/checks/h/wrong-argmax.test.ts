import { bothSides } from "../../../../test/support/check-sides.ts";
import { agreeing, agreementAt, soundOracle } from "../../../../test/support/doctor-measures.ts";
import { answerOrder } from "../../evidence/answer-order.ts";
import { evaluation } from "../../evidence/evaluation.ts";
import { oracle } from "../../evidence/oracle.ts";
import { reported } from "../../evidence/reported.ts";
import { wrongArgmax } from "./wrong-argmax.ts";

const order = (changes: object) => [{ split: "test" as const, asGiven: agreementAt(0.1, 1000), ...changes }];
const fits = [{ split: "test" as const, asGiven: agreementAt(0.95, 1000) }];
const said = (explanation: object) => ({ reported: 0.973, accuracy: 0.95, rows: 10_000, agrees: false, explanation });
bothSides(wrongArgmax, {
  silentOn: {
    "a sound evaluation": [
      [evaluation, true],
      [oracle, soundOracle],
      [reported, agreeing],
      [answerOrder, fits],
    ],
    "predictions at chance": [
      [evaluation, true],
      [answerOrder, order({ smallest: 0.1 })],
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
    "scores that are distances": {
      given: [
        [evaluation, true],
        [answerOrder, order({ smallest: 0.9 })],
      ],
      confidence: "fault",
    },
  },
});
