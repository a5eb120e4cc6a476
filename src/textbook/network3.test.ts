import { describe, expect, it } from "vitest";
import { expectError } from "../../test/support/errors.ts";
import { conv, dense, maxPool, Network } from "../network/index.ts";
import { bounded, referenceAnswers, referenceGradient } from "../training/reference/index.ts";
import {
  ConvPoolLayer,
  FullyConnectedLayer,
  Network3,
  type Pair,
  Random,
  ReLU,
  Sigmoid,
  SoftmaxLayer,
  Tanh,
} from "./index.ts";

const random = new Random(5, "doctor");
const numbers = (length: number) => Float64Array.from({ length }, () => random.normal());
const pairs = (count: number, inputs: number): Pair[] =>
  Array.from({ length: count }, (_, i) => [numbers(inputs), i % 3]);

/** Two convolutions as in chapter 6, on small pictures; the softmax layer begins with numbers, so that something goes back. */
function small(activation = Tanh) {
  const first = new ConvPoolLayer({ imageShape: [2, 9, 8], filterShape: [3, 2, 2, 3], activation });
  const second = new ConvPoolLayer({ imageShape: [3, 4, 3], filterShape: [4, 3, 2, 2], poolsize: [1, 2], activation });
  const third = new FullyConnectedLayer({ nIn: second.nOut, nOut: 5, activation });
  const last = new SoftmaxLayer({ nIn: 5, nOut: 3 });
  const net = new Network3([first, second, third, last], { seed: 3 });
  last.w = last.w.map((row) => row.map(() => random.normal()));
  last.b = numbers(3);
  return { net, first, second, third, last };
}

/** All weights and biases in the order of Myelin's files. */
function parametersOf({ first, second, third, last }: ReturnType<typeof small>): number[] {
  const conv = ({ w, b }: ConvPoolLayer) => [...w.flat(2).flatMap((row) => [...row]), ...b];
  const full = ({ w, b }: FullyConnectedLayer) => [...w.flatMap((row) => [...row]), ...b];
  return [...conv(first), ...conv(second), ...full(third), ...full(last)];
}

describe("the network of chapter 6", () => {
  it.each([
    ["tanh", Tanh],
    ["sigmoid", Sigmoid],
    ["relu", ReLU],
  ] as const)("%s: answers and one step are those of the float64 reference", (activation, fn) => {
    const book = small(fn);
    const { spec } = Network.create({
      input: [9, 8, 2],
      layers: [conv(3, [2, 3]), maxPool(2), conv(4, 2), maxPool([1, 2]), dense(5)],
      outputs: 3,
      activation,
      cost: "log-likelihood",
    });
    const data = pairs(4, 144);
    const before = parametersOf(book);
    const inputs = data.map(([x]) => x);
    const answers = referenceAnswers(spec, inputs, { parameters: bounded(before) });
    inputs.forEach((x, m) => {
      book.net.feedforward(x).forEach((a, j) => {
        expect(Math.abs(a - answers[m]!.values[j]!)).toBeLessThan(1e-13);
      });
    });
    const batch = { inputs, labels: data.map(([, y]) => y as number), l2: 0.25, l1: 0 };
    const { gradient, cost } = referenceGradient(spec, bounded(before), batch);
    expect(Math.abs(book.net.totalCost(data) - cost)).toBeLessThan(1e-13);
    book.net.updateMiniBatch(data, 0.5, 0.25);
    parametersOf(book).forEach((w, i) => {
      expect(Math.abs(w - (before[i]! - 0.5 * gradient.values[i]!)), `${i}`).toBeLessThan(1e-13);
    });
  });

  it("the book's sizes: 20 maps of 12 × 12 from 28 × 28, 40 of 4 × 4 behind them", () => {
    const first = new ConvPoolLayer({ imageShape: [1, 28, 28], filterShape: [20, 1, 5, 5] });
    const second = new ConvPoolLayer({ imageShape: [20, 12, 12], filterShape: [40, 20, 5, 5], poolsize: [2, 2] });
    expect([first.nIn, first.nOut, second.nIn, second.nOut]).toEqual([784, 2880, 2880, 640]);
  });

  it("learns: after some epochs it tells bars that stand from bars that lie", () => {
    const bar = (standing: boolean, at: number): Pair => [
      Float64Array.from({ length: 64 }, (_, k) => ((standing ? k % 8 : Math.floor(k / 8)) === at ? 1 : 0)),
      standing ? 1 : 0,
    ];
    const data = Array.from({ length: 16 }, (_, i) => bar(i % 2 === 0, Math.floor(i / 2)));
    const net = new Network3(
      [
        new ConvPoolLayer({ imageShape: [1, 8, 8], filterShape: [4, 1, 3, 3], activation: ReLU }),
        new FullyConnectedLayer({ nIn: 36, nOut: 8, activation: ReLU }),
        new SoftmaxLayer({ nIn: 8, nOut: 2 }),
      ],
      { seed: 1 },
    );
    for (const _ of net.SGD(data, 60, 4, 0.1)) if (net.evaluate(data) === 16) break;
    expect(net.evaluate(data)).toBe(16);
  });

  it("dropout: in training inputs fall away, answers take 1 − p of all", () => {
    const layer = new FullyConnectedLayer({ nIn: 1000, nOut: 1, pDropout: 0.25 });
    layer.w[0]!.fill(0.001);
    const ones = new Float64Array(1000).fill(1);
    expect(layer.feedforward(ones)[0]).toBeCloseTo(Sigmoid.fn(0.75), 12);
    const seen = layer.forward(ones, new Random(1, "dropout"))[0]!;
    expect(Math.abs(Math.log(seen / (1 - seen)) - 0.75)).toBeLessThan(0.07);
    expect(layer.backprop(Float64Array.of(1)).filter((d) => d === 0).length).toBeGreaterThan(200);
  });

  it("what does not fit is refused", async () => {
    await expectError(
      () => new ConvPoolLayer({ imageShape: [1, 4, 4], filterShape: [2, 1, 5, 5] }),
      "TEXTBOOK_SHAPE",
      "Filters of [2, 1, 5, 5] and windows of [2, 2] do not fit images of [1, 4, 4]",
      "usage",
    );
    await expectError(
      () => new Network3([new FullyConnectedLayer({ nIn: 4, nOut: 3 }), new SoftmaxLayer({ nIn: 4, nOut: 2 })]),
      "TEXTBOOK_SIZES",
      "Layer 2 takes 4 numbers, but layer 1 gives 3: make them agree.",
      "usage",
    );
  });
});
