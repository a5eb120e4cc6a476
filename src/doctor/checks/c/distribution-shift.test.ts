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
    },
    "a test set of one class, which is read as well as that class is in training": {
      given: [
        [domain, seen({})],
        [transforms, [{ ...lost[0], asIs: { ...agreementAt(0.8), chance: 0.8 }, promised: 0.82 }]],
      ],
      confidence: "advice",
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
      where: "test images",
    },
  },
});
