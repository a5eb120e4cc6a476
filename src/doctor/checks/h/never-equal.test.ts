import { bothSides } from "../../../../test/support/check-sides.ts";
import { soundOracle } from "../../../../test/support/doctor-measures.ts";
import { evaluation } from "../../evidence/evaluation.ts";
import { oracle } from "../../evidence/oracle.ts";
import { reported } from "../../evidence/reported.ts";
import { neverEqual } from "./never-equal.ts";

const zero = (kind: string) => ({
  reported: 0,
  accuracy: 0.95,
  rows: 1000,
  agrees: false,
  explanation: { kind, value: 0 },
  others: ["smallest", "next class"],
});

bothSides(neverEqual, {
  silentOn: {
    "a sound metric": [[oracle, soundOracle]],
    "argmin, which is H2": [[oracle, { ...soundOracle, perfect: 0, inverted: 1 }]],
    "a report of another slip": [
      [evaluation, true],
      [reported, zero("smallest")],
    ],
    "a wrong divisor, which is H4": [[oracle, { ...soundOracle, perfect: 0.1 }]],
  },
  firesOn: {
    "a string compared with a number": {
      given: [[oracle, { ...soundOracle, perfect: 0, constant: 0, shortBatch: 0, unsure: 0 }]],
      confidence: "fault",
      says: 'The evaluate function finds none of 103 perfect answers right: what it compares is never equal, such as "3" with 3, or a one-hot row with a class number.',
    },
    "a report of exactly 0 for good answers": {
      given: [
        [evaluation, true],
        [reported, zero("never equal")],
      ],
      confidence: "likely",
      says: 'The reported accuracy is exactly 0, where the same answers are 95.0 % right: the evaluation finds none of them, probably because what it compares is never equal, such as "3" with 3, or a one-hot row with a class number. It may also be: the smallest score is taken for the answer; the class numbers are off by one.',
    },
    "a metric that throws": {
      given: [[oracle, { ...soundOracle, perfect: Number.NaN, error: "x is not a function" }]],
      confidence: "fault",
      says: "The evaluate function fails on perfect answers: x is not a function.",
    },
  },
});
