// Faults 1–31 and 51 of the development set, made in the data. `truth`: the causes that count as right; `also`: what is true
// besides, and so no wrong accusation.
import { baseData, join2, mapImages, rowsOf, scaled, take } from "./data.mjs";
import { permutation, randomOf } from "./random.mjs";
import { book, modern } from "./recipes.mjs";

const withLabels = (data, labels) => ({ ...data, labels });
const withImages = (data, images) => ({ ...data, images });
const roll = (values, by) => values.map((_, i) => values[(i - by + 2 * values.length) % values.length]);

/** Labels of a share of the rows dealt out again among these rows. */
export function mispair(data, rows, random) {
  const labels = data.labels.slice();
  const dealt = permutation(rows.length, random);
  for (let i = 0; i < rows.length; i++) labels[rows[i]] = data.labels[rows[dealt[i]]];
  return withLabels(data, labels);
}

const someRows = (data, share, random) =>
  permutation(data.labels.length, random).subarray(0, Math.round(share * data.labels.length));
const rowRange = (from, to) => Uint32Array.from({ length: to - from }, (_, i) => from + i);

export function noisy(data, share, random, classes = data.classes) {
  const labels = data.labels.slice();
  for (const row of someRows(data, share, random))
    labels[row] = (labels[row] + 1 + random.below(classes - 1)) % classes;
  return withLabels(data, labels);
}

/** The last `share` of the labels moved up by one: a label is missing before them. */
function dropped(data, share) {
  const at = Math.round((1 - share) * data.labels.length);
  return withLabels(data, Uint8Array.from([...data.labels.subarray(0, at), ...data.labels.subarray(at + 1)]));
}

/** A share of the test images replaced by training images, with the labels that they have there. */
function leaked({ training, test }, share, random) {
  const images = test.images.slice();
  const labels = test.labels.slice();
  for (const row of someRows(test, share, random)) {
    const from = random.below(rowsOf(training));
    images.set(training.images.subarray(from * test.size, (from + 1) * test.size), row * test.size);
    labels[row] = training.labels[from];
  }
  return { ...test, images, labels };
}

/** A share of the rows once more at the end, with another label. */
function conflicting(data, share, random) {
  const copies = take(data, someRows(data, share, random));
  return join2(
    data,
    withLabels(
      copies,
      copies.labels.map((label) => (label + 1 + random.below(9)) % 10),
    ),
  );
}

const transpose = (x) => x.map((_, i) => x[(i % 28) * 28 + Math.floor(i / 28)]);
const strideError = (width) => (x) => x.map((_, i) => x[(Math.floor(i / 28) * width + (i % 28)) % 784]);

function standardised(data, shift = 0) {
  const values = data.images;
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const sd = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length);
  return withImages(
    data,
    Float32Array.from(values, (value) => (value - mean) / sd + shift),
  );
}

/** Twelve classes: the ten digits, and mirrored 4s and 7s. */
function twelve(data) {
  const labels = data.labels.map((label, i) =>
    i % 2 && (label === 4 || label === 7) ? (label === 4 ? 10 : 11) : label,
  );
  const mirrored = mapImages(
    data,
    (x, row) => (labels[row] > 9 ? x.map((_, i) => x[i - (i % 28) + 27 - (i % 28)]) : x),
    Uint8Array,
  );
  return { ...mirrored, labels, classes: 12 };
}
const ALPHABETICAL = Array.from({ length: 12 }, (_, i) => String(i)).sort();

function oneHot(data, width, value) {
  const rows = new Float32Array(data.labels.length * width);
  data.labels.forEach((label, row) => {
    rows[row * width + label] = value;
  });
  return { ...data, labels: rows, labelWidth: width };
}

const header = (code, count) => [0, 0, 8, code, 0, 0, (count >> 8) & 255, count & 255];

