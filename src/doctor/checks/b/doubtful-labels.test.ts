import { digits, noise, relabel, shuffleLabels } from "../../../../test/support/doctor-cases.ts";
import { twoSided } from "../../../../test/support/two-sided.ts";
import { doubtfulLabels } from "./doubtful-labels.ts";

const data = digits(1500, 700);

twoSided(doubtfulLabels, {
  silentOn: {
    "healthy digits": () => data,
    "training labels shuffled": () => ({ ...data, training: shuffleLabels(data.training) }),
    "training labels alone, and healthy": () => ({ training: data.training }),
  },
  firesOn: {
    "40 % wrong labels": [() => ({ ...data, training: noise(data.training, 0.4) }), { confidence: "likely" }],
    "a third of one class labelled as another": [
      () => ({ ...data, training: relabel(data.training, (y, row) => (y[row]! < 4 && row % 3 === 0 ? 9 : y[row]!)) }),
      { confidence: "advice", evidence: { seen: "confident learning" } },
    ],
    "30 % wrong labels in both sets": [
      () => ({ training: noise(data.training, 0.3), test: noise(data.test, 0.3) }),
      { confidence: "advice", evidence: { seen: "confident learning" } },
    ],
  },
  notCheckedOn: {
    "a single set without labels": [() => ({ training: { ...data.training, labels: [] } }), "there are no labels"],
  },
});
