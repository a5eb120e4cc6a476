import { describe, expect, it } from "vitest";
import {
  circles,
  type Data,
  digits,
  dropLabel,
  first,
  hundredClasses,
  imbalanced,
  integersTable,
  mispair,
  noise,
  origin,
  permutation,
  pureNoise,
  rearrange,
  relabel,
  revalue,
  roll,
  shuffleLabels,
  take,
  xor,
} from "../../test/support/doctor-cases.ts";
import { mnistFolder, mnistSplits } from "../../test/support/mnist.ts";
import { Network } from "../network/index.ts";
import { diagnose } from "./diagnose.ts";
import { accuses } from "./judgement.ts";
import { type Sample, sampleFromDataset } from "./sample.ts";

const sorted = (s: Sample) =>
  take(
    s,
    Array.from({ length: s.labels.length }, (_, i) => i).sort((a, b) => s.labels[a]! - s.labels[b]! || a - b),
  );

type Case = readonly [what: string, inject: (data: Data) => Data];

const HEALTHY: readonly Case[] = [
  ["the data as they are", (d) => d],
  ["50 training and 20 test rows", ({ training, test }) => ({ training: first(training, 50), test: first(test, 20) })],
  ["5 % wrong labels in training", ({ training, test }) => ({ training: noise(training, 0.05), test })],
  ["5 % wrong labels in both", ({ training, test }) => ({ training: noise(training, 0.05), test: noise(test, 0.05) })],
  ["rows sorted by class", ({ training, test }) => ({ training: sorted(training), test: sorted(test) })],
  [
    "standardised inputs",
    ({ training, test }) => ({
      training: revalue(training, (x) => x / 78 - 0.42),
      test: revalue(test, (x) => x / 78 - 0.42),
    }),
  ],
  [
    "a rare class",
    ({ training, test }) => ({
      training: take(
        training,
        rowsWhere(training, (label, row) => label !== 3 || row % 40 === 0),
      ),
      test: take(
        test,
        rowsWhere(test, (label, row) => label !== 3 || row % 40 === 0),
      ),
    }),
  ],
  [
    "a test set of other class shares",
    ({ training, test }) => ({
      training,
      test: take(
        test,
        rowsWhere(test, (label, row) => label < 5 || row % 4 === 0),
      ),
    }),
  ],
  [
    "a slightly shifted test set",
    ({ training, test }) => ({ training, test: rearrange(test, (y, x) => y * 28 + Math.max(0, x - 1)) }),
  ],
];

function rowsWhere({ labels }: Sample, wanted: (label: number, row: number) => boolean): number[] {
  return Array.from({ length: labels.length }, (_, i) => i).filter((i) => wanted(labels[i]!, i));
}

