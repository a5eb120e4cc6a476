import { integer } from "../../../core/text.ts";
import type { Check, Draft, Words } from "../../check.ts";
import { idleEpochs as measure } from "../../evidence/idle-epochs.ts";
import { share } from "../../words.ts";

export interface Idle {
  readonly epoch: number;
  readonly accuracy: number;
}

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

function say({ evidence: e }: Draft<Idle>): Words {
  return {
    sentence: `From epoch ${integer(e.epoch)} on the loss is no number, while the network goes on reading exactly ${share(e.accuracy)}: nothing was trained any more. The training data were used up after one pass (a generator, or zip() in Python 3), and the mean of no rows is 0 / 0.`,
    fix: "Turn the training data into a list or array before the first epoch.",
  };
}
