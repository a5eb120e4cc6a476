import { integer } from "../../../core/text.ts";
import type { Check, Draft, Measured, Words } from "../../check.ts";
import { coincidences } from "../../evidence/coincidences.ts";
import { duplicates } from "../../evidence/duplicates.ts";
import { overlap } from "../../evidence/overlap.ts";
import { pairing } from "../../evidence/pairing.ts";
import type { SplitName } from "../../input.ts";
import { count, sentenceCase, set, share } from "../../words.ts";
import { ofKind } from "./read-as.ts";

interface Leak {
  readonly split: SplitName;
  readonly shared: number;
  readonly rows: number;
  /** Share of training images that occur more than once in training: how usual equal rows are in these data. */
  readonly usual: number;
  readonly sameRow: number;
}

/** From this share on a result is worth less; fewer are advice. */
const MUCH = 0.02;

/** Images of the evaluation splits that occur in training: a leak. */
export const imagesAlsoInTraining: Check<Leak> = {
  id: "images-also-in-training",
  catalogue: "B11",
  needs: [overlap, duplicates],
  uses: [pairing, coincidences],
  quick: true,
  run(measured) {
    return leaks(measured)
      .filter((one) => !isSlice(one))
      .map((evidence): Draft<Leak> => {
        const much = evidence.shared >= Math.max(10, MUCH * evidence.rows);
        return { confidence: much ? "fault" : "advice", where: `${evidence.split} images`, evidence };
      });
  },
  say,
};

function say({ evidence: e }: Draft<Leak>): Words {
  return {
    sentence: `${sentenceCase(count(e.shared, `${e.split} image`))} of ${integer(e.rows)} (${share(e.shared / e.rows)}) are training images too, byte for byte: a network can know their answers by heart, and its result on them says little.`,
    fix: `Take these rows out of the ${set(e.split)}, or out of training, and evaluate again.`,
  };
}

/** The validation set is a slice of the training set. */
export const validationIsTraining: Check<Leak> = {
  id: "validation-is-training",
  catalogue: "B15",
  needs: [overlap, duplicates],
  uses: [pairing, coincidences],
  quick: true,
  run(measured) {
    return leaks(measured)
      .filter(isSlice)
      .map((evidence): Draft<Leak> => ({ confidence: "fault", where: "validation images", evidence }));
  },
  say: sliced,
};

function sliced({ evidence: e }: Draft<Leak>): Words {
  const whole =
    e.shared === e.rows ? "Your validation set is" : `${share(e.shared / e.rows)} of your validation set are`;
  return {
    sentence: `${whole} part of your training set: ${integer(e.shared)} of ${integer(e.rows)} images are training images byte for byte, so validation cannot show overfitting.`,
    fix: "Split first, then train on the one part only: training rows and validation rows must have no row in common.",
  };
}

/** Nearly all of a validation set: cut out of training and not taken away there. */
const isSlice = ({ split, shared, rows }: Leak) => split === "validation" && shared >= 0.9 * rows;

/**
 * Shared images beyond what these data have anyway: tables of few small numbers repeat rows by nature. As many rows of another
 * draw should be met in training as training rows meet another training row, or as the columns' own values make equal. Copies
 * with other labels are B1.
 */
function leaks(measured: Measured): Leak[] {
  const paired = measured.maybe(pairing);
  const copied = paired === undefined ? [] : ofKind(paired, "training-images").map(({ split }) => split);
  const training = measured.of(duplicates).find(({ split }) => split === "training");
  const part = (n: number) => (training === undefined || training.rows === 0 ? 0 : n / training.rows);
  const chance = measured.maybe(coincidences)?.find(({ split }) => split === "training")?.chance ?? 0;
  const usual = part(training?.duplicates ?? 0);
  const met = Math.max(part(training?.twins ?? 0), Math.min(1, chance * (training?.rows ?? 0)));
  return measured
    .of(overlap)
    .filter(({ split, shared, rows }) => {
      // Both numbers are counted, so both have their deviation.
      const deviation = Math.sqrt(met * rows * (1 + rows / Math.max(1, training?.rows ?? 0)));
      return !copied.includes(split) && shared > 0 && shared / rows > 3 * usual && shared > met * rows + 5 * deviation;
    })
    .map(({ split, shared, rows, sameRow }) => ({ split, shared, rows, sameRow, usual }));
}
