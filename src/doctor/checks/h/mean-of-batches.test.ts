import { bothSides } from "../../../../test/support/check-sides.ts";
import { agreeing, soundOracle } from "../../../../test/support/doctor-measures.ts";
import { evaluation } from "../../evidence/evaluation.ts";
import { oracle } from "../../evidence/oracle.ts";
import { reported } from "../../evidence/reported.ts";
import { meanOfBatches } from "./mean-of-batches.ts";

const said = (explanation: object) => ({ reported: 0.973, accuracy: 0.95, rows: 10_000, agrees: false, explanation });
bothSides(meanOfBatches, {
  silentOn: {
    "a sound metric": [
      [evaluation, true],
      [oracle, soundOracle],
      [reported, agreeing],
    ],
    "a threshold": [
      [evaluation, true],
      [oracle, { ...soundOracle, unsure: 0, shortBatch: 0.5 }],
    ],
  },
  firesOn: {
    "a metric averaged over batches of 100": {
      given: [
        [evaluation, true],
        [oracle, { ...soundOracle, shortBatch: 0.5 }],
      ],
      confidence: "fault",
    },
    "a report averaged over batches": {
      given: [
        [evaluation, true],
        [reported, said({ kind: "batches", batchSize: 128, value: 0.973 })],
      ],
      confidence: "likely",
    },
  },
});
