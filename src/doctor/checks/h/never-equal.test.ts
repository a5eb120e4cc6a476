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
    },
    "a report of exactly 0 for good answers": {
      given: [
        [evaluation, true],
        [reported, zero("never equal")],
      ],
      confidence: "likely",
    },
    "a metric that throws": {
      given: [[oracle, { ...soundOracle, perfect: Number.NaN, error: "x is not a function" }]],
      confidence: "fault",
    },
  },
});
