import { bothSides } from "../../../../test/support/check-sides.ts";
import { agreementAt } from "../../../../test/support/doctor-measures.ts";
import { domain } from "../../evidence/domain.ts";
import { transforms } from "../../evidence/transforms.ts";
import { distributionShift } from "./distribution-shift.ts";

const seen = (changes: object) => [{ split: "test" as const, auc: 0.93, brighter: 0.02, contrast: 1.3, ...changes }];
bothSides(distributionShift, {
  silentOn: {
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
            searched: true,
            restoring: { geometry: "transposed", values: "none", agreement: agreementAt(0.8) },
          },
        ],
      ],
    ],
  },
  firesOn: {
    "thicker strokes that are still read, as advice": {
      given: [
        [domain, seen({})],
        [transforms, [{ split: "test", asIs: agreementAt(0.72), expected: agreementAt(0.8), searched: true }]],
      ],
      confidence: "advice",
    },
    "images that the training probe cannot read": {
      given: [
        [domain, seen({ brighter: 1.5 })],
        [transforms, [{ split: "test", asIs: agreementAt(0.3), expected: agreementAt(0.8), searched: true }]],
      ],
      confidence: "likely",
      where: "test images",
    },
  },
});
