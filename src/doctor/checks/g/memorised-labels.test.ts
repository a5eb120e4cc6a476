import { bothSides } from "../../../../test/support/check-sides.ts";
import { agreementAt, answersOf, historyOf } from "../../../../test/support/doctor-measures.ts";
import { answered } from "../../evidence/answered.ts";
import { history } from "../../evidence/history.ts";
import { probe } from "../../evidence/probe.ts";
import { memorisedLabels } from "./memorised-labels.ts";

const chance = {
  classes: 10,
  of: { training: { kind: "nearest neighbours", ownAgreement: agreementAt(0.1, 2000) } },
  transfer: {},
};
const reads = { ...chance, of: { training: { kind: "nearest class mean", ownAgreement: agreementAt(0.8) } } };
const byHeart = answersOf({ split: "training", right: 0.99 });
bothSides(memorisedLabels, {
  silentOn: {
    "labels that a simple classifier reads": [
      [probe, reads],
      [answered, { training: byHeart, test: answersOf({ right: 0.1 }) }],
    ],
    "a hard task that the network reads elsewhere too": [
      [probe, chance],
      [answered, { training: byHeart, test: answersOf({ right: 0.9 }) }],
    ],
    "a network that has learned nothing": [
      [probe, chance],
      [answered, { training: answersOf({ right: 0.1 }), test: answersOf({ right: 0.1 }) }],
    ],
    "nothing known of the network": [[probe, chance]],
  },
  firesOn: {
    "random labels learned by heart": {
      given: [
        [probe, chance],
        [answered, { training: byHeart, test: answersOf({ right: 0.1 }) }],
      ],
      confidence: "likely",
      says: "The network reads 99.0 % of its training images and 10.0 % of the others, while a simple classifier that may not look at the row itself reads 10.0 % (chance 10.0 %): it has learned the answers by heart, and the labels say nothing about the images.",
      where: "training labels",
    },
    "the same from a log": {
      given: [
        [probe, chance],
        [history, historyOf({ accuracy: [0.3, 0.99], evaluationAccuracy: [0.1, 0.1] })],
      ],
      confidence: "likely",
      says: "The network reads 99.0 % of its training images and 10.0 % of the others, while a simple classifier that may not look at the row itself reads 10.0 % (chance 10.0 %): it has learned the answers by heart, and the labels say nothing about the images.",
    },
  },
});
