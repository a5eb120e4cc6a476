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
    },
    "predictions backwards": {
      given: [[answerOrder, order({ explanation: { kind: "reversed", accuracy: 0.95 } })]],
      confidence: "fault",
    },
    "a shuffled loader, and the network at hand": {
      given: [[answerOrder, order({ explanation: { kind: "other network answers", accuracy: 0.95 } })]],
      confidence: "fault",
    },
    "a shuffled loader, and predictions only": {
      given: [[answerOrder, order({ explanation: { kind: "unrelated" } })]],
      confidence: "likely",
    },
  },
});
