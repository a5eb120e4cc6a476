// The sixteen healthy controls: ADVICE is allowed, FAULT and LIKELY are false alarms.
import { mapImages, rowsOf, take } from "./data.mjs";
import { noisy, rowRange, standardised } from "./data-faults.mjs";
import { permutation, randomOf } from "./random.mjs";
import { book, modern, table, xavier } from "./recipes.mjs";

/** Rows of which class `k` keeps only a share. */
const thinned = (data, shares, random) =>
  take(
    data,
    Array.from({ length: rowsOf(data) }, (_, i) => i).filter((i) => random.uniform() < (shares[data.labels[i]] ?? 1)),
  );

/** 0 against the rest, about 95 : 5. */
function rest(data, random) {
  const few = thinned(
    { ...data, labels: data.labels.map((label) => (label === 0 ? 1 : 0)), classes: 2 },
    [1, 0.47],
    random,
  );
  return few;
}

function madeTable(name, rows, size, classes, make) {
  const images = new Float64Array(rows * size);
  const labels = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) labels[row] = make(images.subarray(row * size, (row + 1) * size), row);
  return { name, images, labels, size, shape: [1, size], classes };
}

const circles = (rows, random) =>
  madeTable("circles", rows, 2, 2, (x) => {
    const label = random.below(2);
    const [a, r] = [random.uniform() * 2 * Math.PI, (label ? 1 : 2.2) + 0.15 * random.normal()];
    x.set([r * Math.cos(a), r * Math.sin(a)]);
    return label;
  });

const xor = (rows, random) =>
  madeTable("xor", rows, 2, 2, (x) => {
    x.set([2 * random.uniform() - 1, 2 * random.uniform() - 1]);
    return x[0] > 0 === x[1] > 0 ? 0 : 1;
  });

function hundred(rows, random, centres) {
  return madeTable("hundred classes", rows, 20, 100, (x) => {
    const label = random.below(100);
    for (let i = 0; i < 20; i++) x[i] = centres[label * 20 + i] + 1.6 * random.normal();
    return label;
  });
}

/** Three classes, constant and whole-number columns, other class shares in the test set. */
function mixed(rows, random, shares) {
  return madeTable("mixed columns", rows, 6, 3, (x) => {
    const u = random.uniform();
    const label = u < shares[0] ? 0 : u < shares[0] + shares[1] ? 1 : 2;
    x.set([1, random.below(5), label + 0.5 * random.normal(), label * random.uniform(), random.below(2), 7]);
    return label;
  });
}

/** Each stroke one pixel wider to the right, for a share of the images. */
const thicker = (data, share, random) =>
  mapImages(
    data,
    (x) => (random.uniform() < share ? x.map((value, i) => Math.max(value, i % 28 ? x[i - 1] * 0.8 : 0)) : x),
    Uint8Array,
  );

/** A few test images are training images with other noise, as in data that were collected twice. */
function nearDuplicates({ training, test }, share, random) {
  const images = test.images.slice();
  const labels = test.labels.slice();
  for (const row of permutation(rowsOf(test), random).subarray(0, Math.round(share * rowsOf(test)))) {
    const from = random.below(rowsOf(training));
    for (let i = 0; i < test.size; i++) {
      const value = training.images[from * test.size + i];
      images[row * test.size + i] = value
        ? Math.max(1, Math.min(255, value + Math.floor(17 * random.uniform()) - 8))
        : 0;
    }
    labels[row] = training.labels[from];
  }
  return { ...test, images, labels };
}

export function controls(base, seed) {
  const random = (name) => randomOf(seed, `control ${name}`);
  const control = (id, title, recipe, data = () => ({})) => ({
    id: `C${id}`,
    title,
    truth: [],
    also: [],
    recipe,
    make: () => ({ ...base, ...data() }),
  });
  const pair = (make) => () => ({ training: make("training"), test: make("test") });
  const { training, test } = base;
  const tables = Math.min(3000, rowsOf(training));
  return [
    control(1, "the book's network", book()),
    control(2, "ReLU, softmax, He", modern()),
    control(3, "50 training and 20 test images", book({ epochs: 30 }), () => ({
      training: take(training, rowRange(0, 50)),
      test: take(test, rowRange(0, 20)),
    })),
    control(
      4,
      "five sigmoid layers, slow but rising",
      book({
        sizes: [784, 30, 30, 30, 30, 10],
        activations: Array(5).fill("sigmoid"),
        weight: (fanIn, r) => 1.5 * xavier(fanIn, r),
        bias: () => 0,
        cost: "cross-entropy",
        learningRate: 0.5,
        epochs: 12,
      }),
    ),
    seed % 2
      ? control(5, "two classes, 95 : 5", modern({ sizes: [784, 30, 2] }), () => ({
          training: rest(training, random("5")),
          test: rest(test, random("5b")),
        }))
      : control(5, "one rare class", modern(), () => ({
          training: thinned(training, { 9: 0.1 }, random("5")),
          test: thinned(test, { 9: 0.1 }, random("5b")),
        })),
    control(6, "5 % wrong labels", book(), () => ({ training: noisy(training, 0.05, random("6")) })),
    control(7, "one epoch", book({ epochs: 1 })),
    control(
      8,
      seed % 2 ? "concentric circles" : "XOR",
      table(2, 2),
      pair((name) => (seed % 2 ? circles : xor)(name === "test" ? 500 : 2000, random(`8${name}`))),
    ),
    control(9, "100 classes, hard", table(20, 100, { sizes: [20, 64, 100], epochs: 8 }), () => {
      const r = random("9");
      const centres = Float64Array.from({ length: 2000 }, () => r.normal());
      return { training: hundred(tables, random("9a"), centres), test: hundred(1000, random("9b"), centres) };
    }),
    control(10, "sorted labels, shuffled in training", book(), () => ({
      training: take(
        training,
        Array.from({ length: rowsOf(training) }, (_, i) => i).sort((a, b) => training.labels[a] - training.labels[b]),
      ),
    })),
    control(11, "standardised inputs", modern({ scale: 1, learningRate: 0.02, epochs: 5 }), () => {
      const all = standardised({ ...training, images: Float32Array.from([...training.images, ...test.images]) });
      const at = training.images.length;
      return {
        training: { ...training, images: all.images.slice(0, at) },
        test: { ...test, images: all.images.slice(at) },
      };
    }),
    control(12, "a test set that is a little harder", book(), () => ({ test: thicker(test, 0.5, random("12")) })),
    control(13, "near-duplicates by nature", modern(), () => ({ test: nearDuplicates(base, 0.01, random("13")) })),
    control(
      14,
      "learning rate with restarts, dropout",
      modern({ dropout: 0.3, schedule: (epoch) => [1, 0.3, 0.1][(epoch - 1) % 3] }),
    ),
    seed % 2
      ? control(15, "batches of one", book({ batchSize: 1, learningRate: 0.3 }))
      : control(15, "full batches", modern({ batchSize: 1e9, learningRate: 0.5, epochs: 12 })),
    control(16, "a table with constant and whole-number columns", table(6, 3), () => ({
      training: mixed(tables, random("16"), [0.4, 0.4, 0.2]),
      test: mixed(600, random("16b"), [0.25, 0.35, 0.4]),
    })),
  ];
}
