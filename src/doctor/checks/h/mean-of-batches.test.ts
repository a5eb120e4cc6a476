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
      says: "With only the last rows wrong the evaluate function says 50.0 % where 97.1 % are right: the short last batch counts as much as a full one.",
    },
    "a report averaged over batches": {
      given: [
        [evaluation, true],
        [reported, said({ kind: "batches", batchSize: 128, value: 0.973 })],
      ],
      confidence: "likely",
      says: "The reported 97.3 % is the mean over batches of 128; 95.0 % of the rows are right: the short last batch counts as much as a full one.",
    },
  },
});
