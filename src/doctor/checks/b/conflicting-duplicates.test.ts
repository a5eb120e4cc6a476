import { digits, relabel, table, take, xor } from "../../../../test/support/doctor-cases.ts";
import { twoSided } from "../../../../test/support/two-sided.ts";
import { conflictingDuplicates } from "./conflicting-duplicates.ts";

const data = digits(1500, 300);

/** Training, and its first rows again with another label. */
function again(rows: number) {
  const n = data.training.labels.length;
  const twice = take(
    data.training,
    Array.from({ length: n + rows }, (_, i) => i % n),
  );
  return relabel(twice, (y, i) => (i < n ? y[i]! : (y[i]! + 1) % 10));
}

/** Forty counts, most of them 0. */
const counted = {
  training: table(1500, 21, (random) => {
    const label = random.below(2);
    return {
      x: Array.from({ length: 40 }, (_, j) => (random.uniform() < (j % 2 === label ? 0.16 : 0.1) ? 1 : 0)),
      label,
    };
  }),
};

twoSided(conflictingDuplicates, {
  silentOn: {
    "healthy digits": () => data,
    "copies with the same label": () => ({ training: take(data.training, [0, 1, 2, 0, 1, 2]) }),
  },
  firesOn: {
    "a tenth again with other labels": [
      () => ({ training: again(150) }),
      {
        sentence:
          "150 images of the training set equal earlier ones in every byte but carry another label, for example rows 0 and 1,500 (3 and 4): at most one of the two can be right.",
        confidence: "fault",
        evidence: { conflicts: 150, first: [0, 1500] },
      },
    ],
    "every image twice, with two labels": [
      () => ({ training: again(1500) }),
      {
        sentence:
          "1,500 images of the training set equal earlier ones in every byte but carry another label, for example rows 0 and 1,500 (3 and 4): at most one of the two can be right.",
        confidence: "fault",
      },
    ],
    "word counts, of which some are equal by chance": [
      () => counted,
      {
        sentence:
          "8 images of the training set equal earlier ones in every byte but carry another label, for example rows 171 and 205 (1 and 0): at most one of the two can be right.",
        confidence: "advice",
      },
    ],
    "a tenth of a table of real numbers again with other labels": [
      () => ({
        training: relabel(
          take(
            xor.training,
            Array.from({ length: 1100 }, (_, i) => i % 1000),
          ),
          (y, i) => (i < 1000 ? y[i]! : 1 - y[i]!),
        ),
      }),
      {
        sentence:
          "100 images of the training set equal earlier ones in every byte but carry another label, for example rows 0 and 1,000 (0 and 1): at most one of the two can be right.",
        confidence: "fault",
      },
    ],
    "one image twice with two labels": [
      () => ({ training: again(1) }),
      {
        sentence:
          "1 image of the training set equals an earlier one in every byte but carries another label, for example rows 0 and 1,500 (3 and 4): at most one of the two can be right.",
        confidence: "advice",
      },
    ],
  },
  notCheckedOn: {
    "labels only": [
      () => ({ training: { ...data.training, images: new Uint8Array(0), size: 0 } }),
      "there are no images",
    ],
  },
});
