// Decay, dropout, max-norm and clipping: what each promises about every step of a training.
import { describe, expect, it } from "vitest";
import { noise } from "../../test/support/kernel-cases.ts";
import { ReferenceTraining } from "../../test/support/reference-training.ts";
import { CLASSES, eventsOf, ofType, PIXELS, rows } from "../../test/support/small-training.ts";
import { batchOrder, type Dataset } from "../dataset/index.ts";
import { evaluate } from "../inference/index.ts";
import { Network } from "../network/index.ts";
import { type TrainingSettings, train } from "./index.ts";
import { dropoutMasks } from "./reference/index.ts";

const SIZES = [PIXELS, 20, CLASSES];
const create = (seed = 1) => Network.create(SIZES, { seed, initialisation: "scaled", cost: "cross-entropy" });
const norm = (numbers: Iterable<number>) => Math.sqrt([...numbers].reduce((sum, x) => sum + x * x, 0));

/** The float64 training of one epoch, every weight decayed in every step, in the engine's order. */
function referenceEpoch(
  reference: ReferenceTraining,
  data: Dataset,
  settings: TrainingSettings,
  epoch: number,
  move: () => number,
): void {
  const order = batchOrder(data.count, 1, epoch);
  for (let first = 0; first < data.count; first += settings.batchSize) {
    const batch = [...order.subarray(first, first + settings.batchSize)];
    const inputs = batch.map((row) => Float64Array.from(data.image(row), (pixel) => pixel / 255));
    reference.step({ inputs, labels: batch.map((row) => data.labels[row]!) }, settings.learningRate);
    reference.settle(move);
  }
}

describe("L2 in the scaled first layer is the decay of every weight in every step", () => {
  const data = rows(61, { muddle: 0.1 });
  /** λ for which a step leaves this share of each weight, at η = 0.5. */
  const leaving = (share: number) => ((1 - share) * data.count) / 0.5;

  it.each([
    ["the book's λ", 0.1, 10],
    ["a strong decay", leaving(0.8), 10],
    ["10⁻⁷ of each weight left in an epoch: the scale is folded within it", leaving(0.1), 10],
    ["10⁻¹⁸³ left in an epoch", leaving(0.001), 1],
    ["nearly nothing left in a step", leaving(1e-7), 7],
  ])("%s", async (_what, l2, batchSize) => {
    const settings = { epochs: 4, batchSize, learningRate: 0.5, l2 };
    const network = create();
    const start = network.parameters.slice();
    const references = Array.from(
      { length: 5 },
      () => new ReferenceTraining(network.spec, start, settings, data.count),
    );
    const next = noise(1);
    const run = train(network, { training: data }, settings);
    for await (const event of run) {
      if (event.type === "run-start") expect(event.engine.input).toBe("sparse");
      if (event.type !== "epoch") continue;
      expect(run.state().json).toMatchObject({ scale: 1 });
      // The first is exact; the others are moved at random within the bound of each step.
      references.forEach((reference, i) => {
        referenceEpoch(reference, data, settings, event.epoch, i === 0 ? () => 0 : () => 2 * next() - 1);
      });
      const [exact, ...shaken] = references.map(({ parameters }) => parameters.values);
      const tolerance = shaken.reduce((most, values) => Math.max(most, norm(values.map((w, i) => w - exact![i]!))), 0);
      expect(norm(network.parameters.map((w, i) => w - exact![i]!))).toBeLessThan(tolerance);
      expect(tolerance / norm(exact!)).toBeLessThan(1e-4);
    }
  });

  it("has the bits of the twins, also where the scale is folded", async () => {
    for (const kernels of ["wasm", "typescript"] as const) {
      const network = create();
      await eventsOf(train(network, { training: data }, { epochs: 2, batchSize: 3, learningRate: 0.5, l2: leaving(0.01) }, { kernels })); // biome-ignore format: short
      digests.add(await network.weightsSha256());
    }
    expect(digests.size).toBe(1);
  });
  const digests = new Set<string>();
});

