import { digits, dropLabel, roll, take } from "../../../../test/support/doctor-cases.ts";
import { twoSided } from "../../../../test/support/two-sided.ts";
import { rowInsertedOrDropped } from "./row-inserted-or-dropped.ts";

const data = digits(1500, 300);

const withExtra = (labels: ArrayLike<number>, at: number) => {
  const all = Array.from(labels);
  return [...all.slice(0, at), 3, ...all.slice(at)];
};

twoSided(rowInsertedOrDropped, {
  silentOn: {
    "healthy digits": () => data,
    "the first rows once more at the end, with the labels of others": () => ({
      ...data,
      training: {
        ...take(
          data.training,
          Uint32Array.from({ length: 1500 }, (_, i) => (i < 1350 ? i : i - 1350)),
        ),
        labels: data.training.labels,
      },
    }),
    "all labels a row late": () => ({ ...data, test: roll(data.test, 1) }),
  },
  firesOn: {
    "a training label dropped": [
      () => ({ ...data, training: dropLabel(data.training, 600) }),
      { confidence: "fault", evidence: { shift: -1 } },
    ],
    "a training label too many": [
      () => ({ ...data, training: { ...data.training, labels: withExtra(data.training.labels, 700) } }),
      { evidence: { shift: 1 } },
    ],
  },
  notCheckedOn: {
    "a single set without labels": [() => ({ training: { ...data.training, labels: [] } }), "there are no labels"],
  },
});
