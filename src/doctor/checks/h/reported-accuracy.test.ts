import { bothSides } from "../../../../test/support/check-sides.ts";
import { agreeing } from "../../../../test/support/doctor-measures.ts";
import { reported } from "../../evidence/reported.ts";
import { reportedAccuracy } from "./reported-accuracy.ts";

const said = (explanation: object) => ({ reported: 0.973, accuracy: 0.95, rows: 10_000, agrees: false, explanation });
bothSides(reportedAccuracy, {
  silentOn: {
    "a report that agrees": [[reported, agreeing]],
    "a report that is explained": [[reported, said({ kind: "threshold", unsure: 0.1, value: 0.6 })]],
    "a difference of a point": [[reported, { ...agreeing, agrees: false, reported: 0.96 }]],
  },
  firesOn: {
    "10 % where the answers are 95 % right": {
      given: [[reported, { ...agreeing, agrees: false, reported: 0.1 }]],
      confidence: "likely",
      says: "The reported accuracy is 10.0 %, but the same network's answers to 10,000 images are 95.0 % right: the evaluation is wrong, not the network.",
    },
  },
});
