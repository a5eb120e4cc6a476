// What the JavaScript peers share: the four IDX files, the command line, the stopwatch and the answer line.
//   <folder> <epochs> [--part 0.1] [--hidden 30] [--cost quadratic|cross-entropy] [--rate 3]
// --part trains that share of every epoch; the seconds are scaled up and marked.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

const [folder, epochs] = process.argv.slice(2);
const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : process.argv[at + 1];
};

export const options = {
  folder,
  epochs: Number(epochs),
  part: Number(option("part", 1)),
  backend: option("backend"),
  hidden: Number(option("hidden", 30)),
  crossEntropy: option("cost", "quadratic") === "cross-entropy",
  rate: Number(option("rate", 3)),
};

export function read(kind) {
  const open = (name) => gunzipSync(readFileSync(join(options.folder, `${kind}-${name}-ubyte.gz`)));
  const bytes = open("images-idx3").subarray(16);
  const pixels = new Float32Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) pixels[i] = bytes[i] / 255;
  return { pixels, labels: Uint8Array.from(open("labels-idx1").subarray(8)) };
}

export function oneHot(labels) {
  const targets = new Float32Array(labels.length * 10);
  labels.forEach((label, i) => {
    targets[i * 10 + label] = 1;
  });
  return targets;
}

export function normal() {
  return Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
}

/** Shuffles, then cuts to the share of the epoch that is trained; a whole number of mini-batches of 10. */
export function shuffled(count) {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order.subarray(0, Math.round((count * options.part) / 10) * 10);
}

export async function timed(epoch) {
  const seconds = [];
  for (let i = 0; i < options.epochs; i++) {
    const start = performance.now();
    await epoch();
    seconds.push((performance.now() - start) / 1000 / options.part);
  }
  return seconds;
}

export const argmax = (row) => row.indexOf(Math.max(...row));

export function versionOf(name) {
  return createRequire(import.meta.url)(`../node_modules/${name}/package.json`).version;
}

export function answer(peer, version, secondsPerEpoch, correct, more = {}) {
  const part = options.part < 1 ? { part: options.part } : {};
  console.log(JSON.stringify({ peer, version, threads: 1, secondsPerEpoch, correct, ...part, ...more }));
}
