import { bothSides } from "../../../../test/support/check-sides.ts";
import { agreementAt } from "../../../../test/support/doctor-measures.ts";
import { answerOrder } from "../../evidence/answer-order.ts";
import { predictionsInOtherOrder } from "./predictions-in-other-order.ts";

const order = (changes: object) => [{ split: "test" as const, asGiven: agreementAt(0.1, 1000), ...changes }];
const fits = [{ split: "test" as const, asGiven: agreementAt(0.95, 1000) }];
bothSides(predictionsInOtherOrder, {
  silentOn: {
    "predictions that fit": [[answerOrder, fits]],
    "predictions at chance that nothing explains": [[answerOrder, order({})]],
    "predictions of another set, which is H1": [
      [answerOrder, order({ explanation: { kind: "other split", of: "training", accuracy: 0.9 } })],
    ],
  },
  firesOn: {
    "predictions a row late": {
      given: [[answerOrder, order({ explanation: { kind: "shifted", shift: 1, accuracy: 0.95 } })]],
      confidence: "fault",
      says: "The 1,000 test predictions are in another order than the labels: as they are 10.0 % fit; moved by 1 rows they fit in 95.0 %.",
    },
    "predictions backwards": {
      given: [[answerOrder, order({ explanation: { kind: "reversed", accuracy: 0.95 } })]],
      confidence: "fault",
      says: "The 1,000 test predictions are in another order than the labels: as they are 10.0 % fit; read backwards they fit in 95.0 %.",
    },
    "a shuffled loader, and the network at hand": {
      given: [[answerOrder, order({ explanation: { kind: "other network answers", accuracy: 0.95 } })]],
      confidence: "fault",
      says: "The 1,000 test predictions are in another order than the labels: as they are 10.0 % fit; the network itself, asked about the same images in order, is right in 95.0 %.",
    },
    "a shuffled loader, and predictions only": {
      given: [[answerOrder, order({ explanation: { kind: "unrelated" } })]],
      confidence: "likely",
      says: "The 1,000 test predictions are in another order than the labels: as they are 10.0 % fit; each class is answered as often as it occurs, and still answers and labels have nothing to do with each other.",
    },
  },
});