describe("dropout", () => {
  const data = rows(90);

  it.each([0.1, 0.5, 0.8])("with p = %s drops this share, and scales the rest so that the mean is 1", (dropout) => {
    let [kept, all, sum] = [0, 0, 0];
    const perUnit = new Float64Array(20);
    for (let step = 0; step < 200; step++) {
      const [layer] = dropoutMasks([20], 10, { dropout, seed: 1, epoch: 1, step });
      for (const row of layer!)
        row.forEach((factor, u) => {
          expect(factor === 0 || factor === Math.fround(1 / (1 - dropout))).toBe(true);
          sum += factor;
          kept += factor > 0 ? 1 : 0;
          perUnit[u]! += factor > 0 ? 1 : 0;
          all++;
        });
    }
    const deviation = Math.sqrt((dropout * (1 - dropout)) / all);
    expect(Math.abs(kept / all - (1 - dropout))).toBeLessThan(4 * deviation);
    expect(Math.abs(sum / all - 1)).toBeLessThan((4 * deviation) / (1 - dropout));
    for (const count of perUnit)
      expect(Math.abs(count / 2000 - (1 - dropout))).toBeLessThan(4.5 * Math.sqrt((dropout * (1 - dropout)) / 2000));
  });

  it("has other masks in every layer, row, step and epoch, and with another seed", () => {
    const masks = [
      ...dropoutMasks([64, 64], 2, { dropout: 0.5, seed: 1, epoch: 1, step: 0 }).flat(),
      ...dropoutMasks([64], 1, { dropout: 0.5, seed: 1, epoch: 1, step: 1 }).flat(),
      ...dropoutMasks([64], 1, { dropout: 0.5, seed: 1, epoch: 2, step: 0 }).flat(),
      ...dropoutMasks([64], 1, { dropout: 0.5, seed: 2, epoch: 1, step: 0 }).flat(),
      ...dropoutMasks([64], 1, { dropout: 0.5, seed: 2 ** 32 + 1, epoch: 1, step: 0 }).flat(),
    ];
    for (let i = 0; i < masks.length; i++)
      for (let j = 0; j < i; j++) {
        const equal = masks[i]!.filter((factor, u) => factor === masks[j]![u]).length;
        // 64 coins: fewer than 10 or more than 54 equal ones come once in 10⁸ times.
        expect(Math.abs(equal - 32), `${i} ${j}`).toBeLessThan(22);
      }
  });

  it("an evaluation uses every unit", async () => {
    const network = create();
    const before = network.parameters.slice();
    // Steps too small to change a weight.
    const settings = { epochs: 2, batchSize: 9, learningRate: 1e-30, dropout: 0.5, monitorCost: true, monitorTraining: true }; // biome-ignore format: short
    const epochs = ofType(await eventsOf(train(network, { training: data, test: rows(50, { seed: 2 }) }, settings)), "epoch"); // biome-ignore format: short
    expect(network.parameters).toEqual(before);
    const { correct, cost } = await evaluate(network, rows(50, { seed: 2 }));
    const onTraining = await evaluate(network, data);
    for (const epoch of epochs) {
      expect(epoch.test).toMatchObject({ correct, cost });
      expect(epoch.training).toMatchObject({ correct: onTraining.correct, cost: onTraining.cost });
      expect(Math.abs(epoch.cost / onTraining.cost - 1)).toBeGreaterThan(0.01);
    }
    expect(epochs[0]!.cost).not.toBe(epochs[1]!.cost);
  });

  it("of 0 is none", async () => {
    const digests = new Set<string>();
    for (const more of [{}, { dropout: 0 }]) {
      const network = create();
      await eventsOf(train(network, { training: data }, { epochs: 2, batchSize: 9, learningRate: 1, ...more }));
      digests.add(await network.weightsSha256());
    }
    expect(digests.size).toBe(1);
  });
});

describe("max-norm", () => {
  const lengths = (network: Network) =>
    [1, 2].flatMap((layer) => {
      const inputs = network.sizes[layer - 1]!;
      const weights = network.weights(layer);
      return Array.from(network.biases(layer), (_, u) => norm(weights.subarray(u * inputs, (u + 1) * inputs)));
    });

  it.each(["sgd", "momentum", "adam"] as const)("holds after every step of %s", async (optimizer) => {
    const network = create();
    const settings = { epochs: 25, batchSize: 90, learningRate: 0.5, optimizer, maxNorm: 1 };
    let limited = 0;
    for await (const event of train(network, { training: rows(90) }, settings)) {
      if (event.type !== "epoch") continue;
      for (const length of lengths(network)) {
        // Squares of up to 20 weights, a root, a quotient and a product in float32.
        expect(length).toBeLessThan(1 + 30 * 2 ** -24);
        if (length > 1 - 30 * 2 ** -24) limited++;
      }
    }
    expect(limited).toBeGreaterThan(50);
  });

  it("leaves shorter ones alone", async () => {
    const digests = new Set<string>();
    for (const more of [{}, { maxNorm: 1e6 }]) {
      const network = create();
      await eventsOf(train(network, { training: rows(90) }, { epochs: 2, batchSize: 9, learningRate: 0.5, optimizer: "momentum", ...more })); // biome-ignore format: short
      digests.add(await network.weightsSha256());
    }
    expect(digests.size).toBe(1);
  });
});

describe("clipping", () => {
  /** The mini-batch's gradient as momentum remembers it after one step with μ = 0. */
  async function gradient(more: Partial<TrainingSettings>) {
    const settings = {
      epochs: 1,
      batchSize: 90,
      learningRate: 1,
      optimizer: "momentum",
      momentum: 0,
      ...more,
    } as const;
    const run = train(create(), { training: rows(90) }, settings);
    await eventsOf(run);
    return run.state().tensors.get("velocity")!;
  }

  it("gives a long gradient the length asked for, in its own direction, and leaves a short one alone", async () => {
    const whole = await gradient({});
    const length = norm(whole);
    for (const share of [0.9, 0.5, 0.01]) {
      const clipped = await gradient({ clipNorm: share * length });
      expect(Math.abs(norm(clipped) / (share * length) - 1)).toBeLessThan(1e-5);
      clipped.forEach((g, i) => {
        expect(Math.abs(g - share * whole[i]!)).toBeLessThan(1e-5 * share * length);
      });
    }
    for (const share of [1.01, 1000]) expect(await gradient({ clipNorm: share * length })).toEqual(whole);
  });

  it("comes before the penalties", async () => {
    const network = create();
    const clipped = await gradient({ clipNorm: 0.1 });
    const penalised = await gradient({ clipNorm: 0.1, l2: 9 });
    const weights = PIXELS * 20;
    for (let i = 0; i < weights; i++)
      expect(Math.abs(penalised[i]! - clipped[i]! - 0.1 * network.parameters[i]!)).toBeLessThan(1e-7);
  });

  it("of a gradient of nothing but zeros makes no step", async () => {
    const dark = rows(9);
    dark.pixels.fill(0);
    // relu units that are all off, and outputs that are certain: every delta is 0.
    const network = Network.create([PIXELS, CLASSES], { initialisation: "zeros", activation: "relu", outputActivation: "relu" }); // biome-ignore format: short
    await eventsOf(train(network, { training: dark }, { epochs: 1, batchSize: 9, learningRate: 1, clipNorm: 1 }));
    expect([...network.parameters].every((w) => w === 0)).toBe(true);
  });
});
