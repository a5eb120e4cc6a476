import { imageOf, pairCount } from "../sample.ts";
import { type Agreement, agreement } from "./agreement.ts";
import { classes } from "./classes.ts";
import { type Measure, NotMeasured } from "./measure.ts";
import { probe } from "./probe.ts";
import { pick, spreadRows } from "./rows.ts";
import { theirs } from "./theirs.ts";

/** The training probe, each row left out where it can be, on plain training rows and on the same rows augmented. */
export interface Augmented {
  readonly plain: Agreement;
  readonly augmented: Agreement;
}

const ROWS = 1000;

/** What somebody's augmentation does to the images' classes. */
export const augmented: Measure<Augmented> = {
  name: "augmented",
  async take(measuring) {
    const { augment, samples } = measuring.case;
    const { training } = samples;
    if (augment === undefined) throw new NotMeasured("there is no augment function");
    const known = await measuring.get(classes);
    const { of, classes: classCount } = await measuring.get(probe);
    if (training === undefined || of.training === undefined) throw new NotMeasured("there are no training images");
    const rows = spreadRows(pairCount(training), ROWS);
    const changed = new Float64Array(rows.length * training.size);
    for (let i = 0; i < rows.length; i++) {
      const image = await theirs("augment", () => augment(imageOf(training, rows[i]), rows[i]));
      changed.set(Array.from(image).slice(0, training.size), i * training.size);
    }
    const labels = pick(known.of.training as Int32Array, rows);
    const read = (images: typeof training.images, which: Int32Array, truth: (rows: Int32Array) => Int32Array) => {
      const answers = of.training!.answer(images, which);
      return agreement(truth(answers.rows), answers.answers, classCount);
    };
    return {
      plain: read(training.images, rows, (asked) => pick(known.of.training as Int32Array, asked)),
      augmented: read(changed, spreadRows(rows.length, rows.length), (asked) => pick(labels, asked)),
    };
  },
};
