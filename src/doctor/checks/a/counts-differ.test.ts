import { digits, dropLabel, origin } from "../../../../test/support/doctor-cases.ts";
import { twoSided } from "../../../../test/support/two-sided.ts";
import { countsDiffer } from "./counts-differ.ts";

const data = digits(1500, 300);

twoSided(countsDiffer, {
  silentOn: {
    "healthy digits": () => data,
    "images without labels": () => ({ test: { ...data.test, labels: [] } }),
  },
  firesOn: {
    "a label too few": [
      () => ({ test: dropLabel(data.test, 5) }),
      {
        sentence:
          "The test set has 300 images (digits generator 1, seed 1, from 60000) but 299 labels (digits): zip() would drop 1 images without a word, down to the number of labels.",
        where: "test set",
        evidence: { images: 300, labels: 299 },
      },
    ],
    "training images with test labels": [
      () => origin(data),
      {
        sentence:
          "The test set has 1,500 images (digits generator 1, seed 1, from 60000) but 300 labels (digits): zip() would drop 1,200 images without a word, down to the number of labels.",
        evidence: { images: 1500, labels: 300 },
      },
    ],
  },
  notCheckedOn: {
    "nothing at all": [() => ({}), "there are no images and no labels"],
  },
});
