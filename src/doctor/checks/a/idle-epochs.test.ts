import { digits } from "../../../../test/support/doctor-cases.ts";
import { twoSided } from "../../../../test/support/two-sided.ts";
import type { HistoryRow } from "../../input.ts";
import { notFinite } from "../f/not-finite.ts";
import { idleEpochs } from "./idle-epochs.ts";

const data = digits(1500, 300);
const rows = (loss: number[], accuracy: number[]): HistoryRow[] =>
  loss.map((value, i) => ({ epoch: i + 1, loss: value, validationAccuracy: accuracy[i]! }));
const given = (loss: number[], accuracy: number[]) => () => ({ ...data, history: rows(loss, accuracy) });

const usedUp = given([1.2, Number.NaN, Number.NaN], [0.4, 0.4, 0.4]);
const weightsGone = given([1.2, Number.NaN, Number.NaN], [0.4, 0.1, 0.1]);

twoSided(idleEpochs, {
  silentOn: {
    "a network that learns": given([1.2, 0.8, 0.5], [0.4, 0.6, 0.7]),
    "a plateau": given([1.2, 1.1, 1.1], [0.4, 0.4, 0.4]),
    "weights that are no numbers": weightsGone,
    "one answer from the start, which NaN weights would give too": given(
      [2.3, Number.NaN, Number.NaN],
      [0.1, 0.1, 0.1],
    ),
    "a last line that was not logged": given([1.2, 0.8, Number.NaN], [0.4, 0.6, 0.6]),
  },
  firesOn: {
    "training data that are used up after one epoch": [
      usedUp,
      {
        sentence:
          "From epoch 2 on the loss is no number, while the network goes on reading exactly 40.0 %: nothing was trained any more. The training data were used up after one pass (a generator, or zip() in Python 3), and the mean of no rows is 0 / 0.",
        confidence: "likely",
        evidence: { epoch: 2, accuracy: 0.4 },
      },
    ],
  },
  notCheckedOn: { "data only": [() => data, "there is no training history"] },
});

twoSided(notFinite, {
  silentOn: { "a loss that is the mean of no rows": usedUp },
  firesOn: { "a loss that is NaN because the weights are": [weightsGone, { confidence: "fault" }] },
});