/** Every fault as { id, title, truth, also, make(): { training, test, … } }. */
export function dataFaults(base, seed) {
  const { training, test } = base;
  const n = rowsOf(test);
  const random = (name) => randomOf(seed, name);
  const float = () => ({ training: scaled(training, 1 / 255), test: scaled(test, 1 / 255), recipe: { scale: 1 } });
  const fault = (id, title, truth, make, also = []) => ({
    id: String(id),
    title,
    truth,
    also,
    make: () => ({ ...base, ...make() }),
  });
  const whole = seed % 2 === 0;
  return [
    fault(
      1,
      "test images are training images, labels of the test set",
      ["B1"],
      () => ({ test: withImages(test, whole ? training.images : training.images.slice(0, n * test.size)) }),
      ["A6", "B2", "B11", "B15"],
    ),
    fault(
      2,
      "training images with the labels of the test set",
      ["B3"],
      () => ({ training: withLabels(training, test.labels) }),
      ["A6", "B6", "G2"],
    ),
    fault(3, "test labels one late", ["B4"], () => ({ test: withLabels(test, roll(test.labels, 1)) })),
    fault(4, "training labels one early", ["B4"], () => ({
      training: withLabels(training, roll(training.labels, -1)),
    })),
    fault(5, "header of the label file read as labels", ["A2", "B4"], () => ({
      training: withLabels(
        training,
        Uint8Array.from([...header(1, rowsOf(training)), ...training.labels.subarray(0, -8)]),
      ),
    })),
    fault(6, "header of the test images read as pixels", ["A3"], () => ({
      test: withImages(
        test,
        Uint8Array.from([...header(3, n), 0, 0, 0, 28, 0, 0, 0, 28, ...test.images.subarray(0, -16)]),
      ),
    })),
    fault(
      7,
      "training images shuffled alone",
      ["B6", "B3"],
      () => ({ training: withImages(training, take(training, permutation(rowsOf(training), random("7"))).images) }),
      ["G2"],
    ),
    fault(8, "test labels shuffled alone", ["B6", "B2"], () => ({ test: mispair(test, rowRange(0, n), random("8")) })),
    fault(9, "a training label missing at 39 %", ["B5"], () => ({ training: dropped(training, 0.61) }), ["A6"]),
    fault(10, "a test label twice", ["B5"], () => {
      const at = Math.round(n * 0.4);
      return {
        test: withLabels(
          test,
          test.labels.map((_, i) => test.labels[i > at ? i - 1 : i]),
        ),
      };
    }),
    fault(11, "class numbers of the test set permuted", ["B7"], () => {
      const map = permutation(10, random("11"));
      return {
        test: withLabels(
          test,
          test.labels.map((label) => map[label]),
        ),
      };
    }),
    fault(12, "classes in alphabetical order in the test set", ["B7"], () => {
      const sets = { training: twelve(training), test: twelve(test) };
      return {
        ...sets,
        test: withLabels(
          sets.test,
          sets.test.labels.map((label) => ALPHABETICAL.indexOf(String(label))),
        ),
        recipe: { sizes: [784, 30, 12] },
      };
    }),
    fault(13, "test labels backwards", ["B8"], () => ({ test: withLabels(test, test.labels.slice().reverse()) })),
    fault(14, "training labels one mini-batch late", ["B10", "B4"], () => ({
      training: withLabels(training, roll(training.labels, 10)),
    })),
    fault(
      15,
      "25 % of the test labels on other rows",
      ["B9"],
      () => ({ test: mispair(test, someRows(test, 0.25, random("15")), random("15b")) }),
      ["B13"],
    ),
    fault(
      16,
      "a block of 10 % of the training labels dealt anew",
      ["B9"],
      () => ({
        training: mispair(
          training,
          rowRange(Math.round(0.3 * rowsOf(training)), Math.round(0.4 * rowsOf(training))),
          random("16"),
        ),
      }),
      ["B13"],
    ),
    fault(
      17,
      "30 % of the test images are training images",
      ["B11"],
      () => ({ test: leaked(base, 0.3, random("17")) }),
      ["G5"],
    ),
    fault(
      18,
      "the validation set is a part of the training set",
      ["B15", "B11"],
      () => ({ validation: take(training, rowRange(0, n)) }),
      ["G5"],
    ),
    fault(
      19,
      "5 % of the training images twice, with other labels",
      ["B12"],
      () => ({ training: conflicting(training, 0.05, random("19")) }),
      ["B13"],
    ),
    fault(20, "40 % of the training labels wrong", ["B13", "B9"], () => ({
      training: noisy(training, 0.4, random("20")),
    })),
    fault(
      21,
      whole ? "one-hot labels with two in place of one" : "one-hot labels eleven wide",
      ["B14"],
      () =>
        whole
          ? { training: oneHot(training, 10, 2), test: oneHot(test, 10, 2), untrained: true }
          : { training: oneHot(training, 11, 1), test: oneHot(test, 11, 1), untrained: true },
      ["D1"],
    ),
    fault(
      22,
      "one pixel is NaN",
      ["A8"],
      () => {
        const data = float();
        data.training.images[rowsOf(training) * 100 + 7] = Number.NaN;
        return data;
      },
      ["F9"],
    ),
    fault(23, "the file of training images is cut", ["A4", "A1"], () => ({ cutFile: true, untrained: true })),
    fault(24, "training pixels 0 to 1, test pixels 0 to 255", ["C2"], () => ({ ...float(), test }), []),
    fault(25, "pixels 0 to 255 not scaled", ["C1"], () => ({ recipe: { scale: 1 } }), ["E2", "F11"]),
    fault(26, "test pixels divided by 255 twice", ["C3", "C2"], () => ({
      ...float(),
      test: scaled(test, 1 / 255 / 255),
    })),
    fault(27, "test images inverted", ["C4"], () => ({
      test: mapImages(test, (x) => x.map((value) => 255 - value), Uint8Array),
    })),
    fault(28, "test images transposed", ["C5"], () => ({ test: mapImages(test, transpose, Uint8Array) })),
    fault(
      29,
      "test images read with a wrong width",
      ["C6"],
      () => ({ test: mapImages(test, strideError(whole ? 29 : 27), Uint8Array) }),
      ["C5"],
    ),
    fault(30, "all training images are the same", ["C8"], () => ({
      training: mapImages(training, () => training.images.subarray(0, 784), Uint8Array),
    })),
    fault(31, "each set standardised by itself, the test set brighter", ["C7", "C9", "C2"], () => ({
      training: standardised(training),
      test: standardised(test, 0.3),
      recipe: { scale: 1, learningRate: 1, epochs: 6 },
    })),
    fault(
      51,
      "random training labels, learned by heart",
      ["G2", "B6", "B3"],
      () => {
        const few = take(training, rowRange(0, Math.min(1000, rowsOf(training))));
        return {
          training: mispair(few, rowRange(0, few.labels.length), random("51")),
          recipe: modern({ sizes: [784, 100, 10], epochs: 25 }),
        };
      },
      ["B9"],
    ),
  ].map((one) => ({ ...one, recipe: book() }));
}

