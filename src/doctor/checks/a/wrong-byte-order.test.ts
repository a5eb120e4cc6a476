import { digits, revalue } from "../../../../test/support/doctor-cases.ts";
import { twoSided } from "../../../../test/support/two-sided.ts";
import type { Sample } from "../../sample.ts";
import { wrongByteOrder } from "./wrong-byte-order.ts";

const data = digits(1500, 300);

function swapped(sample: Sample): Sample {
  const images = sample.images.slice();
  const view = new DataView(images.buffer);
  for (let at = 0; at < view.byteLength; at += 4) view.setUint32(at, view.getUint32(at, false), true);
  return { ...sample, images };
}

twoSided(wrongByteOrder, {
  silentOn: {
    bytes: () => data,
    floats: () => ({ training: revalue(data.training, (x) => x / 255) }),
    "standardised floats": () => ({ training: revalue(data.training, (x) => x / 78 - 0.42) }),
  },
  firesOn: {
    "floats with their bytes swapped": [
      () => ({ training: swapped(revalue(data.training, (x) => x / 255 + 0.01)) }),
      {
        sentence:
          "The numbers of the training set were read in the wrong byte order: only 1.6 % of them have a size that data have (one is 2.0717000600968307e-32), with their bytes swapped 100.0 %.",
        where: "training images",
        counterfactual: { plausible: 1 },
      },
    ],
  },
});
