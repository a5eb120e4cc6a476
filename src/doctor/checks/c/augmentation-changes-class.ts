import type { Check } from "../../check.ts";
import { augmented } from "../../evidence/augmented.ts";
import { type AugmentationChangesClass, augmentationChangesClass as say } from "../../messages/c.ts";

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
