import { digits } from "../../../../test/support/doctor-cases.ts";
import { twoSided } from "../../../../test/support/two-sided.ts";
import type { RunEvent } from "../../../core/events.ts";
import { dataReadOnce } from "./data-read-once.ts";

const data = digits(1500, 300);

const epochs = (...totals: number[]): RunEvent[] =>
  totals.map((total, i) => ({
    type: "epoch",
    epoch: i + 1,
    cost: 0.1,
    trainingSeconds: 1,
    learningRate: 3,
    test: { correct: 0, total },
  }));

twoSided(dataReadOnce, {
  silentOn: {
    "a run that sees as many images in each epoch": () => ({ run: epochs(300, 300, 300) }),
  },
  firesOn: {
    "nothing left in epoch 2": [
      () => ({ run: epochs(300, 0, 0) }),
      {
        sentence:
          "In epoch 1 the network was evaluated on 300 test images, in epoch 2 on 0: the data can be read only once and are used up (a generator, or zip() in Python 3).",
        evidence: { first: 300, epoch: 2, later: 0 },
      },
    ],
  },
  notCheckedOn: {
    "data only": [() => data, "there is no run"],
    "a run of one epoch": [() => ({ run: epochs(300) }), "the run has no two epochs that were evaluated"],
  },
});
