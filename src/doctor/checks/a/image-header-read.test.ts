import { digits, revalue } from "../../../../test/support/doctor-cases.ts";
import { twoSided } from "../../../../test/support/two-sided.ts";
import type { Sample } from "../../sample.ts";
import { imageHeaderRead } from "./header-read.ts";

const data = digits(1500, 300);

function withHeader(sample: Sample): Sample {
  const images = sample.images.slice();
  images.set(sample.images.subarray(0, images.length - 16), 16);
  images.set([0, 0, 8, 3, 0, 0, 1, 44, 0, 0, 0, 28, 0, 0, 0, 28]);
  return { ...sample, images };
}

twoSided(imageHeaderRead, {
  silentOn: {
    "healthy digits": () => data,
    "black images": () => ({ test: revalue(data.test, () => 0) }),
  },
  firesOn: {
    "the header before the pixels": [
      () => ({ test: withHeader(data.test) }),
      {
        sentence:
          "The first 16 pixels of the test set (0, 0, 8, 3, 0, 0, 1, 44 …) are the header of its IDX file: every picture is moved on by 16 pixels.",
        where: "test images",
        evidence: { bytes: 16 },
      },
    ],
    "the header before the pixels, divided by 255": [
      () => ({ test: revalue(withHeader(data.test), (x) => x / 255) }),
      {
        sentence:
          "The first 16 pixels of the test set (0, 0, 0.0313725508749485, 0.0117647061124444, 0, 0, 0.003921568859368563, 0.1725490242242813 …) are the header of its IDX file: every picture is moved on by 16 pixels.",
        confidence: "fault",
      },
    ],
  },
});
