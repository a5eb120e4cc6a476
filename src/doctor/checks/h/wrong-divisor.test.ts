import { bothSides } from "../../../../test/support/check-sides.ts";
import { agreeing, soundOracle } from "../../../../test/support/doctor-measures.ts";
import { evaluation } from "../../evidence/evaluation.ts";
import { oracle } from "../../evidence/oracle.ts";
import { reported } from "../../evidence/reported.ts";
import { wrongDivisor } from "./wrong-divisor.ts";

const said = (explanation: object) => ({ reported: 0.973, accuracy: 0.95, rows: 10_000, agrees: false, explanation });
bothSides(wrongDivisor, {
  silentOn: {
    "a sound metric": [
      [evaluation, true],
      [oracle, soundOracle],
      [reported, agreeing],
    ],
    argmin: [
      [evaluation, true],
      [oracle, { ...soundOracle, perfect: 0, constant: 0.1, inverted: 1 }],
    ],
  },
  firesOn: {
    "a count divided by ten times the rows": {
      given: [
        [evaluation, true],
        [oracle, { ...soundOracle, perfect: 0.1, constant: 1.1 / 103, shortBatch: 10 / 103 }],
      ],
      confidence: "fault",
      says: "103 perfect answers get 0.1 from the evaluate function, not 1: the count is divided by the wrong number.",
    },
    "integer division": {
      given: [
        [evaluation, true],
        [oracle, { ...soundOracle, constant: 0, shortBatch: 0 }],
      ],
      confidence: "fault",
      says: "The evaluate function says 0 where 10.7 % are right, and 1 where all are: the division drops what is behind the point.",
    },
    "per cent, as advice": {
      given: [
        [evaluation, true],
        [reported, { ...agreeing, reported: 95, explanation: { kind: "percent", value: 0.95 } }],
      ],
      confidence: "advice",
      says: "The reported accuracy, 95, is in per cent.",
    },
    "a report divided by the training rows": {
      given: [
        [evaluation, true],
        [reported, said({ kind: "divisor", correct: 9500, by: 60_000, value: 0.158 })],
      ],
      confidence: "fault",
      says: "9,500 of 10,000 are right (95.0 %), but the count is divided by 60,000 and reported as 97.3 %.",
    },
  },
});
