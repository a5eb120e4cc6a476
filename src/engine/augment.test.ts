// Training on changed images is training on images that were changed before.
import { describe, expect, it } from "vitest";
import { noise } from "../../test/support/kernel-cases.ts";
import { eventsOf } from "../../test/support/small-training.ts";
import { type Augmentation, Augmenter, Dataset } from "../dataset/index.ts";
import { conv, maxPool, Network } from "../network/index.ts";
import { type TrainingSettings, train } from "../training/index.ts";
import { makeMemory } from "./binary.ts";
import { viewsOf } from "./memory-views.ts";
import { twins } from "./twins/index.ts";

const [HEIGHT, WIDTH, COUNT] = [9, 11, 14];

/** Pictures of mostly nothing, or of numbers everywhere. */
function pictures(sparse: boolean, numbers: boolean, channels: number): Dataset {
  const next = noise(6);
  const size = HEIGHT * WIDTH * channels;
  const pixels = new (numbers ? Float32Array : Uint8Array)(COUNT * size);
  for (let i = 0; i < pixels.length; i++) if (!sparse || next() < 0.15) pixels[i] = 1 + Math.floor(250 * next()) + (numbers ? 0.25 : 0); // biome-ignore format: short
  const labels = Uint8Array.from({ length: COUNT }, (_, i) => i % 3);
  const shape = channels === 1 ? ([HEIGHT, WIDTH] as const) : ([HEIGHT, WIDTH, channels] as const);
  return Dataset.fromArrays({ name: "pictures", pixels, labels, shape, classes: 3 });
}

/** Every image as epoch `epoch` shows it, by the twins. */
function changed(data: Dataset, augmentation: Augmentation, seed: number, epoch: number): Dataset {
  const memory = viewsOf(makeMemory(65_536, false).buffer);
  const kernels = twins(memory);
  const augmenter = new Augmenter(augmentation, [HEIGHT, WIDTH], seed);
  const [transform, from, to] = [64, 1024, 16_384];
  const resample = augmenter.elastic ? kernels.f32_resample_elastic : kernels.f32_resample_affine;
  const rows = Array.from({ length: COUNT }, (_, row) => {
    augmenter.draw(epoch, row, memory.f32.subarray(transform / 4, transform / 4 + 120));
    memory.f32.set(data.image(row), from / 4);
    resample(from, HEIGHT, WIDTH, data.shape[2] ?? 1, transform, to);
    return memory.f32.slice(to / 4, to / 4 + data.size);
  });
  const pixels = new (data.pixels instanceof Uint8Array ? Uint8Array : Float32Array)(COUNT * data.size);
  rows.forEach((row, i) => {
    pixels.set(row, i * data.size);
  });
  return Dataset.fromArrays({ ...data, name: "changed", pixels });
}

const NETWORKS = {
  dense: (data: Dataset) => Network.create([data.size, 5, 3], { inputShape: data.shape, seed: 3 }),
  conv: (data: Dataset) =>
    Network.create({ input: data.shape, layers: [conv(4, 3), maxPool(2)], outputs: 3, activation: "relu", seed: 3 }),
};
const ALL: Augmentation = { shift: 2, rotate: 20, scale: 0.2, shear: 0.2, elastic: 0.7, flipX: true, flipY: true };

describe.each([
  ["sparse bytes", true, false, 1],
  ["dense bytes", false, false, 1],
  ["sparse numbers", true, true, 1],
  ["dense numbers of three channels", false, true, 3],
] as const)("%s", (_title, sparse, numbers, channels) => {
  it.each(["dense", "conv"] as const)("%s network", async (kind) => {
    const data = pictures(sparse, numbers, channels);
    // Only where pixels move as a whole do bytes stay bytes, zeros so many, and numbers the same divided before and behind.
    const whole = sparse || !numbers;
    const augment = whole ? { shift: 2, flipX: true } : ALL;
    const settings: TrainingSettings = { epochs: 1, batchSize: 5, learningRate: 0.1, seed: 8 };
    const [found, expected] = [NETWORKS[kind](data), NETWORKS[kind](data)];
    await eventsOf(train(found, { training: data }, { ...settings, augment }));
    await eventsOf(train(expected, { training: changed(data, augment, 8, 1) }, settings));
    if (whole) expect(found.parameters).toEqual(expected.parameters);
    else expect(Math.max(...found.parameters.map((w, i) => Math.abs(w - expected.parameters[i]!)))).toBeLessThan(1e-6);
    const plain = NETWORKS[kind](data);
    await eventsOf(train(plain, { training: data }, settings));
    expect(found.parameters).not.toEqual(plain.parameters);
  });
});
