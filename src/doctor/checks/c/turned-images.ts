import type { Check } from "../../check.ts";
import { transforms } from "../../evidence/transforms.ts";
import { type ChangedImages, turnedImages as say } from "../../messages/c.ts";
import { draftsWhere } from "./restored.ts";

/** C5: a split whose pictures are transposed, mirrored or rotated against those of training. */
export const turnedImages: Check<ChangedImages> = {
  id: "turned-images",
  catalogue: "C5",
  needs: [transforms],
  explains: ["distribution-shift", "one-answer", "overfitting", "scrambled-images", "reported-accuracy"],
  run: (measured) =>
    draftsWhere(
      measured.of(transforms),
      ({ values, geometry }) => values !== "inverted" && geometry !== "none" && !geometry.startsWith("moved on"),
    ),
  say,
};
