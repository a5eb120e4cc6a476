import { bothSides } from "../../../../test/support/check-sides.ts";
import { soundOracle } from "../../../../test/support/doctor-measures.ts";
import { oracle } from "../../evidence/oracle.ts";
import { neverEqual } from "./never-equal.ts";

bothSides(neverEqual, {
  silentOn: {
    "a sound metric": [[oracle, soundOracle]],
    "argmin, which is H2": [[oracle, { ...soundOracle, perfect: 0, inverted: 1 }]],
    "a wrong divisor, which is H4": [[oracle, { ...soundOracle, perfect: 0.1 }]],
  },
  firesOn: {
    "a string compared with a number": {
      given: [[oracle, { ...soundOracle, perfect: 0, constant: 0, shortBatch: 0, unsure: 0 }]],
      confidence: "fault",
    },
    "a metric that throws": {
      given: [[oracle, { ...soundOracle, perfect: Number.NaN, error: "x is not a function" }]],
      confidence: "fault",
    },
  },
});
