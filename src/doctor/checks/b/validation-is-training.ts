import type { Check, Draft } from "../../check.ts";
import { coincidences } from "../../evidence/coincidences.ts";
import { duplicates } from "../../evidence/duplicates.ts";
import { overlap } from "../../evidence/overlap.ts";
import { pairing } from "../../evidence/pairing.ts";
import { type Leak, validationIsTraining as say } from "../../messages/b.ts";
import { leaks } from "./images-also-in-training.ts";
import { ofKind } from "./read-as.ts";

/** The validation set is a slice of the training set. */
export const validationIsTraining: Check<Leak> = {
  id: "validation-is-training",
  catalogue: "B15",
  needs: [overlap, duplicates],
  uses: [pairing, coincidences],
  quick: true,
  run(measured) {
    const paired = measured.maybe(pairing);
    const copied = paired === undefined ? [] : ofKind(paired, "training-images").map(({ split }) => split);
    return leaks(measured.of(overlap), measured.of(duplicates), measured.maybe(coincidences))
      .filter(({ split, shared, rows }) => split === "validation" && shared >= 0.9 * rows && !copied.includes(split))
      .map((evidence): Draft<Leak> => ({ confidence: "fault", where: "validation images", evidence }));
  },
  say,
};
