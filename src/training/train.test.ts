import { describe, expect, it } from "vitest";
import { expectError } from "../../test/support/errors.ts";
import { mnistFolder, rawMnist } from "../../test/support/mnist.ts";
import { eventsOf, ofType } from "../../test/support/small-training.ts";
import { UPDATES } from "../../test/support/sweep.ts";
import { defaultHost } from "../core/default-host.ts";
import type { EpochEvent, RunEndEvent, TrainingEvent } from "../core/events.ts";
import type { Host } from "../core/host.ts";
import { batchOrder, Dataset, pictureForm, splitsSha256 } from "../dataset/index.ts";
import { ACTIVATIONS, COSTS, Network } from "../network/index.ts";
import type { TrainOptions } from "./options.ts";
import type { TrainingSettings } from "./settings.ts";
import type { TrainingState } from "./state.ts";
import { train } from "./train.ts";

const SIZES = [12, 5, 3];
const SETTINGS: TrainingSettings = { epochs: 3, batchSize: 4, learningRate: 0.5 };

/** Rows whose class can be seen: a third of the pixels is bright. */
function rows(count: number, name = "rows"): Dataset {
  const pixels = new Uint8Array(count * 12);
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 3);
  for (let i = 0; i < count; i++)
    for (let k = 0; k < 4; k++) pixels[i * 12 + 4 * labels[i]! + k] = 100 + ((i * 37 + k * 11) % 150);
  return Dataset.fromArrays({ name, pixels, labels, shape: [3, 4], classes: 3 });
}

const network = (seed = 1) => Network.create(SIZES, { seed });
const TRAINING = rows(203);

/** The digest after training, and the events. */
async function trained(settings = SETTINGS, options: TrainOptions = {}, net = network()) {
  const events = await eventsOf(train(net, { training: TRAINING }, settings, options));
  return { events, digest: await net.weightsSha256(), net };
}

/** A host whose clock the test moves, and that calls `onPause` whenever the thread is given back. */
function fakeHost(onPause: (pauses: number) => void = () => {}, tick = 5): Host & { pauses: number } {
  let now = 1000;
  const host = {
    ...defaultHost,
    pauses: 0,
    now: () => {
      now += tick;
      return now;
    },
    pause: async () => {
      host.pauses++;
      onPause(host.pauses);
    },
  };
  return host;
}

describe("events", () => {
  it("start, epochs from 1, end, with progress between; each with its facts", async () => {
    const data = { training: TRAINING, validation: rows(9, "v"), test: rows(40, "t"), name: "toy" };
    const net = network(7);
    const events = await eventsOf(train(net, data, SETTINGS));
    const steps = events.map(({ type }) => type).filter((type) => type !== "progress");
    expect(steps).toEqual(["run-start", "epoch", "epoch", "epoch", "run-end"]);
    expect(events[0]).toEqual({
      type: "run-start",
      format: 1,
      myelin: expect.stringMatching(/^\d+\.\d+\.\d+/),
      data: {
        name: "toy",
        training: 203,
        validation: 9,
        test: 40,
        sha256: await splitsSha256(data),
        pictures: pictureForm(TRAINING)!,
      },
      network: net.spec,
      parameters: 12 * 5 + 5 + 5 * 3 + 3,
      settings: { ...SETTINGS, seed: 7 },
      engine: { kernels: "wasm-simd", threads: 1, bits: true, input: "sparse" },
      resumedAfter: 0,
    });
    const epochs = ofType(events, "epoch");
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    for (const epoch of epochs) {
      expect(epoch).toMatchObject({ learningRate: 0.5, validation: { total: 9 }, test: { total: 40 } });
      expect(epoch.trainingSeconds).toBeGreaterThanOrEqual(0);
    }
    const end = ofType(events, "run-end")[0]!;
    expect(end).toMatchObject({ reason: "finished", epochs: 3, weightsSha256: await net.weightsSha256() });
    const best = epochs.reduce((best, e) => (e.validation!.correct > best.validation!.correct ? e : best));
    expect(end.best).toEqual({ epoch: best.epoch, ...best.validation, on: "validation" });
    expect(end.trainingSeconds).toBeCloseTo(
      epochs.reduce((sum, e) => sum + e.trainingSeconds, 0),
      9,
    );
  });

  it("network.parameters are current at every epoch and at the end", async () => {
    const net = network();
    const digests: string[] = [await net.weightsSha256()];
    for await (const event of train(net, { training: TRAINING }, SETTINGS))
      if (event.type === "epoch" || event.type === "run-end") digests.push(await net.weightsSha256());
    expect(new Set(digests).size).toBe(4);
    expect(digests[3]).toBe(digests[4]);
    const twoEpochs = await trained({ ...SETTINGS, epochs: 2 });
    expect(twoEpochs.digest).toBe(digests[2]);
  });

  it("progress counts the steps of its epoch", async () => {
    const host = fakeHost();
    host.now = (() => {
      let now = 0;
      return () => (now += 1000); // every stretch is late enough for an event
    })();
    const progress = ofType((await trained({ ...SETTINGS, batchSize: 1 }, { host })).events, "progress");
    expect(progress.length).toBeGreaterThan(3);
    for (const { step, steps, cost } of progress) {
      expect(steps).toBe(203);
      expect(step).toBeGreaterThan(0);
      expect(step).toBeLessThanOrEqual(steps);
      expect(cost).toBeGreaterThan(0);
    }
    expect(new Set(progress.map(({ epoch }) => epoch))).toEqual(new Set([1, 2, 3]));
  });
});

