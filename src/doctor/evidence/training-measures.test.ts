import { describe, expect, it } from "vitest";
import { digits } from "../../../test/support/doctor-cases.ts";
import { generateDigits } from "../../digits/index.ts";
import { Network, type NetworkOptions } from "../../network/index.ts";
import { train } from "../../training/index.ts";
import { diagnose } from "../diagnose.ts";
import { caseOf, type DoctorInput, type HistoryRow } from "../input.ts";
import { history } from "./history.ts";
import { Evidence } from "./measure.ts";
import { helped, learns, trials } from "./trials.ts";

const data = digits(1500, 400);
const get = (input: DoctorInput) => new Evidence(caseOf(input));
const network = (options: NetworkOptions = {}, sizes = [784, 30, 10]) =>
  Network.create(sizes, { inputShape: [28, 28], ...options });
const settings = { epochs: 3, batchSize: 10, learningRate: 3 };

describe("trials", () => {
  it("the book's network learns, so nothing else is tried", async () => {
    const found = await get({ ...data, network: network(), settings }).get(trials);
    expect(learns(found)).toBe(true);
    expect(found.tried).toEqual([]);
  });

  it("does not learn at 100, and does at a tenth or a hundredth of it", async () => {
    const found = await get({ ...data, network: network(), settings: { ...settings, learningRate: 100 } }).get(trials);
    expect(learns(found)).toBe(false);
    expect(helped(found, "learning rate")!.factor).toBeLessThan(1);
  });

  it("gives the same numbers twice", async () => {
    const once = () => get({ ...data, network: network(), settings: { ...settings, learningRate: 100 } }).get(trials);
    expect(await once()).toEqual(await once());
  });

  it.each([
    ["no network", { ...data, settings }],
    ["no learning rate", { ...data, network: network(), settings: { epochs: 3 } }],
    ["a learning rate of 0", { ...data, network: network(), settings: { learningRate: 0 } }],
    ["images of another size", { ...data, network: network({ inputShape: [1, 20] }, [20, 10]), settings }],
  ] as [string, DoctorInput][])("are not taken with %s", async (_, input) => {
    expect(await get(input).maybe(trials)).toBeUndefined();
  });
});

describe("history", () => {
  const curves = (loss: number[], accuracy: number[] = []) =>
    get({
      history: loss.map(
        (value, i): HistoryRow => ({
          loss: value,
          ...(accuracy[i] === undefined ? {} : { validationAccuracy: accuracy[i] }),
        }),
      ),
    }).get(history);
  it("improves while the loss falls by 1 % or the accuracy rises by a point", async () => {
    expect((await curves([1, 0.8, 0.6, 0.4])).improving).toBe(true);
    expect((await curves([1, 0.5, 0.5, 0.5])).improving).toBe(false);
    expect((await curves([1, 1, 1, 1], [0.1, 0.2, 0.3, 0.4])).improving).toBe(true);
    expect((await curves([1])).improving).toBeUndefined();
  });
  it("counts epochs from 1 where they are not given, and leaves out what was never logged", async () => {
    const found = await curves([3, 2]);
    expect(found.epochs).toEqual([1, 2]);
    expect(found).not.toHaveProperty("accuracy");
  });
});

describe("diagnose, from a network and its run", () => {
  const training = generateDigits({ count: 1500 });
  const test = generateDigits({ from: 60_000, count: 400 });
  const first = async (made: Network, rate: number, epochs = 3, prepare?: (network: Network) => void) => {
    prepare?.(made);
    const run = [];
    for await (const event of train(made, { training, test }, { epochs, batchSize: 10, learningRate: rate }))
      run.push(event);
    const { findings, verdict } = await diagnose({ training, test, network: made, run });
    return [verdict, findings.find(({ primary }) => primary)?.id];
  };
  const modern: NetworkOptions = { cost: "log-likelihood", activation: "relu", initialisation: "he-normal" };
  const cases: [string, () => ReturnType<typeof first>, [string, string | undefined]][] = [
    ["the book's network", () => first(network(), 3), ["healthy", undefined]],
    ["ReLU and He", () => first(network(modern), 0.1), ["healthy", undefined]],
    ["one epoch", () => first(network(), 3, 1), ["healthy", undefined]],
    ["five sigmoid layers, slow", () => first(network({ initialisation: "glorot-normal" }, [784, 30, 30, 30, 30, 10]), 3, 40), ["healthy", undefined]],
    ["raw pixels", () => first(network({ divideBy: 1 }), 3), ["fault", "inputs-not-scaled"]],
    ["a rate of 100", () => first(network(), 100), ["fault", "learning-rate-too-high"]],
    ["a rate of 0.0001", () => first(network(), 0.0001), ["fault", "learning-rate-too-low"]],
    ["zeros", () => first(network({ initialisation: "zeros" }), 3), ["fault", "symmetric-units"]],
    ["one hidden unit", () => first(network({}, [784, 1, 10]), 3), ["fault", "bottleneck"]],
    ["biases of −1000", () => first(network(modern), 0.1, 3, (made) => { made.biases(1).fill(-1000); }), ["fault", "dead-units"]],
  ]; // biome-ignore format: a table
  it.each(cases)("%s", async (_, run, expected) => {
    expect(await run()).toEqual(expected);
  });
});
