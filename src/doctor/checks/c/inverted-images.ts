import type { Check } from "../../check.ts";
import { transforms } from "../../evidence/transforms.ts";
import { type ChangedImages, invertedImages as say } from "../../messages/c.ts";
import { draftsWhere } from "./restored.ts";

/** C4: a split of negatives. Proof: the training probe reads it again once it is inverted. */
export const invertedImages: Check<ChangedImages> = {
  id: "inverted-images",
  catalogue: "C4",
  needs: [transforms],
  explains: ["distribution-shift", "one-answer", "overfitting", "splits-scaled-differently", "reported-accuracy"],
  run: (measured) => draftsWhere(measured.of(transforms), ({ values }) => values === "inverted"),
  say,
};
