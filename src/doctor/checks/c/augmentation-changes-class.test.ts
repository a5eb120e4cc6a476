import { bothSides } from "../../../../test/support/check-sides.ts";
import { agreementAt } from "../../../../test/support/doctor-measures.ts";
import { augmented } from "../../evidence/augmented.ts";
import { augmentationChangesClass } from "./augmentation-changes-class.ts";

bothSides(augmentationChangesClass, {
  silentOn: {
    "a mild loss": [[augmented, { plain: agreementAt(0.81, 1000), augmented: agreementAt(0.76, 1000) }]],
    "data that the probe cannot read": [
      [augmented, { plain: agreementAt(0.11, 1000), augmented: agreementAt(0.1, 1000) }],
    ],
  },
  firesOn: {
    "rotations that make a 9 of a 6": {
      given: [[augmented, { plain: agreementAt(0.81, 1000), augmented: agreementAt(0.62, 1000) }]],
      confidence: "likely",
      says: "The augmentation changes what the images show: a simple classifier reads 81.0 % of 1,000 training images, and 62.0 % of them augmented.",
    },
  },
});
