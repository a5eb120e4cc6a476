import { bothSides } from "../../../../test/support/check-sides.ts";
import { agreeing, soundOracle } from "../../../../test/support/doctor-measures.ts";
import { evaluation } from "../../evidence/evaluation.ts";
import { oracle } from "../../evidence/oracle.ts";
import { reported } from "../../evidence/reported.ts";
import { thresholdCheck } from "./threshold.ts";

const said = (explanation: object) => ({ reported: 0.973, accuracy: 0.95, rows: 10_000, agrees: false, explanation });
bothSides(thresholdCheck, {
  silentOn: {
    "a sound metric": [
      [evaluation, true],
      [oracle, soundOracle],
      [reported, agreeing],
    ],
    "two classes, where one half is right": [
      [evaluation, true],
      [oracle, { ...soundOracle, classes: 2, unsure: 0 }],
    ],
  },
  firesOn: {
    "a metric that wants more than 0.5": {
      given: [
        [evaluation, true],
        [oracle, { ...soundOracle, unsure: 0 }],
      ],
      confidence: "fault",
    },
    "a report that counts sure answers only": {
      given: [
        [evaluation, true],
        [reported, said({ kind: "threshold", unsure: 0.31, value: 0.66 })],
      ],
      confidence: "fault",
    },
  },
});
