// Data sets of the benchmark: { name, images, labels, size, shape, classes }, images row after row.
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { generateDigits } from "../../../dist/src/digits/index.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** The folder with the four MNIST files, or undefined. */
export function mnistFolder() {
  const folder = resolve(process.env.MYELIN_DATA ?? join(root, "../shared/mnist"));
  return existsSync(join(folder, "train-images-idx3-ubyte.gz")) ? folder : undefined;
}

const cache = new Map();

function mnistFile(name) {
  const path = join(mnistFolder(), `${name}.gz`);
  if (!cache.has(path)) cache.set(path, new Uint8Array(gunzipSync(readFileSync(path))));
  return cache.get(path);
}

/** Rows from … from + count − 1, in the order of the file: MNIST's own order is part of the test. */
function mnistRows(set, from, count) {
  const images = mnistFile(`${set}-images-idx3-ubyte`).subarray(16 + from * 784, 16 + (from + count) * 784);
  const labels = mnistFile(`${set}-labels-idx1-ubyte`).subarray(8 + from, 8 + from + count);
  return picture(`mnist ${set}`, images.slice(), labels.slice());
}

function picture(name, images, labels) {
  return { name, images, labels, size: 784, shape: [28, 28], classes: 10 };
}

function digitRows(name, seed, from, count) {
  const { pixels, labels } = generateDigits({ seed, from, count });
  return picture(name, pixels, labels);
}

/**
 * Training and test set of one seed: other rows for every seed.
 *
 * @param {"mnist" | "digits"} source
 */
export function baseData(source, seed, { training, test }) {
  if (source === "digits") {
    return {
      training: digitRows("digits training", 1000 + seed, 0, training),
      test: digitRows("digits test", 1000 + seed, 1_000_000, test),
    };
  }
  return {
    training: mnistRows("train", ((seed - 1) * training) % (60_001 - training), training),
    test: mnistRows("t10k", ((seed - 1) * test) % (10_001 - test), test),
  };
}

export const rowsOf = ({ images, size }) => Math.floor(images.length / size);

/** The rows of these numbers, with their labels. */
export function take(data, rows) {
  const { images, labels, size } = data;
  const picked = new images.constructor(rows.length * size);
  const pickedLabels = new labels.constructor(rows.length);
  for (let i = 0; i < rows.length; i++) {
    picked.set(images.subarray(rows[i] * size, (rows[i] + 1) * size), i * size);
    pickedLabels[i] = labels[rows[i]];
  }
  return { ...data, images: picked, labels: pickedLabels };
}

/** Images that went through f(pixels of one image, its row number), which gives `size` numbers. */
export function mapImages(data, f, Type = Float32Array) {
  const { images, size } = data;
  const out = new Type(images.length);
  for (let row = 0; row < rowsOf(data); row++)
    out.set(f(images.subarray(row * size, (row + 1) * size), row), row * size);
  return { ...data, images: out };
}

/** Images times `factor`, as float32. */
export const scaled = (data, factor) => ({
  ...data,
  images: Float32Array.from(data.images, (value) => value * factor),
});

/** The whole data as concatenated parts. */
export function join2(a, b) {
  const images = new a.images.constructor(a.images.length + b.images.length);
  images.set(a.images);
  images.set(b.images, a.images.length);
  const labels = new a.labels.constructor(a.labels.length + b.labels.length);
  labels.set(a.labels);
  labels.set(b.labels, a.labels.length);
  return { ...a, images, labels };
}
