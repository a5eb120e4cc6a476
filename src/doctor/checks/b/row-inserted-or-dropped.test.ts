import { digits, dropLabel, relabel, roll, table, take } from "../../../../test/support/doctor-cases.ts";
import { twoSided } from "../../../../test/support/two-sided.ts";
import { rowInsertedOrDropped } from "./label-orders.ts";

const data = digits(1500, 300);

const withExtra = (labels: ArrayLike<number>, at: number) => {
  const all = Array.from(labels);
  return [...all.slice(0, at), 3, ...all.slice(at)];
};

/** Three classes that are read well. */
const flowers = (count: number, seed: number) =>
  table(count, seed, (random) => {
    const label = random.below(3);
    return { x: [label + 0.4 * random.normal(), label * label + 0.5 * random.normal(), random.normal()], label };
  });
const training = flowers(600, 1);
const twice = take(
  training,
  Uint32Array.from({ length: 600 }, (_, i) => (i < 540 ? i : i - 540)),
);
const copiedAtTheEnd = { training: { ...twice, labels: training.labels }, test: flowers(150, 2) };

twoSided(rowInsertedOrDropped, {
  silentOn: {
    "healthy digits": () => data,
    "the first rows once more at the end, with the labels of others": () => copiedAtTheEnd,
    "all labels a row late": () => ({ ...data, test: roll(data.test, 1) }),
  },
  firesOn: {
    "a training label dropped": [
      () => ({ ...data, training: dropLabel(data.training, 600) }),
      {
        sentence:
          "Up to about row 599 the labels of the training set fit; from there on they are off by 1 row: a label is missing there, or an image was inserted. Moved back from that row on, a simple classifier rises from 35.2 % to 73.7 %.",
        confidence: "fault",
        evidence: { shift: -1 },
      },
    ],
    "the labels of a stretch in the middle two rows late": [
      () => ({ ...data, test: relabel(data.test, (y, i) => y[i >= 80 && i < 200 ? i - 2 : i]!) }),
      {
        sentence:
          "In about rows 79 to 199 the labels of the test set are off by 2 rows, and fit elsewhere: a label was inserted at the start of this stretch and one dropped at its end. Moved back there, a simple classifier rises from 47.3 % to 72.7 %.",
        confidence: "fault",
        evidence: { shift: 2, to: 200 },
      },
    ],
    "a training label too many": [
      () => ({ ...data, training: { ...data.training, labels: withExtra(data.training.labels, 700) } }),
      {
        sentence:
          "Up to about row 698 the labels of the training set fit; from there on they are off by 1 row: an image is missing there, or a label was inserted. Moved back from that row on, a simple classifier rises from 39.3 % to 73.9 %.",
        evidence: { shift: 1 },
      },
    ],
  },
  notCheckedOn: {
    "a single set without labels": [() => ({ training: { ...data.training, labels: [] } }), "there are no labels"],
  },
});
