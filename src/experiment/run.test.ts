import { describe, expect, it } from "vitest";
import type { RunEvent } from "../core/events.ts";
import { Dataset } from "../dataset/index.ts";
import { generateDigits } from "../digits/index.ts";
import { Network } from "../network/index.ts";
import { train } from "../training/index.ts";
import { parseExperimentConfig } from "./parse.ts";
import { createNetwork, run, splitData } from "./run.ts";

const data = {
  name: "few digits",
  training: generateDigits({ count: 200 }),
  test: generateDigits({ from: 200, count: 50 }),
};
const config = parseExperimentConfig({ hidden: [8], epochs: 2, seed: 3 });

async function all(events: AsyncIterable<RunEvent>): Promise<RunEvent[]> {
  const list: RunEvent[] = [];
  for await (const event of events) list.push(event);
  return list;
}

describe("createNetwork(data, config)", () => {
  it("has the data's pixels, the hidden layers, and the data's classes", () => {
    const network = createNetwork(data, config);
    expect(network.sizes).toEqual([784, 8, 10]);
    expect(network.spec).toMatchObject({ input: { shape: [28, 28] }, seed: 3, initialisation: "gaussian" });
    expect(network.spec.classes).toEqual(data.training.classes);
  });

  it("has the layers of any kind, on the picture of the data", () => {
    const layers = "conv 2 5x5, max-pool 2, batch-norm, dense 7";
    const network = createNetwork(data, parseExperimentConfig({ layers, activation: "relu" }));
    expect(network.layers.map(({ words, activation }) => [words, activation])).toEqual([
      ["conv 2 5×5", "linear"],
      ["max-pool 2", "linear"],
      ["batch-norm", "relu"],
      ["dense 7", "relu"],
      ["dense 10", "sigmoid"],
    ]);
    expect(network.spec.input.shape).toEqual([28, 28]);
    const { training } = data;
    const shape = [28, 14, 2] as const;
    const { pixels, labels, classes } = training;
    const colour = { training: Dataset.fromArrays({ name: "c", pixels, labels, shape, classes }) };
    expect(createNetwork(colour, parseExperimentConfig({ layers })).layers[0]?.input.channels).toBe(2);
    expect(createNetwork(colour, parseExperimentConfig({})).spec.input.shape).toEqual(shape);
  });

  it("works without hidden layers and with tables", () => {
    const shape = [1, 4] as const;
    const pixels = new Float32Array(12);
    const table = Dataset.fromArrays({ name: "t", pixels, labels: new Uint8Array(3), shape, classes: ["a", "b"] });
    const network = createNetwork({ training: table }, parseExperimentConfig({ hidden: [], init: "scaled" }));
    expect(network.sizes).toEqual([4, 2]);
    expect(network.spec.initialisation).toBe("scaled");
  });
});

describe("run(data, config)", () => {
  it("is train() with the network and the settings of the experiment", async () => {
    const training = run(data, config);
    const events = await all(training);
    const network = Network.create([784, 8, 10], { seed: 3, inputShape: [28, 28] });
    const expected = await all(train(network, data, { epochs: 2, batchSize: 10, learningRate: 3 }));
    const weightsSha256 = await network.weightsSha256();
    expect(expected.at(-1)).toMatchObject({ weightsSha256 });
    expect(events.at(-1)).toMatchObject({ type: "run-end", reason: "finished", epochs: 2, weightsSha256 });
    expect(training.network.parameters).toEqual(network.parameters);
    expect(training.state()).toMatchObject({ epoch: 2, step: 0 });
    expect(events[0]).toMatchObject({ type: "run-start", data: { name: "few digits", training: 200, test: 50 } });
  });

  it("says behind its first event what the quick checks found, and nothing about healthy data", async () => {
    const training = generateDigits({ count: 600 });
    const other = Dataset.fromArrays({
      name: "zipped",
      pixels: training.pixels.slice(0, 200 * 784),
      labels: generateDigits({ from: 600, count: 200 }).labels,
      shape: [28, 28],
    });
    const short = parseExperimentConfig({ hidden: [8], epochs: 1 });
    const [start, finding, ...rest] = await all(run({ training, test: other }, short));
    expect(start).toMatchObject({ type: "run-start" });
    expect(finding).toMatchObject({ type: "finding", epoch: 0, finding: { id: "test-images-are-training-images" } });
    expect(rest.at(-1)).toMatchObject({ type: "run-end", reason: "finished" });
    const findings = async (options = {}) => {
      const events = await all(run({ training, test: other }, short, options));
      return events.filter(({ type }) => type === "finding");
    };
    expect(await findings({ doctor: false })).toEqual([]);
    expect((await all(run(data, short))).filter(({ type }) => type === "finding")).toEqual([]);
  });

  it("splits validation images off the end, once, and hands every setting on", async () => {
    const settings = {
      hidden: [8],
      epochs: 1,
      validation: 50,
      activation: "relu",
      cost: "log-likelihood",
      divideBy: 256,
      optimizer: "adam",
      dropout: 0.25,
      monitorTraining: true,
    };
    const config = parseExperimentConfig(settings);
    const split = splitData(data, config);
    expect([split.training.count, split.validation?.count, split.test?.count]).toEqual([150, 50, 50]);
    expect(splitData(split, config)).toBe(split);
    const training = run(data, config);
    const [start, ...events] = await all(training);
    expect(start).toMatchObject({
      data: { training: 150, validation: 50 },
      settings: { optimizer: "adam", dropout: 0.25 },
    });
    expect(training.network.spec).toMatchObject({
      input: { divideBy: 256 },
      initialisation: "he-normal",
      cost: "log-likelihood",
      layers: [{ activation: "relu" }, { activation: "softmax" }],
    });
    expect(events.at(-2)).toMatchObject({ type: "epoch", training: { total: 150 }, validation: { total: 50 } });
  });

  it("refuses more validation images than there are", () => {
    expect(() => run(data, parseExperimentConfig({ validation: 200 }))).toThrow(/200 of the 200 training images/);
  });

  it("takes a network that is given", async () => {
    const network = createNetwork(data, config);
    const training = run(data, config, { network });
    expect(training.network).toBe(network);
    await training.return();
  });
});