/** One epoch in float64, in the order of the engine, straight from the formulas: parameters and cost. */
function epochByHand(net: Network, data: Dataset, { batchSize, learningRate }: TrainingSettings, seed: number) {
  const { value: sigmoid } = ACTIVATIONS.sigmoid;
  const [W, V] = [Float64Array.from(net.weights(1)), Float64Array.from(net.weights(2))];
  const [b, c] = [Float64Array.from(net.biases(1)), Float64Array.from(net.biases(2))];
  const [inputs, hidden, outputs] = SIZES as [number, number, number];
  const order = batchOrder(data.count, seed, 1);
  const costs: number[] = [];
  for (let first = 0; first < data.count; first += batchSize) {
    const batch = order.subarray(first, first + batchSize);
    const [dW, dV, db, dc] = [W, V, b, c].map((p) => new Float64Array(p.length)) as Float64Array[];
    let cost = 0;
    for (const row of batch) {
      const x = Array.from(data.image(row), (pixel) => pixel / 255);
      const a = Array.from(b, (bias, j) => sigmoid(x.reduce((z, value, k) => z + W[j * inputs + k]! * value, bias)));
      const o = Array.from(c, (bias, i) => sigmoid(a.reduce((z, value, j) => z + V[i * hidden + j]! * value, bias)));
      const y = o.map((_, i) => (i === data.labels[row] ? 1 : 0));
      cost += COSTS.quadratic.value(o, y) / batch.length;
      const d = o.map((value, i) => (value - y[i]!) * value * (1 - value));
      const e = a.map((value, j) => d.reduce((sum, delta, i) => sum + V[i * hidden + j]! * delta, 0) * value * (1 - value)); // biome-ignore format: a formula
      for (let i = 0; i < outputs; i++) {
        dc![i]! += d[i]!;
        for (let j = 0; j < hidden; j++) dV![i * hidden + j]! += d[i]! * a[j]!;
      }
      for (let j = 0; j < hidden; j++) {
        db![j]! += e[j]!;
        for (let k = 0; k < inputs; k++) dW![j * inputs + k]! += e[j]! * x[k]!;
      }
    }
    for (const [p, g] of [[W, dW], [V, dV], [b, db], [c, dc]] as [Float64Array, Float64Array][]) // biome-ignore format: pairs
      for (let i = 0; i < p.length; i++) p[i]! -= (learningRate / batch.length) * g[i]!;
    costs.push(cost);
  }
  return { parameters: [...W, ...b, ...V, ...c], costs };
}

