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
      says: "Right answers whose score is 0.4 get 0.0 % from the evaluate function: only scores above one half count.",
    },
    "a report that counts sure answers only": {
      given: [
        [evaluation, true],
        [reported, said({ kind: "threshold", unsure: 0.31, value: 0.66 })],
      ],
      confidence: "fault",
      says: "No score passes one half in 31.0 % of the rows, and these are counted as wrong: 66.0 % is reported, 95.0 % have their largest score on the right class.",
    },
  },
});
