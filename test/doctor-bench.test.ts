// The benchmark of the doctor measures what it says: its trainer is right where it is not broken on purpose, its list is whole,
// and the rules of the rivals fire at their thresholds.
import { describe, expect, it } from "vitest";
import { controls } from "../bench/doctor/lib/controls.mjs";
import { baseData, rowsOf } from "../bench/doctor/lib/data.mjs";
import { dataFaults } from "../bench/doctor/lib/data-faults.mjs";
import { book, modern } from "../bench/doctor/lib/recipes.mjs";
import { autotrainer, deepDiagnosis, sagemaker, umlaut } from "../bench/doctor/lib/rivals.mjs";
import { gradientFunction, judged, scores, train } from "../bench/doctor/lib/trainer.mjs";
import { trainingFaults } from "../bench/doctor/lib/training-faults.mjs";

interface Layer {
  readonly weights: Float64Array;
}

const x = Float64Array.of(0.5, -1, 0, 0.25, 2, -0.5);
const data = { images: x, labels: Uint8Array.of(1, 0), size: 3 };
const tiny = { sizes: [3, 4, 2], scale: 1, epochs: 1, batchSize: 2, learningRate: 1 };
const gaussian = (_n: number, random: { normal(): number }) => 0.7 * random.normal();

/** The mean cost of the two rows after adding `by` to one weight. */
function costWith(model: ReturnType<typeof train>, layer: number, at: number, by: number): number {
  const layers = model.initial.map((one: Layer) => ({ ...one, weights: one.weights.slice() }));
  layers[layer]!.weights[at]! += by;
  return judged(float64(model, layers), data.labels, model.recipe).loss;
}

/** Scores without the rounding to float32. */
function float64(model: ReturnType<typeof train>, layers: typeof model.layers) {
  const one = (row: number) => scores(model, layers, { ...data, images: x.subarray(3 * row, 3 * row + 3) });
  const [first, second] = [one(0), one(1)];
  return { ...first, rows: 2, values: Float32Array.of(...first.values, ...second.values) };
}

describe("the trainer of the benchmark", () => {
  it.each([
    ["sigmoid, quadratic", { ...book(), ...tiny }],
    ["ReLU, softmax", { ...modern(), ...tiny }],
    ["tanh, sigmoid, cross-entropy", { ...book(), ...tiny, activations: ["tanh", "sigmoid"], cost: "cross-entropy" }],
    ["softmax twice, as it is injected", { ...modern(), ...tiny, bugs: { softmaxTwice: true } }],
  ])("%s: one step is the gradient of the mean cost", (_name, recipe) => {
    const model = train(data, { ...recipe, weight: gaussian } as Parameters<typeof train>[1], 3);
    model.initial.forEach((before: Layer, layer: number) => {
      for (let at = 0; at < before.weights.length; at++) {
        const step = before.weights[at]! - model.layers[layer]!.weights[at]!;
        const h = 0.02;
        const slope = (costWith(model, layer, at, h) - costWith(model, layer, at, -h)) / (2 * h);
        // Scores are float32: about 1e-7 / h, and the difference quotient is off by a third derivative times h².
        expect(Math.abs(step - slope)).toBeLessThan(2e-4);
      }
    });
  });

  it("hands over the gradient that it steps along, bugs included", () => {
    for (const bugs of [{}, { missingSlope: true }, { frozen: [0] }, { sum: true }, { onlyLast: true }]) {
      const recipe = { ...book(), ...tiny, shuffle: false, weight: gaussian, bugs } as Parameters<typeof train>[1];
      const model = train(data, recipe, 3);
      const flat = (layers: typeof model.layers) =>
        Float64Array.from(
          layers.flatMap(({ weights, biases }: Layer & { biases: Float64Array }) => [...weights, ...biases]),
        );
      const [before, after] = [flat(model.initial), flat(model.layers)];
      const gradient = gradientFunction(recipe)(before, x, [1, 0]) as Float64Array;
      before.forEach((value, i) => {
        expect(value - after[i]!).toBeCloseTo(gradient[i]!, 12);
      });
    }
  });

  it("is broken by every bug that is injected", () => {
    const step = (bugs: object) => {
      const model = train(data, { ...book(), ...tiny, weight: gaussian, bugs } as Parameters<typeof train>[1], 3);
      return model.layers.map(({ weights }: Layer) => [...weights]);
    };
    const bugs = [
      { sum: true },
      { signFlipped: true },
      { missingSlope: true },
      { notTransposed: true },
      { frozen: [0] },
    ];
    for (const bug of [...bugs, { onlyLast: true }, { reinitialise: true }]) expect(step(bug)).not.toEqual(step({}));
  });
});