describe("an epoch", () => {
  it("is the one computed by hand: order, mean gradient, short last mini-batch, cost before each update", async () => {
    const settings = { ...SETTINGS, epochs: 1, batchSize: 10 };
    const net = network();
    const { parameters, costs } = epochByHand(net, TRAINING, settings, 1);
    expect(costs).toHaveLength(21); // the last of 3 rows
    const [epoch] = ofType(await eventsOf(train(net, { training: TRAINING }, settings)), "epoch");
    // 21 steps of float32 on numbers of about 1.
    parameters.forEach((value, i) => {
      expect(Math.abs(net.parameters[i]! - value)).toBeLessThan(21 * 20 * 2 ** -24);
    });
    const mean = costs.reduce((a, b) => a + b) / costs.length;
    expect(Math.abs(epoch!.cost / mean - 1)).toBeLessThan(21 * 20 * 2 ** -24);
  });

  it("of one mini-batch larger than the set divides by the set's length", async () => {
    const [small, large] = [
      await trained({ ...SETTINGS, batchSize: 203 }),
      await trained({ ...SETTINGS, batchSize: 5000 }),
    ];
    expect(small.digest).toBe(large.digest);
  });

  it("lowers the cost and reads nearly every row in the end", async () => {
    const net = Network.create(SIZES, { seed: 2, initialisation: "scaled" });
    const settings = { epochs: 20, batchSize: 10, learningRate: 3 };
    const epochs = ofType(await eventsOf(train(net, { training: TRAINING, test: TRAINING }, settings)), "epoch");
    expect(epochs.at(-1)!.cost).toBeLessThan(epochs[0]!.cost / 4);
    expect(epochs.at(-1)!.test!.correct).toBeGreaterThan(195);
  });
});

describe("seeds", () => {
  it("the same seed gives the same digest, another another", async () => {
    const [a, b, c] = [await trained(), await trained(), await trained({ ...SETTINGS, seed: 2 })];
    expect(a.digest).toBe(b.digest);
    expect(a.digest).not.toBe(c.digest);
    expect(ofType(a.events, "epoch").map(({ cost }) => cost.toFixed(9))).toEqual(
      ofType(b.events, "epoch").map(({ cost }) => cost.toFixed(9)),
    );
  });

  it("by default it is the network's, and 0 is a seed", async () => {
    const zero = (settings: TrainingSettings) => trained(settings, {}, network(0));
    expect((await zero(SETTINGS)).digest).toBe((await zero({ ...SETTINGS, seed: 0 })).digest);
    expect((await zero(SETTINGS)).digest).not.toBe((await zero({ ...SETTINGS, seed: 1 })).digest);
    expect(ofType((await zero(SETTINGS)).events, "run-start")[0]!.settings).toMatchObject({ seed: 0 });
  });
});

describe("the thread", () => {
  it("is given back after every stretch", async () => {
    const host = fakeHost(() => {}, 500); // every stretch takes half a second, so later ones are short
    const { digest } = await trained({ ...SETTINGS, batchSize: 1 }, { host });
    expect(host.pauses).toBeGreaterThan(50);
    expect(digest).toBe((await trained({ ...SETTINGS, batchSize: 1 })).digest);
  });
});

