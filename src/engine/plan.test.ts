import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shapeLayers } from "../network/index.ts";
import { Arena } from "./arena.ts";
import { EVALUATE, readCommand, TRAIN, writeCommand } from "./control.ts";
import type { InputForm } from "./input-form.ts";
import { makePlan } from "./make-plan.ts";
import { bytesOf, type ParameterBuffers } from "./parameters.ts";
import { type Plan, STAGED_ROWS } from "./plan.ts";
import { rangeOf } from "./share.ts";
import { EVALUATION_ROWS, panelRange } from "./signal.ts";
import { PLAIN_SGD, type UpdateSpec } from "./update-spec.ts";

const NETWORKS = [
  [784, 30, 10],
  [784, 100, 10],
  [784, 30, 30, 10],
  [20, 7, 3],
  [1, 1],
  [784, 800, 800, 10],
];
const UPDATES: readonly UpdateSpec[] = [PLAIN_SGD, { ...PLAIN_SGD, optimizer: "adam", dropout: 0.5, clipNorm: 1 }];
const FORMS: readonly InputForm[] = ["sparse-bytes", "sparse-floats", "dense-bytes", "dense-floats"];

function planOf(
  sizes: readonly number[],
  form: InputForm,
  threads: number,
  batchSize: number,
  update = PLAIN_SGD,
): Plan {
  const pixels = sizes[0]!;
  const set = (count: number) => ({ count, nonzero: count * Math.ceil(pixels / 5), fullest: Math.ceil(pixels / 3) });
  return makePlan({
    input: { height: 1, width: pixels, channels: 1 },
    layers: shapeLayers({
      input: { shape: [1, pixels], divideBy: 255 },
      layers: sizes.slice(1).map((units) => ({ units, activation: "sigmoid" })),
    }),
    cost: "quadratic",
    update,
    batchSize,
    keepAnswers: true,
    threads,
    spins: 1,
    form,
    divideBy: 255,
    sets: { training: set(203), validation: set(1), test: set(77) },
  });
}

interface Range {
  readonly name: string;
  readonly address: number;
  readonly bytes: number;
}

/** Every buffer of the plan with the bytes that its users touch, worked out from what they do and not from how it is made. */
function rangesOf(plan: Plan): Range[] {
  const { spec, layers } = plan;
  const rows = Math.max(spec.batchSize, EVALUATION_ROWS);
  const pixels = spec.input.width;
  const found = new Map<string, Range>();
  const add = (name: string, address: number, bytes: number) => {
    if (bytes > 0 && !found.has(`${address}`)) found.set(`${address}`, { name, address, bytes });
  };
  const each = (name: string, buffer: readonly number[], bytes: number) => {
    expect(buffer, name).toHaveLength(spec.threads);
    for (const address of buffer) add(name, address, bytes);
  };
  add("barrier", plan.control.barrier, 192);
  add("generation", plan.control.generation, 4);
  add("command", plan.control.command, 64);
  const widest = Math.max(...spec.layers.map(({ output }) => Math.ceil(output.channels / 16)));
  const { numbers } = layers.at(-1)!.output;
  each("input rows", plan.input.signal.outputs[0], rows * plan.input.signal.stride);
  each("input counts", plan.input.counts, 4 * rows);
  each("answers", plan.answers, rows * layers.at(-1)!.output.stride);
  each("scratch", plan.scratch, widest * 16 * 64);
  add("order", plan.order, 4 * 203);
  add("rates", plan.rates, 8 * Math.ceil(203 / spec.batchSize));
  add("momenta", plan.momenta, 8 * Math.ceil(203 / spec.batchSize));
  add("identity", plan.identity, 4 * 203);
  add("staging", plan.staging, spec.form === "sparse-bytes" ? STAGED_ROWS * pixels : 0);
  add("costs", plan.evaluationCosts, 8 * Math.ceil(203 / EVALUATION_ROWS));
  add("classes", plan.evaluationClasses, 203);
  add("kept answers", plan.evaluationAnswers, 4 * 203 * numbers);
  layers.forEach(({ output, parameters, ...rest }, l) => {
    const name = (part: string) => `layer ${l + 1} ${part}`;
    const shared = output.division !== "own" && spec.threads > 1;
    each(name("even outputs"), output.outputs[0], rows * output.stride);
    each(name("odd outputs"), output.outputs[1], rows * output.stride);
    each(name("alone"), output.alone, (shared ? EVALUATION_ROWS : rows) * output.stride);
    each(name("delta"), output.delta!, rows * output.stride);
    if ("mask" in rest) each(name("mask"), rest.mask as number[], rows * output.stride);
    if (!parameters) return;
    const buffers = (part: string, { weights, biases }: ParameterBuffers) => {
      each(name(`${part} weights`), weights, bytesOf(parameters.weights));
      each(name(`${part} biases`), biases, bytesOf(parameters.biases));
    };
    buffers("own", parameters.values);
    parameters.memory.forEach((memory, i) => {
      buffers(`memory ${i}`, memory);
    });
    if (parameters.gradient) buffers("gradient", parameters.gradient);
    each(name("squares"), parameters.squares, 16 * parameters.weights.count);
  });
  add("ordered index", plan.orderedIndex, spec.form.startsWith("sparse") ? 8 * plan.sets.training!.count : 0);
  for (const [name, { rows, index, labels, count, nonzero }] of Object.entries(plan.sets)) {
    const size = { "sparse-bytes": 3 * nonzero, "sparse-floats": 8 * nonzero, "dense-bytes": count * pixels + 15, "dense-floats": 4 * count * pixels }[spec.form]; // biome-ignore format: a table
    add(`${name} rows`, rows, size);
    add(`${name} index`, index, spec.form.startsWith("sparse") ? 8 * count : 0);
    add(`${name} labels`, labels, count);
  }
  return [...found.values()].sort((a, b) => a.address - b.address);
}

