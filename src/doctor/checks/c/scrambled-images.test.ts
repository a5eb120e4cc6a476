import { bothSides } from "../../../../test/support/check-sides.ts";
import { agreementAt } from "../../../../test/support/doctor-measures.ts";
import { stride } from "../../evidence/stride.ts";
import { scrambledImages } from "./scrambled-images.ts";

const seen = (changes: object) => [
  { split: "training" as const, width: 28, repeat: 28, resemblance: 0.6, resemblanceAtWidth: 0.6, ...changes },
];
const odd = { width: 29, repeat: 28, resemblance: 0.6, resemblanceAtWidth: 0.3 };
bothSides(scrambledImages, {
  silentOn: {
    "pictures of the width that they have": [[stride, seen({})]],
    "pictures without a rhythm": [[stride, seen({ repeat: 9, resemblance: 0.2, resemblanceAtWidth: 0.1 })]],
    "another width of the same pixels, which a dense network does not mind": [
      [stride, seen({ ...odd, asRead: agreementAt(0.8), restored: agreementAt(0.8) })],
    ],
  },
  firesOn: {
    "a width that makes pictures unreadable": {
      given: [[stride, seen({ ...odd, asRead: agreementAt(0.1), restored: agreementAt(0.8) })]],
      confidence: "fault",
      says: "The training images are read as 29 pixels wide, but their values repeat every 28: the rows are cut in the wrong places. A simple classifier reads 10.0 % of them like this, and 80.0 % when they are cut at 28.",
      where: "training images",
    },
    "unreadable pictures that nothing restores": {
      given: [[stride, seen({ ...odd, asRead: agreementAt(0.1) })]],
      confidence: "likely",
      says: "The training images are read as 29 pixels wide, but their values repeat every 28: the rows are cut in the wrong places.",
    },
  },
});
