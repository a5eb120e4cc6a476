import { digits, rearrange, relabel, shuffleLabels, table, take } from "../../../../test/support/doctor-cases.ts";
import { twoSided } from "../../../../test/support/two-sided.ts";
import type { Sample } from "../../sample.ts";
import { classNumbersPermuted } from "./label-orders.ts";

const data = digits(1500, 300);

/** Of the classes 6 to 9 every eleventh row: too few in the test set for each to prove anything by itself. */
const rare = (sample: Sample): Sample =>
  take(
    sample,
    Array.from(sample.labels as number[], (label, i) => (label < 6 || i % 11 === 0 ? i : -1)).filter((i) => i >= 0),
  );

/** Two crescents of which each is the other one mirrored, with the columns exchanged in the test set, and noise in it. */
const crescent = (count: number, seed: number, exchanged: boolean) =>
  table(count, seed, (random) => {
    const label = random.below(2);
    const [a, b] = [label + 0.5 * random.normal(), 1 - label + 0.5 * random.normal()];
    return { x: exchanged ? [b + 0.42, a - 0.42] : [a, b], label };
  });
const crescents = { training: crescent(800, 41, false), test: crescent(300, 42, true) };

twoSided(classNumbersPermuted, {
  silentOn: {
    "healthy digits": () => data,
    "test images turned on their side": () => ({ ...data, test: rearrange(data.test, (y, x) => x * 28 + y) }),
    "test labels shuffled": () => ({ ...data, test: shuffleLabels(data.test) }),
  },
  firesOn: {
    "two classes exchanged": [
      () => ({ ...data, test: relabel(data.test, (y, i) => [0, 1, 2, 5, 4, 3, 6, 7, 8, 9][y[i]!]!) }),
      {
        sentence:
          "The test set numbers its classes differently from the training set (5 → 3 and 3 → 5): a simple classifier scores 61.0 % as labelled and 73.0 % with the classes renamed.",
        evidence: {
          map: [
            [5, 3],
            [3, 5],
          ],
        },
      },
    ],
    "two classes exchanged, or two columns: neither is proven": [
      () => crescents,
      {
        sentence:
          "The test set numbers its classes differently from the training set (1 → 0 and 0 → 1): a simple classifier scores 19.0 % as labelled and 81.0 % with the classes renamed.",
        confidence: "likely",
      },
    ],
    "all classes renamed, some of them rare": [
      () => ({
        training: data.training,
        test: relabel(rare(data.test), (y, i) => [0, 4, 5, 1, 2, 3, 7, 8, 9, 6][y[i]!]!),
      }),
      {
        sentence:
          "The test set numbers its classes differently from the training set (3 → 1, 4 → 2, 5 → 3, 1 → 4, 2 → 5 and 9 → 6 …): a simple classifier scores 17.1 % as labelled and 72.4 % with the classes renamed.",
        confidence: "fault",
      },
    ],
    "all classes renamed": [
      () => ({ ...data, test: relabel(data.test, (y, i) => (y[i]! + 3) % 10) }),
      {
        sentence:
          "The test set numbers its classes differently from the training set (7 → 0, 8 → 1, 9 → 2, 0 → 3, 1 → 4 and 2 → 5 …): a simple classifier scores 2.0 % as labelled and 73.0 % with the classes renamed.",
        confidence: "fault",
      },
    ],
  },
  notCheckedOn: {
    "a single set without labels": [() => ({ training: { ...data.training, labels: [] } }), "there are no labels"],
  },
});
