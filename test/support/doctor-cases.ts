// Faults to inject into healthy data, and healthy data that look odd: for the tests of the doctor.
import { Random } from "../../src/core/random.ts";
import { generateDigits } from "../../src/digits/index.ts";
import { type Sample, sampleFromDataset } from "../../src/doctor/sample.ts";

export interface Data {
  readonly training: Sample;
  readonly test: Sample;
  readonly validation?: Sample;
}

/** Built-in digits, small enough for a unit test. */
export function digits(training = 6000, test = 1000, seed = 1): Data {
  return {
    training: sampleFromDataset(generateDigits({ seed, count: training })),
    test: sampleFromDataset(generateDigits({ seed, from: 60_000, count: test })),
  };
}

/** A permutation of 0 … n − 1. */
export function permutation(n: number, seed = 1): Uint32Array {
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  new Random(seed, "doctor").shuffle(order);
  return order;
}

const rowsOf = (sample: Sample) => Math.trunc(sample.images.length / sample.size);

/** The sample with labels from `label(labels, row, count)`. */
export function relabel(sample: Sample, label: (y: ArrayLike<number>, row: number, n: number) => number): Sample {
  const n = sample.labels.length;
  return { ...sample, labels: Array.from({ length: n }, (_, row) => label(sample.labels, row, n)) };
}

/** The sample with values from `value(x)`; bytes become floats. */
export function revalue(sample: Sample, value: (x: number) => number): Sample {
  return { ...sample, images: Float32Array.from(sample.images as ArrayLike<number>, value) };
}

/** Rows `rows` of the sample, images and labels together. */
export function take(sample: Sample, rows: ArrayLike<number>): Sample {
  const { size } = sample;
  const images = new (sample.images.constructor as Float32ArrayConstructor)(rows.length * size);
  for (let i = 0; i < rows.length; i++) {
    images.set(sample.images.subarray(rows[i]! * size, (rows[i]! + 1) * size) as Float32Array, i * size);
  }
  return { ...sample, images, labels: Array.from(rows, (row) => sample.labels[row]!) };
}

/** The first `count` rows. */
export function first(sample: Sample, count: number): Sample {
  return take(
    sample,
    Uint32Array.from({ length: count }, (_, i) => i),
  );
}

/** Each image with its places rearranged: `from(y, x)` is the place in the old image. */
export function rearrange(sample: Sample, from: (y: number, x: number) => number, side = 28): Sample {
  const images = sample.images.slice();
  for (let row = 0; row < rowsOf(sample); row++) {
    for (let i = 0; i < sample.size; i++) {
      const old = from(Math.trunc(i / side), i % side);
      images[row * sample.size + i] = sample.images[row * sample.size + old]!;
    }
  }
  return { ...sample, images };
}

/** The origin story: training images zipped with the labels of the test set. */
export function origin({ training, test }: Data): Data {
  return { training, test: { ...test, images: training.images } };
}

export function roll(sample: Sample, by: number): Sample {
  return relabel(sample, (y, row, n) => y[(((row - by) % n) + n) % n]!);
}

export function shuffleLabels(sample: Sample, seed = 3): Sample {
  const order = permutation(sample.labels.length, seed);
  return relabel(sample, (y, row) => y[order[row]!]!);
}

/** The labels of a share of the rows, spread over all, exchanged among themselves. */
export function mispair(sample: Sample, share: number, seed = 5): Sample {
  const chosen = permutation(sample.labels.length, seed).subarray(0, Math.trunc(share * sample.labels.length));
  const labels = Array.from(sample.labels);
  chosen.forEach((row, i) => {
    labels[row] = sample.labels[chosen[(i + 1) % chosen.length]!]!;
  });
  return { ...sample, labels };
}

/** A share of the labels replaced by another class. */
export function noise(sample: Sample, share: number, classes = 10, seed = 6): Sample {
  const random = new Random(seed, "doctor");
  return relabel(sample, (y, row) =>
    random.uniform() < share ? (y[row]! + 1 + random.below(classes - 1)) % classes : y[row]!,
  );
}

export function dropLabel(sample: Sample, at: number): Sample {
  return { ...sample, labels: Array.from(sample.labels).filter((_, row) => row !== at) };
}

type Draw = (random: Random, row: number) => { readonly x: readonly number[]; readonly label: number };

/** A table drawn row by row. */
export function table(count: number, seed: number, draw: Draw): Sample {
  const random = new Random(seed, "doctor");
  const rows = Array.from({ length: count }, (_, row) => draw(random, row));
  const size = rows[0]!.x.length;
  return {
    images: Float64Array.from(rows.flatMap(({ x }) => x)),
    size,
    shape: [1, size],
    labels: rows.map(({ label }) => label),
    names: { images: "table", labels: "labels" },
  };
}

const pair = (count: number, draw: Draw): Data => ({
  training: table(count, 11, draw),
  test: table(Math.trunc(count / 5), 12, draw),
});

/** Two classes, one around the other: no straight line is better than guessing. */
export const circles = pair(1000, (random) => {
  const label = random.below(2);
  const [a, b] = [random.normal(), random.normal()];
  const radius = (label === 0 ? 1 : 2.2) + 0.1 * random.normal();
  const scale = radius / Math.sqrt(a * a + b * b);
  return { x: [a * scale, b * scale], label };
});

export const xor = pair(1000, (random) => {
  const [a, b] = [2 * random.uniform() - 1, 2 * random.uniform() - 1];
  return { x: [a, b], label: a * b > 0 ? 1 : 0 };
});

/** 100 classes that overlap. */
export const hundredClasses = pair(6000, (random) => {
  const label = random.below(100);
  const centre = new Random(label, "doctor", 1);
  return { x: Array.from({ length: 16 }, () => 0.6 * centre.normal() + random.normal()), label };
});

/** 95 : 5. */
export const imbalanced = pair(2000, (random) => {
  const label = random.uniform() < 0.05 ? 1 : 0;
  return { x: Array.from({ length: 8 }, () => label + random.normal()), label };
});

/** Whole numbers in few values, a constant column, columns of very different size; rows repeat. */
export const integersTable = pair(1500, (random) => {
  const label = random.below(2);
  return { x: [7, random.below(3) + label, random.below(4), 1e5 * (random.below(2) + label)], label };
});

/** Labels that have nothing to do with the inputs: nobody can say more than that. */
export const pureNoise = pair(1500, (random) => ({
  x: Array.from({ length: 10 }, () => random.normal()),
  label: random.below(3),
}));
