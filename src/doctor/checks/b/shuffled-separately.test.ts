import { circles, digits, pureNoise, shuffleLabels } from "../../../../test/support/doctor-cases.ts";
import { twoSided } from "../../../../test/support/two-sided.ts";
import { shuffledSeparately } from "./label-orders.ts";

const data = digits(1500, 300);

twoSided(shuffledSeparately, {
  silentOn: {
    "healthy digits": () => data,
    "circles, which class means cannot read": () => circles,
    "a table whose labels nothing explains": () => pureNoise,
  },
  firesOn: {
    "test labels shuffled": [() => ({ ...data, test: shuffleLabels(data.test) }), { where: "test labels" }],
    "training labels shuffled": [() => ({ ...data, training: shuffleLabels(data.training) }), { confidence: "likely" }],
  },
  notCheckedOn: {
    "a single set without labels": [() => ({ training: { ...data.training, labels: [] } }), "there are no labels"],
  },
});
