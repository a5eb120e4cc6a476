import { digits, relabel, take } from "../../../../test/support/doctor-cases.ts";
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

twoSided(conflictingDuplicates, {
  silentOn: {
    "healthy digits": () => data,
    "copies with the same label": () => ({ training: take(data.training, [0, 1, 2, 0, 1, 2]) }),
  },
  firesOn: {
    "a tenth again with other labels": [
      () => ({ training: again(150) }),
      { confidence: "fault", evidence: { conflicts: 150, first: [0, 1500] } },
    ],
    "every image twice, with two labels": [() => ({ training: again(1500) }), { confidence: "fault" }],
    "one image twice with two labels": [() => ({ training: again(1) }), { confidence: "advice" }],
  },
  notCheckedOn: {
    "labels only": [
      () => ({ training: { ...data.training, images: new Uint8Array(0), size: 0 } }),
      "there are no images",
    ],
  },
});
