import { digits, first } from "../../../../test/support/doctor-cases.ts";
import { twoSided } from "../../../../test/support/two-sided.ts";
import { validationIsTraining } from "./leaks.ts";

const data = digits(1500, 300);

twoSided(validationIsTraining, {
  silentOn: {
    "healthy digits": () => ({ ...data, validation: data.test }),
    "test images that are training images": () => ({ ...data, test: first(data.training, 300) }),
  },
  firesOn: {
    "a slice of training": [
      () => ({ ...data, validation: first(data.training, 200) }),
      { confidence: "fault", evidence: { shared: 200, rows: 200 } },
    ],
  },
  notCheckedOn: {
    "training alone": [() => ({ training: data.training }), "there are not two sets to compare"],
  },
});