describe("cancellation", () => {
  it("ends after the stretch under way, with what was done", async () => {
    const controller = new AbortController();
    const host = fakeHost((pauses) => pauses === 2 && controller.abort());
    const { events, net } = await trained({ ...SETTINGS, batchSize: 1 }, { host, signal: controller.signal });
    expect(host.pauses).toBe(2);
    expect(events.at(-1)).toMatchObject({ reason: "interrupted", epochs: 0, weightsSha256: await net.weightsSha256() });
    expect(await net.weightsSha256()).not.toBe(await network().weightsSha256());
  });

  it("works between epochs that are one stretch each", async () => {
    const controller = new AbortController();
    const run = train(network(), { training: TRAINING }, { ...SETTINGS, epochs: 50 }, { signal: controller.signal });
    const epochs: number[] = [];
    let end: RunEndEvent | undefined;
    for await (const event of run) {
      if (event.type === "run-end") end = event;
      if (event.type !== "epoch") continue;
      epochs.push(event.epoch);
      if (event.epoch === 2) controller.abort();
    }
    expect(epochs).toEqual([1, 2]);
    expect(end).toMatchObject({ reason: "interrupted", epochs: 2 });
  });

  it("before the start trains nothing; after the last epoch changes nothing", async () => {
    const { events, digest } = await trained(SETTINGS, { signal: AbortSignal.abort() });
    expect(events.map(({ type }) => type)).toEqual(["run-start", "run-end"]);
    expect(events.at(-1)).toMatchObject({ reason: "interrupted", epochs: 0 });
    expect(digest).toBe(await network().weightsSha256());
    const controller = new AbortController();
    let end: TrainingEvent | undefined;
    for await (const event of train(network(), { training: TRAINING }, SETTINGS, { signal: controller.signal })) {
      if (event.type === "epoch" && event.epoch === 3) controller.abort();
      end = event;
    }
    expect(end).toMatchObject({ reason: "finished", epochs: 3 });
  });

  it("a consumer that stops listening stops the run", async () => {
    const host = fakeHost();
    for await (const event of train(network(), { training: TRAINING }, { ...SETTINGS, epochs: 1000 }, { host }))
      if (event.type === "epoch") break;
    expect(host.pauses).toBeLessThan(10);
  });
});

