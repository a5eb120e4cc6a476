import { digits, first, origin, roll, shuffleLabels } from "../../../../test/support/doctor-cases.ts";
import { twoSided } from "../../../../test/support/two-sided.ts";
import { testImagesAreTrainingImages } from "./test-images-are-training-images.ts";

const data = digits(1500, 300);

twoSided(testImagesAreTrainingImages, {
  silentOn: {
    "healthy digits": () => data,
    "test images that are training images, with the same labels": () => ({ ...data, test: first(data.training, 300) }),
    "test labels shuffled": () => ({ ...data, test: shuffleLabels(data.test) }),
  },
  firesOn: {
    "the origin story": [
      () => origin(data),
      { confidence: "fault", where: "test images", evidence: { shared: 300, sameRow: 300, rows: 300 } },
    ],
    "training images in another order": [
      () => origin({ ...data, training: data.training, test: { ...data.test, labels: roll(data.test, 3).labels } }),
      { confidence: "fault" },
    ],
    "a validation set of training images with test labels": [
      () => ({ ...data, validation: origin(data).test }),
      { where: "validation images" },
    ],
  },
  notCheckedOn: {
    "training alone": [() => ({ training: data.training }), "there are not two sets to compare"],
  },
});