const FAULTS: readonly (readonly [id: string, ...Case])[] = [
  ["test-images-are-training-images", "the origin story", origin],
  [
    "training-labels-of-other-images",
    "training images zipped with the test labels",
    ({ training, test }) => ({ training: { ...first(training, test.labels.length), labels: test.labels }, test }),
  ],
  ["shifted-labels", "test labels a row late", ({ training, test }) => ({ training, test: roll(test, 1) })],
  ["shifted-labels", "training labels a row early", ({ training, test }) => ({ training: roll(training, -1), test })],
  ["shifted-labels", "labels of both 8 rows late", (d) => ({ training: roll(d.training, 8), test: roll(d.test, 8) })],
  [
    "label-header-read",
    "the header of the label file read as labels",
    ({ training, test }) => ({
      training,
      test: {
        ...test,
        labels: [0, 0, 8, 1, 0, 0, test.labels.length >> 8, test.labels.length & 255, ...Array.from(test.labels)],
      },
    }),
  ],
  ["shuffled-separately", "test labels shuffled", ({ training, test }) => ({ training, test: shuffleLabels(test) })],
  [
    "shuffled-separately",
    "training labels shuffled",
    ({ training, test }) => ({ training: shuffleLabels(training), test }),
  ],
  [
    "shuffled-separately",
    "both shuffled",
    (d) => ({ training: shuffleLabels(d.training), test: shuffleLabels(d.test, 4) }),
  ],
  [
    "row-inserted-or-dropped",
    "a training label dropped",
    ({ training, test }) => ({ training: dropLabel(training, 0.4 * training.labels.length), test }),
  ],
  [
    "row-inserted-or-dropped",
    "a test label dropped",
    ({ training, test }) => ({ training, test: dropLabel(test, 0.6 * test.labels.length) }),
  ],
  [
    "class-numbers-permuted",
    "classes renamed in the test set",
    ({ training, test }) => ({ training, test: relabel(test, (y, i) => [3, 1, 4, 2, 0, 5, 6, 7, 9, 8][y[i]!]!) }),
  ],
  [
    "class-numbers-permuted",
    "two classes exchanged",
    ({ training, test }) => ({ training, test: relabel(test, (y, i) => [0, 1, 2, 5, 4, 3, 6, 7, 8, 9][y[i]!]!) }),
  ],
  [
    "labels-reordered",
    "test labels backwards",
    ({ training, test }) => ({ training, test: relabel(test, (y, i, n) => y[n - 1 - i]!) }),
  ],
  ["shifted-by-a-batch", "test labels a batch late", ({ training, test }) => ({ training, test: roll(test, 128) })],
  [
    "partly-mispaired",
    "a quarter of the test rows mis-paired",
    ({ training, test }) => ({ training, test: mispair(test, 0.25) }),
  ],
  [
    "partly-mispaired",
    "a tenth of training mis-paired in one block",
    ({ training, test }) => {
      const order = permutation(training.labels.length, 9);
      const n = training.labels.length;
      return { training: relabel(training, (y, i) => (i > 0.3 * n && i < 0.4 * n ? y[order[i]!]! : y[i]!)), test };
    },
  ],
  [
    "doubtful-labels",
    "40 % wrong labels in training",
    ({ training, test }) => ({ training: noise(training, 0.4), test }),
  ],
  [
    "images-also-in-training",
    "30 % of the test rows are training rows",
    ({ training, test }) => ({ training, test: copyInto(test, training, 0.3) }),
  ],
  [
    "validation-is-training",
    "validation is a slice of training",
    ({ training, test }) => ({ training, test, validation: first(training, 500) }),
  ],
  [
    "conflicting-duplicates",
    "5 % of training again with another label",
    ({ training, test }) => ({ training: withConflicts(training, 0.05), test }),
  ],
  [
    "label-encoding",
    "test labels from 1",
    ({ training, test }) => ({ training, test: relabel(test, (y, i) => y[i]! + 1) }),
  ],
  ["not-finite-values", "one NaN", ({ training, test }) => ({ training: withNan(training), test })],
  [
    "missing-class",
    "no 7 in training",
    ({ training, test }) => ({
      training: take(
        training,
        rowsWhere(training, (label) => label !== 7),
      ),
      test,
    }),
  ],
  [
    "counts-differ",
    "fewer images than labels",
    ({ training, test }) => ({ training: { ...training, images: training.images.subarray(0, 784 * 4200) }, test }),
  ],
];

function copyInto(to: Sample, from: Sample, share: number): Sample {
  const images = to.images.slice();
  const labels = Array.from(to.labels);
  const n = Math.trunc(share * labels.length);
  images.set(from.images.subarray(0, n * from.size) as Uint8Array);
  for (let i = 0; i < n; i++) labels[i] = from.labels[i]!;
  return { ...to, images, labels };
}

function withConflicts(sample: Sample, share: number): Sample {
  const n = sample.labels.length;
  const twice = take(
    sample,
    Array.from({ length: n + Math.trunc(share * n) }, (_, i) => i % n),
  );
  return relabel(twice, (y, i) => (i < n ? y[i]! : (y[i]! + 1) % 10));
}