describe("resume", () => {
  /** Trains until the clock says stop, then goes on in a fresh network with the state, as often as told. */
  async function interrupted(settings: TrainingSettings, stretches: readonly number[]) {
    let net = network();
    let state: TrainingState | undefined;
    const costs: EpochEvent[] = [];
    const starts: number[] = [];
    for (const pauses of [...stretches, Number.MAX_SAFE_INTEGER]) {
      const controller = new AbortController();
      const host = fakeHost((n) => n === pauses && controller.abort());
      const options = { host, signal: controller.signal, ...(state ? { resume: state } : {}) };
      const run = train(net, { training: TRAINING }, settings, options);
      const events = await eventsOf(run);
      costs.push(...ofType(events, "epoch"));
      starts.push(ofType(events, "run-start")[0]!.resumedAfter);
      const { json, ...saved } = run.state();
      state = { ...saved, json: JSON.parse(JSON.stringify(json)) };
      net = new Network(net.spec, net.parameters.slice());
    }
    return { digest: await net.weightsSha256(), epochs: costs, starts, state };
  }

  it("in the middle of an epoch, at its end and several times ends with the same bits", async () => {
    const settings = { ...SETTINGS, batchSize: 1 };
    const whole = await trained(settings);
    const wholeEpochs = ofType(whole.events, "epoch");
    for (const stretches of [[1], [2], [1, 1, 1], [2, 3, 1, 2], [1, 1, 1, 1, 1, 1, 1]]) {
      const parts = await interrupted(settings, stretches);
      expect(parts.digest, stretches.join()).toBe(whole.digest);
      expect(parts.epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
      parts.epochs.forEach(({ cost }, i) => {
        expect(Math.abs(cost / wholeEpochs[i]!.cost - 1)).toBeLessThan(1e-12);
      });
      expect(parts.state).toMatchObject({ epoch: 3, step: 0 });
    }
  });

  it.each(UPDATES)("with %j ends with the same bits", async (update) => {
    const settings = { ...SETTINGS, batchSize: 1, learningRate: 0.02, ...update };
    const whole = await trained(settings);
    for (const stretches of [[1], [3], [1, 1, 2]])
      expect((await interrupted(settings, stretches)).digest, stretches.join()).toBe(whole.digest);
  });

  it("at an epoch's end goes on with the next", async () => {
    const net = network();
    const first = train(net, { training: TRAINING }, { ...SETTINGS, epochs: 2 });
    await eventsOf(first);
    expect(first.state()).toMatchObject({ format: 1, epoch: 2, step: 0 });
    const events = await eventsOf(train(net, { training: TRAINING }, SETTINGS, { resume: first.state() }));
    expect(events[0]).toMatchObject({ resumedAfter: 2 });
    expect(ofType(events, "epoch").map(({ epoch }) => epoch)).toEqual([3]);
    expect(await net.weightsSha256()).toBe((await trained()).digest);
    const end = ofType(events, "run-end")[0]!;
    expect(end.epochs).toBe(3);
  });

  it("of a finished run does nothing; keeps the best epoch", async () => {
    const net = network();
    const data = { training: TRAINING, test: rows(40) };
    const first = train(net, data, SETTINGS);
    const end = ofType(await eventsOf(first), "run-end")[0]!;
    const again = await eventsOf(train(net, data, SETTINGS, { resume: first.state() }));
    expect(again.map(({ type }) => type)).toEqual(["run-start", "run-end"]);
    expect(again[1]).toEqual(end);
  });

  it("refuses a state of another format", async () => {
    const state = { format: 2, epoch: 0, step: 0, json: {}, tensors: new Map() } as unknown as TrainingState;
    await expectError(() => train(network(), { training: TRAINING }, SETTINGS, { resume: state }), "STATE_FORMAT", "2", "usage"); // biome-ignore format: short
  });
});

describe("data that does not fit", () => {
  const refuse = async (data: Dataset, code: string, says: RegExp, sizes = SIZES) =>
    expectError(() => eventsOf(train(Network.create(sizes), { training: data }, SETTINGS)), code, says, "usage");

  it("another number of pixels, or a label without an output", async () => {
    await refuse(rows(9), "ENGINE_SHAPE", /rows has 3 × 4 = 12 values an image, but the network has 13/, [13, 3]);
    await refuse(rows(9), "ENGINE_CLASSES", /rows has the label 2, but the network has 2 outputs/, [12, 2]);
  });

  it("sets of bytes and of numbers may be mixed", async () => {
    const made = (kind: typeof Uint8Array | typeof Float32Array, dark: number, bright: number) =>
      Dataset.fromArrays({
        ...TRAINING,
        pixels: new kind(TRAINING.pixels).map((p) => (p ? bright : dark)),
        classes: 3,
      });
    const digests: string[] = [];
    for (const dark of [0, 1]) {
      const test = made(Float32Array, dark, dark + 0.9); // as bytes there would be nothing to see
      const scores: unknown[] = [];
      for (const kind of [Uint8Array, Float32Array]) {
        const net = Network.create(SIZES, { initialisation: "scaled", divideBy: 1 });
        const data = { training: made(kind, dark, dark + 1), validation: made(Uint8Array, dark, dark + 1), test };
        const events = await eventsOf(train(net, data, { ...SETTINGS, epochs: 10, learningRate: 2 }));
        scores.push(ofType(events, "epoch").map(({ validation, test }) => [validation, test]));
        expect(ofType(events, "epoch").at(-1)!.test!.correct).toBeGreaterThan(190);
        digests.push(await net.weightsSha256());
      }
      expect(scores[0]).toEqual(scores[1]);
    }
    // Whether rows are kept as bytes or as numbers decides nothing.
    expect(digests[0]).toBe(digests[1]);
    expect(digests[2]).toBe(digests[3]);
  });
});

describe.skipIf(mnistFolder() === undefined)("chapter 1 on MNIST (needs the files)", () => {
  it("reads at least 88 % after one epoch", async () => {
    const set = (name: "train" | "t10k") => {
      const { pixels, labels } = rawMnist(name);
      return Dataset.fromArrays({ name, pixels, labels, shape: [28, 28] });
    };
    const run = train(
      Network.create([784, 30, 10], { seed: 1 }),
      { training: set("train"), test: set("t10k") },
      { epochs: 1, batchSize: 10, learningRate: 3 },
    );
    const [epoch] = ofType(await eventsOf(run), "epoch");
    expect(epoch!.test!.total).toBe(10_000);
    expect(epoch!.test!.correct).toBeGreaterThanOrEqual(8800);
  });
});