describe("plan", () => {
  it("no two buffers overlap, each starts on a cache line, all are inside the memory", () => {
    let plans = 0;
    for (const sizes of NETWORKS)
      for (const form of FORMS)
        for (const threads of [1, 2, 3, 4])
          for (const [batchSize, update] of [1, 10, 100].flatMap((size) => UPDATES.map((u) => [size, u] as const))) {
            const plan = planOf(sizes, form, threads, batchSize, update);
            let end = 1; // address 0 is nobody's
            for (const { name, address, bytes } of rangesOf(plan)) {
              if (address < end) expect.fail(`${name} at ${address} overlaps what ends at ${end}`);
              if (address % 64 !== 0) expect.fail(`${name} at ${address} is not on a cache line`);
              end = address + bytes;
            }
            expect(end).toBeLessThanOrEqual(plan.bytes);
            plans++;
          }
    expect(plans).toBe(576);
  });

  it("every thread has its own copy of a layer that is not split, and one copy of a split one", () => {
    const [hidden, output] = planOf([784, 100, 10], "sparse-bytes", 3, 10).layers;
    expect([hidden!.parameters!.split, output!.parameters!.split]).toEqual([true, false]);
    expect(new Set(hidden!.parameters!.values.weights).size).toBe(1);
    expect(new Set(output!.parameters!.values.weights).size).toBe(3);
    expect(new Set(output!.output.delta).size).toBe(3);
    const { layers } = planOf([784, 100, 10], "sparse-bytes", 1, 10);
    expect(layers.some(({ parameters }) => parameters!.split)).toBe(false);
  });

  it("a mini-batch buffer holds as many rows as an evaluation or the mini-batch has", () => {
    const { output } = planOf([784, 30, 10], "dense-bytes", 1, 1).layers[0]!;
    expect(output.delta![0]! - output.outputs[0][0]!).toBeGreaterThanOrEqual(EVALUATION_ROWS * output.stride);
  });

  it("is plain JSON, so that any thread can be handed it", () => {
    const plan = planOf([784, 100, 10], "dense-floats", 4, 10);
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });
});

it("threads get consecutive parts of a divided signal, of equal size or one more; one who works alone gets all", () => {
  for (let panels = 1; panels <= 50; panels++)
    for (let active = 1; active <= 5; active++) {
      const ranges = Array.from({ length: active }, (_, index) => rangeOf(panels, { index, active }));
      expect(ranges.map(([from]) => from)).toEqual([0, ...ranges.slice(0, -1).map(([, to]) => to)]);
      expect(ranges.at(-1)![1]).toBe(panels);
      const widths = ranges.map(([from, to]) => to - from);
      expect(Math.max(...widths) - Math.min(...widths)).toBeLessThanOrEqual(1);
      const last = { index: active - 1, active };
      expect(panelRange({ panels, division: "panels" }, last)).toEqual(ranges.at(-1));
      expect(panelRange({ panels, division: "own" }, last)).toEqual([0, panels]);
      expect(panelRange({ panels, division: "panels" }, { ...last, alone: true })).toEqual([0, panels]);
    }
});

it("the arena hands out what was asked for, on cache lines, never address 0", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1000)), (sizes) => {
      const arena = new Arena();
      let end = 1;
      for (const bytes of sizes) {
        const address = arena.take(bytes);
        expect(address % 64).toBe(0);
        expect(address).toBeGreaterThanOrEqual(end);
        end = address + bytes;
      }
      expect(arena.size).toBeGreaterThanOrEqual(end);
    }),
  );
});

it("a command survives the way through memory", () => {
  const numbers = new Float64Array(8).fill(NaN);
  for (const command of [
    { kind: TRAIN, epoch: 12, from: 3, to: 600, scale: Math.fround(0.99), costSum: 0.1 },
    { kind: EVALUATE, set: "validation", from: 2, to: 9, scale: 0.5 },
    { kind: EVALUATE, set: "test", from: 0, to: 1, scale: 1 },
    { kind: 0 },
  ] as const) {
    writeCommand(numbers, command);
    expect(readCommand(numbers)).toEqual(command);
  }
});
