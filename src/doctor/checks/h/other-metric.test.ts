import { bothSides } from "../../../../test/support/check-sides.ts";
import { agreeing } from "../../../../test/support/doctor-measures.ts";
import { type Reported, type ReportedExplanation, reported } from "../../evidence/reported.ts";
import { otherMetric } from "./other-metric.ts";

const said = (explanation: ReportedExplanation, others: Reported["others"] = []): Reported => ({
  ...agreeing,
  reported: explanation.value,
  accuracy: 0.675,
  agrees: false,
  explanation,
  ...(others.length > 0 ? { others } : {}),
});
bothSides(otherMetric, {
  silentOn: {
    "a number that is the accuracy": [[reported, agreeing]],
    "a number that is the mean of batches, which is H10": [
      [reported, said({ kind: "batches", batchSize: 32, value: 0.68 })],
    ],
  },
  firesOn: {
    "cells of one-hot rows": {
      given: [[reported, said({ kind: "cells", value: 0.935 })]],
      confidence: "fault",
      says: "The reported 93.5 % counts the cells of one-hot rows, not rows: most cells of a wrong row are 0 as they should be. Row by row 67.5 % of the same answers are right.",
      where: "reported accuracy",
    },
    "the second-best counted too": {
      given: [[reported, said({ kind: "top", k: 2, value: 0.812 }, ["divisor"])]],
      confidence: "likely",
      says: "The reported 81.2 % is the top-2 accuracy: the label is among the 2 largest scores. It is the largest one in 67.5 % of the rows. It may also be that the count is divided by another number of rows.",
    },
  },
});
