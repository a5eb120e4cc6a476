// Every optimizer and regulariser in float64, from the formulas of docs/training.md, and beside every number how far the
// float32 engine may be from it after one step: the bounds of src/training/reference, carried on through the optimizer.
import { type NetworkSpec, shapeLayers } from "../../src/network/index.ts";
import type { TrainingSettings } from "../../src/training/index.ts";
import {
  type Bounded,
  bounded,
  type ReferenceBatch,
  ROUNDING,
  referenceGradient,
  roundings,
} from "../../src/training/reference/index.ts";

/** A number, and how far float32 may be from it. */
type Number32 = readonly [value: number, error: number];

const rounded = (value: number, error: number): Number32 => [
  value,
  error * 1.01 + ROUNDING * (Math.abs(value) + error),
];
/** A setting or something computed from settings: as the engine's float32 has it. */
const setting = (value: number, spare = 0): Number32 => [value, Math.abs(Math.fround(value) - value) + spare];
const add = ([a, ea]: Number32, [b, eb]: Number32) => rounded(a + b, ea + eb);
const subtract = (a: Number32, [b, eb]: Number32) => add(a, [-b, eb]);
const multiply = ([a, ea]: Number32, [b, eb]: Number32) =>
  rounded(a * b, Math.abs(a) * eb + Math.abs(b) * ea + ea * eb);
function divide([a, ea]: Number32, [b, eb]: Number32): Number32 {
  if (Math.abs(b) <= eb) return [a / b, Infinity];
  return rounded(a / b, (ea + Math.abs(a / b) * eb) / (Math.abs(b) - eb));
}
function root([a, ea]: Number32): Number32 {
  return rounded(Math.sqrt(a), a > ea ? ea / (Math.sqrt(a) + Math.sqrt(a - ea)) : Math.sqrt(a + ea));
}

const at = ({ values, errors }: Bounded, i: number): Number32 => [values[i]!, errors[i]!];
function put({ values, errors }: Bounded, i: number, [value, error]: Number32): void {
  values[i] = value;
  errors[i] = error;
}

export class ReferenceTraining {
  readonly parameters: Bounded;
  /** What the optimizer remembers. */
  readonly #first: Bounded;
  readonly #second: Bounded;
  readonly #spec: NetworkSpec;
  readonly #settings: TrainingSettings;
  readonly #images: number;
  #steps = 0;

  constructor(spec: NetworkSpec, parameters: Float32Array, settings: TrainingSettings, images: number) {
    this.parameters = bounded(parameters);
    this.#first = bounded(new Float64Array(parameters.length));
    this.#second = bounded(new Float64Array(parameters.length));
    this.#spec = spec;
    this.#settings = settings;
    this.#images = images;
  }

  get #arrays(): readonly Bounded[] {
    return [this.parameters, this.#first, this.#second];
  }

  /** The numbers count as exact from here on. @param move by which share of its bound each is moved before, −1 … 1 */
  settle(move: () => number = () => 0): void {
    for (const { values, errors } of this.#arrays) {
      errors.forEach((error, i) => {
        values[i]! += move() * error;
      });
      errors.fill(0);
    }
  }

  /** Goes on from the engine's own numbers. @param tensors of its state */
  take(parameters: Float32Array, tensors: ReadonlyMap<string, Float32Array>): void {
    const [first, second] = [tensors.get("velocity") ?? tensors.get("mean"), tensors.get("square")];
    [parameters, first, second].forEach((numbers, i) => {
      if (numbers) this.#arrays[i]!.values.set(numbers);
    });
    this.settle();
  }

