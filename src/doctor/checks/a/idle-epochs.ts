import type { Check } from "../../check.ts";
import { idleEpochs as measure } from "../../evidence/idle-epochs.ts";
import { type Idle, idleEpochs as say } from "../../messages/a.ts";

/** A9 seen in the log: from some epoch on there was nothing to train with. */
export const idleEpochs: Check<Idle> = {
  id: "idle-epochs",
  catalogue: "A9",
  needs: [measure],
  explains: ["underfitting", "too-few-steps", "less-than-its-settings"],
  run(measured) {
    const { epoch, accuracy } = measured.of(measure);
    if (epoch === undefined || accuracy === undefined) return [];
    return [{ confidence: "likely", where: "training data", evidence: { epoch, accuracy } }];
  },
  say,
};