function withNan(sample: Sample): Sample {
  const changed = revalue(sample, (x) => x);
  changed.images[1234] = Number.NaN;
  return changed;
}

const said = async (data: Data) => {
  const diagnosis = await diagnose(data);
  return {
    ...diagnosis,
    accused: diagnosis.findings.filter(accuses).map(({ id, confidence }) => `${id} ${confidence}`),
  };
};

describe.each(["digits", "mnist"])("diagnose on %s", (name) => {
  const data = async (): Promise<Data> => {
    if (name === "digits") return digits();
    const { training, test } = await mnistSplits();
    return { training: first(sampleFromDataset(training), 12_000), test: first(sampleFromDataset(test), 2000) };
  };
  const skipped = name === "mnist" && mnistFolder() === undefined;

  it.skipIf(skipped).each(HEALTHY)("is silent on %s", async (_what, inject) => {
    const { accused, verdict } = await said(inject(await data()));
    expect(accused).toEqual([]);
    expect(verdict).toBe("healthy");
  });

  it.skipIf(skipped).each(FAULTS)("names %s: %s", async (id, _what, inject) => {
    const { findings, verdict, accused } = await said(inject(await data()));
    expect(accused, "accused").not.toEqual([]);
    expect(findings[0]).toMatchObject({ id, primary: true });
    expect(verdict).toBe("fault");
  });
});

describe("diagnose is silent on", () => {
  it.each([
    ["circles", circles],
    ["XOR", xor],
    ["100 classes", hundredClasses],
    ["95 : 5", imbalanced],
    ["a table of whole numbers", integersTable],
    ["labels that nothing explains", pureNoise],
  ])("%s", async (_what, data) => {
    expect((await said(data)).accused).toEqual([]);
  });
});

it("cannot judge what it has not seen", async () => {
  const { training } = digits(300, 10);
  expect(await diagnose({})).toMatchObject({ verdict: "cannot-judge", findings: [], checked: expect.any(Array) });
  expect((await diagnose({ training })).verdict).toBe("cannot-judge");
  const { test } = digits(300, 50);
  const unlabelled = { training: { ...training, labels: [] }, test: { ...test, labels: [] } };
  expect((await diagnose(unlabelled)).verdict).toBe("cannot-judge");
});

it("says the same twice", async () => {
  const data = origin(digits(1200, 200));
  const [a, b] = [await diagnose(data), await diagnose(data)];
  expect(JSON.stringify({ ...a, seconds: 0 })).toBe(JSON.stringify({ ...b, seconds: 0 }));
});

describe("functions that were handed over and throw are reasons, not ends", () => {
  const data = digits(300, 50);
  const thrown = () => {
    throw new TypeError("no such thing");
  };
  it.each(["predict", "gradient", "augment", "evaluate"])("%s", async (name) => {
    const network = Network.create({
      input: { shape: [28, 28], divideBy: 255 },
      layers: [{ units: 10, activation: "sigmoid" }],
      cost: "quadratic",
      initialisation: "gaussian",
      seed: 1,
    });
    const given = name === "gradient" ? { network } : {};
    const { verdict, notChecked } = await diagnose({ ...data, ...given, [name]: thrown });
    expect(verdict).toBe(name === "evaluate" ? "fault" : "healthy");
    const reasons = notChecked.map(({ reason }) => reason);
    if (name !== "evaluate") expect(reasons).toContain(`the ${name} function threw: no such thing`);
  });

  it("NaN and infinite values in images and labels are findings", async () => {
    const broken = { ...data.training, images: Float32Array.from(data.training.images).fill(Number.NaN, 0, 784 * 150) };
    const labels = Array.from(data.test.labels, (label, i) => (i === 3 ? Number.NaN : label));
    const { findings } = await diagnose({ training: broken, test: { ...data.test, labels } });
    expect(findings[0]).toMatchObject({ id: "not-finite-values", primary: true });
  });
});
