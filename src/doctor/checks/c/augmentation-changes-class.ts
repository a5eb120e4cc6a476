import { integer } from "../../../core/text.ts";
import type { Check, Draft, Words } from "../../check.ts";
import { augmented } from "../../evidence/augmented.ts";
import { share } from "../../words.ts";

export interface AugmentationChangesClass {
  readonly plain: number;
  readonly augmented: number;
  readonly rows: number;
}

/** Mild losses are the price of augmentation; from here on the classes themselves change. */
const POINTS = 0.1;

/** C11: an augmentation after which a simple classifier no longer reads the images. */
export const augmentationChangesClass: Check<AugmentationChangesClass> = {
  id: "augmentation-changes-class",
  catalogue: "C11",
  needs: [augmented],
  after: ["A", "B"],
  run(measured) {
    const { plain, augmented: changed } = measured.of(augmented);
    if (plain.z < 6 || plain.accuracy - changed.accuracy <= POINTS) return [];
    const evidence = { plain: plain.accuracy, augmented: changed.accuracy, rows: changed.total };
    return [{ confidence: "likely", where: "augmentation", evidence }];
  },
  say,
};

function say({ evidence }: Draft<AugmentationChangesClass>): Words {
  const { plain, augmented, rows } = evidence;
  return {
    sentence: `The augmentation changes what the images show: a simple classifier reads ${share(plain)} of ${integer(rows)} training images, and ${share(augmented)} of them augmented.`,
    fix: "Use smaller changes, and none that turns one class into another (a 6 into a 9).",
  };
}