  /** @returns the mean cost before the step, and its bound */
  step(batch: Omit<ReferenceBatch, "l1" | "l2">, rate: number, momentum = this.#settings.momentum ?? 0.9): Number32 {
    this.#steps++;
    const plain = { ...batch, l1: 0, l2: 0 };
    const { cost, costError, gradient } = referenceGradient(this.#spec, this.parameters, plain);
    const clip = this.#clip(gradient);
    for (const { kind, weights, biases, end } of shapeLayers(this.#spec)) {
      for (let i = weights; i < end; i++) {
        const isWeight = i < biases && kind !== "batch-norm";
        let g = clip ? multiply(clip, at(gradient, i)) : at(gradient, i);
        if (isWeight) g = this.#penalised(g, at(this.parameters, i));
        put(this.parameters, i, this.#moved(i, at(this.parameters, i), g, [rate, momentum], isWeight));
      }
    }
    this.#limit();
    return [cost, costError];
  }

  /** min(1, clipNorm / ‖g‖) */
  #clip(gradient: Bounded): Number32 | undefined {
    const most = this.#settings.clipNorm;
    if (most === undefined) return undefined;
    let squares: Number32 = [0, 0];
    gradient.values.forEach((_, i) => {
      const g = at(gradient, i);
      squares = add(squares, multiply(g, g));
    });
    const factor = divide(setting(most), root(squares));
    return factor[0] < 1 ? factor : [1, Math.max(0, 1 - (factor[0] - factor[1]))];
  }

  /** (λ/n)·w and (λ/n)·sign(w) */
  #penalised(g: Number32, w: Number32): Number32 {
    const { l2 = 0, l1 = 0 } = this.#settings;
    const decayed = l2 === 0 ? g : add(g, multiply(setting(l2 / this.#images), w));
    if (l1 === 0) return decayed;
    const [push, error] = setting(l1 / this.#images);
    const turned = Math.abs(w[0]) <= w[1] && w[1] > 0 ? 2 * push : 0;
    return add(decayed, [push * Math.sign(w[0]), error + turned]);
  }

  #moved(i: number, w: Number32, g: Number32, [eta, momentum]: readonly [number, number], isWeight: boolean): Number32 {
    const { optimizer = "sgd", epsilon = 1e-8 } = this.#settings;
    const { beta2 = optimizer === "rmsprop" ? 0.99 : 0.999, weightDecay = 0 } = this.#settings;
    const rate = setting(eta);
    const [mu, rho] = [setting(momentum), setting(beta2)];
    const mix = (into: Bounded, keep: Number32, next: Number32) => {
      const mixed = add(multiply(keep, at(into, i)), multiply([1 - keep[0], keep[1]], next));
      put(into, i, mixed);
      return mixed;
    };
    if (optimizer === "sgd") {
      // In place the mean is taken with η: a few more roundings of the same size.
      const [value, error] = subtract(w, multiply(rate, g));
      return [value, error + roundings(12) * (Math.abs(w[0]) + Math.abs(eta * g[0]))];
    }
    if (optimizer === "rmsprop") {
      const square = mix(this.#second, rho, multiply(g, g));
      return subtract(w, divide(multiply(rate, g), add(root(square), setting(epsilon))));
    }
    if (optimizer === "momentum" || optimizer === "nesterov") {
      const velocity = add(multiply(mu, at(this.#first, i)), g);
      put(this.#first, i, velocity);
      return subtract(w, multiply(rate, optimizer === "nesterov" ? add(g, multiply(mu, velocity)) : velocity));
    }
    const mean = mix(this.#first, mu, g);
    const square = mix(this.#second, rho, multiply(g, g));
    const t = this.#steps;
    const corrected = (beta: number) => eta / (1 - beta ** t);
    const correction = (beta: number) => 1 / Math.sqrt(1 - beta ** t);
    const differs = (f: (beta: number) => number, beta: number) => Math.abs(f(Math.fround(beta)) - f(beta));
    const up = multiply(setting(corrected(momentum), differs(corrected, momentum)), mean);
    const down = add(multiply(root(square), setting(correction(beta2), differs(correction, beta2))), setting(epsilon));
    const keep = optimizer === "adamw" && isWeight ? setting(1 - eta * weightDecay) : setting(1);
    return subtract(multiply(keep, w), divide(up, down));
  }

  /** Max-norm: the incoming weights of a unit get at most this length. */
  #limit(): void {
    const { maxNorm } = this.#settings;
    if (maxNorm === undefined) return;
    for (const { weights, biases, end, fanIn: inputs } of shapeLayers(this.#spec)) {
      // A batch norm has no incoming weights.
      for (let u = 0; u < (inputs === 0 ? 0 : end - biases); u++) {
        const from = weights + u * inputs;
        let squares: Number32 = [0, 0];
        for (let i = from; i < from + inputs; i++)
          squares = add(squares, multiply(at(this.parameters, i), at(this.parameters, i)));
        const norm = root(squares);
        if (norm[0] + norm[1] <= maxNorm) continue;
        const scale = norm[0] > maxNorm ? divide(setting(maxNorm), norm) : ([1, norm[1] / maxNorm] as const);
        for (let i = from; i < from + inputs; i++) put(this.parameters, i, multiply(scale, at(this.parameters, i)));
      }
    }
  }
}
