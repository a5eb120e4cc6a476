import { bothSides } from "../../../../test/support/check-sides.ts";
import { agreementAt } from "../../../../test/support/doctor-measures.ts";
import { domain } from "../../evidence/domain.ts";
import { pairing } from "../../evidence/pairing.ts";
import { transforms } from "../../evidence/transforms.ts";
import { distributionShift } from "./distribution-shift.ts";

const seen = (changes: object) => [{ split: "test" as const, auc: 0.93, brighter: 0.02, contrast: 1.3, ...changes }];
const paired = (kind: string) => ({ splits: [{ split: "test", kind }], classes: [0, 1], answered: true });
const lost = [{ split: "test", asIs: agreementAt(0.23), expected: agreementAt(0.99), promised: 0.99, searched: true }];

bothSides(distributionShift, {
  silentOn: {
    "labels that the split's own values do not show, which is B": [
      [domain, seen({ auc: 0.52 })],
      [transforms, lost],
      [pairing, paired("unrelated")],
    ],
    "two halves of one set": [[domain, seen({ auc: 0.52 })]],
    "a change that is known by name": [
      [domain, seen({})],
      [
        transforms,
        [
          {
            split: "test",
            asIs: agreementAt(0.1),
            expected: agreementAt(0.8),
            promised: 0.8,
            searched: true,
            restoring: { geometry: "transposed", values: "none", agreement: agreementAt(0.8) },
          },
        ],
      ],
    ],
  },
  firesOn: {
    "columns in another order: each looks alike, together they are not read": {
      given: [
        [domain, seen({ auc: 0.52 })],
        [transforms, lost],
        [pairing, paired("other-domain")],
      ],
      confidence: "likely",
      says: "Values and labels of the test set go together in another way than in training, though each by itself looks alike. A simple classifier made from training reads 23.0 % of them, and 99.0 % in training. A classifier made from the test set itself reads it: its labels belong to its rows.",
    },
    "a test set of one class, which is read as well as that class is in training": {
      given: [
        [domain, seen({})],
        [transforms, [{ ...lost[0], asIs: { ...agreementAt(0.8), chance: 0.8 }, promised: 0.82 }]],
      ],
      confidence: "advice",
      says: "The test images are of another kind than the training images: looked at in pairs they are told apart in 93.0 %, and their values vary 1.3 times as much. A simple classifier made from training reads 80.0 % of them, and 99.0 % in training.",
    },
    "thicker strokes that are still read, as advice": {
      given: [
        [domain, seen({})],
        [
          transforms,
          [{ split: "test", asIs: agreementAt(0.72), expected: agreementAt(0.8), promised: 0.8, searched: true }],
        ],
      ],
      confidence: "advice",
      says: "The test images are of another kind than the training images: looked at in pairs they are told apart in 93.0 %, and their values vary 1.3 times as much. A simple classifier made from training reads 72.0 % of them, and 80.0 % in training.",
    },
    "images that the training probe cannot read": {
      given: [
        [domain, seen({ brighter: 1.5 })],
        [
          transforms,
          [{ split: "test", asIs: agreementAt(0.3), expected: agreementAt(0.8), promised: 0.8, searched: true }],
        ],
      ],
      confidence: "likely",
      says: "The test images are of another kind than the training images: looked at in pairs they are told apart in 93.0 %, and their mean is 1.5 deviations higher. A simple classifier made from training reads 30.0 % of them, and 80.0 % in training.",
      where: "test images",
    },
  },
});