describe("the list", () => {
  it("has the 54 faults and 16 controls, every one with data that can be made", () => {
    for (const seed of [1, 2]) {
      const base = baseData("digits", seed, { training: 200, test: 100 });
      const faults = [...dataFaults(base, seed), ...trainingFaults(base, seed)];
      expect(faults.map(({ id }) => Number(id)).sort((a, b) => a - b)).toEqual(
        Array.from({ length: 54 }, (_, i) => i + 1),
      );
      const healthy = controls(base, seed);
      expect(healthy.map(({ id }) => id)).toEqual(Array.from({ length: 16 }, (_, i) => `C${i + 1}`));
      for (const one of [...faults, ...healthy]) {
        const { training, test } = one.make();
        expect(rowsOf(training)).toBeGreaterThan(0);
        expect(rowsOf(test)).toBeGreaterThan(0);
      }
      for (const one of faults) expect(one.truth.length).toBeGreaterThan(0);
    }
  });

  it("changes nothing in the data it starts from", () => {
    const base = baseData("digits", 1, { training: 200, test: 100 });
    const before = structuredClone(base);
    for (const one of [...dataFaults(base, 1), ...trainingFaults(base, 1), ...controls(base, 1)]) one.make();
    expect(base).toEqual(before);
  });
});

describe("the rules of the rivals", () => {
  const layer = {
    slope: 0.1,
    dead: 0,
    nonPositive: 0.1,
    above5: 0,
    saturated: 0,
    outMean: 0.05,
    outAbs: 0.1,
    weightMean: 0.01,
    weightVariance: 0.05,
    weightNorm: 5,
    updateRatio: 0.01,
    moved: 0.05,
    gradNorm: 0.1,
    gradAbs: 1e-3,
    gradZero: 0.1,
    gradMean: 1e-3,
  };
  const trace = {
    recipe: { ...modern(), learningRate: 0.01 },
    input: { min: 0, max: 1, mean: 0.13, nan: false },
    labels: Uint8Array.from({ length: 600 }, (_, i) => i % 10),
    rates: [0.01, 0.01, 0.01],
    loss: [1, 0.5, 0.3],
    accuracy: [0.6, 0.8, 0.9],
    valLoss: [0.9, 0.5, 0.31],
    valAccuracy: [0.6, 0.8, 0.9],
    epochs: [
      [layer, layer],
      [layer, layer],
      [layer, layer],
    ],
    steps: Array.from({ length: 30 }, (_, i) => 2 - i / 20),
  };
  const names = (rules: (t: typeof trace) => { name: string }[], changes: object = {}) =>
    rules({ ...trace, ...changes }).map(({ name }) => name);
  const with0 = (changes: object) => ({
    epochs: trace.epochs.map(([first, second]) => [{ ...first!, ...changes }, second!]),
  });

  it("are silent on a run that keeps within all of them", () => {
    for (const rules of [umlaut, autotrainer, deepDiagnosis, sagemaker]) expect(names(rules)).toEqual([]);
  });

  it("fire at their thresholds", () => {
    expect(names(umlaut, { rates: [0.011] })).toEqual(["learning rate high"]);
    expect(names(umlaut, { input: { ...trace.input, max: 255 } })).toEqual(["input not normalised"]);
    expect(names(umlaut, { valLoss: [0.9, 0.5, 0.51] })).toEqual(["possible overfitting"]);
    expect(names(umlaut, { valAccuracy: [0.6, 0.8, 0.96] })).toEqual(["validation accuracy suspicious"]);
    expect(names(umlaut, { recipe: book() })).toContain("missing softmax before the loss");
    const stuck = { accuracy: [0.1, 0.1, 0.1], valAccuracy: [0.1, 0.1, 0.1] };
    expect(names(autotrainer, stuck)).toEqual(["not converging"]);
    expect(names(autotrainer, { ...stuck, ...with0({ gradNorm: 1e-5 }) })).toContain("vanishing gradient");
    expect(names(autotrainer, { ...stuck, ...with0({ gradZero: 0.7 }) })).toContain("dying ReLU");
    expect(names(deepDiagnosis, with0({ nonPositive: 0.7 }))).toEqual(["dead node"]);
    expect(names(deepDiagnosis, with0({ above5: 0.51 }))).toEqual(["saturated activation"]);
    expect(names(deepDiagnosis, with0({ gradAbs: 1e-8 }))).toEqual(["vanishing gradient"]);
    expect(names(sagemaker, { valLoss: [1.2, 0.5, 0.3] })).toEqual(["Overfit"]);
    expect(names(sagemaker, with0({ dead: 0.6 }))).toEqual(["DeadRelu"]);
    expect(names(sagemaker, { accuracy: [0.1, 0.2, 0.2] })).toEqual(["ClassImbalance"]);
    expect(names(sagemaker, { steps: Array(30).fill(1) })).toEqual(["LossNotDecreasing"]);
  });
});