export const STRENGTHS = [0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1];

/** The faults that have a strength, at every strength. */
export function sweeps(base, seed) {
  const { training, test } = base;
  const kinds = [
    [
      "B4",
      ["B4", "B5"],
      "test labels one late, in the first part",
      (p) => {
        const part = Math.round(p * test.labels.length);
        return {
          test: withLabels(
            test,
            Uint8Array.from([...roll(test.labels.slice(0, part), 1), ...test.labels.subarray(part)]),
          ),
        };
      },
      ["B9"],
    ],
    [
      "B5",
      ["B5", "B4"],
      "a training label missing before the last part",
      (p) => ({ training: dropped(training, p) }),
      ["A6", "B9"],
    ],
    [
      "B9",
      ["B9", "B6", "B2"],
      "test labels on other rows",
      (p) => ({ test: mispair(test, someRows(test, p, randomOf(seed, `B9 ${p}`)), randomOf(seed, `B9b ${p}`)) }),
      ["B13"],
    ],
    [
      "B11",
      ["B11", "B15"],
      "test images that are training images",
      (p) => ({ test: leaked(base, p, randomOf(seed, `B11 ${p}`)) }),
      ["G5"],
    ],
    [
      "B12",
      ["B12"],
      "training images twice, with other labels",
      (p) => ({ training: conflicting(training, p, randomOf(seed, `B12 ${p}`)) }),
      ["B13"],
    ],
    [
      "B13",
      ["B13", "B9", "B3", "B6"],
      "wrong training labels",
      (p) => ({ training: noisy(training, p, randomOf(seed, `B13 ${p}`)) }),
      ["G2"],
    ],
  ];
  return kinds.flatMap(([id, truth, title, make, also]) =>
    STRENGTHS.map((p) => ({
      id: `${id}@${p * 100}`,
      title,
      truth,
      also,
      recipe: book(),
      strength: p,
      make: () => ({ ...base, ...make(p) }),
    })),
  );
}

export { baseData, rowRange, standardised };
