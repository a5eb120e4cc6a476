import { digits, noise, shuffleLabels } from "../../../../test/support/doctor-cases.ts";
import { twoSided } from "../../../../test/support/two-sided.ts";
import { doubtfulLabels } from "./doubtful-labels.ts";

const data = digits(1500, 300);

twoSided(doubtfulLabels, {
  silentOn: {
    "healthy digits": () => data,
    "training labels shuffled": () => ({ ...data, training: shuffleLabels(data.training) }),
  },
  firesOn: {
    "40 % wrong labels": [() => ({ ...data, training: noise(data.training, 0.4) }), { confidence: "likely" }],
  },
  notCheckedOn: {
    "a single set without labels": [() => ({ training: { ...data.training, labels: [] } }), "there are no labels"],
  },
});
