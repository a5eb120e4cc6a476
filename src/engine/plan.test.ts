import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Arena } from "./arena.ts";
import { EVALUATE, readCommand, TRAIN, writeCommand } from "./control.ts";
import type { InputForm } from "./input-form.ts";
import { EVALUATION_ROWS, type LayerPlan, type ParameterBuffers, panelRange } from "./layer-plan.ts";
import { makePlan, type Plan, STAGED_ROWS } from "./plan.ts";
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
    sizes,
    activations: sizes.slice(1).map(() => "sigmoid" as const),
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
  const found = new Map<string, Range>();
  const add = (name: string, address: number, bytes: number) => {
    if (bytes > 0) found.set(`${name} ${address}`, { name, address, bytes });
  };
  const each = (name: string, buffer: readonly number[], bytes: number) => {
    expect(buffer, name).toHaveLength(spec.threads);
    for (const address of buffer) add(name, address, bytes);
  };
  add("barrier", plan.control.barrier, 192);
  add("generation", plan.control.generation, 4);
  add("command", plan.control.command, 64);
  each("input rows", plan.input.rows, rows * plan.input.stride);
  each("input counts", plan.input.counts, 4 * rows);
  each("answers", plan.answers, rows * layers.at(-1)!.stride);
  each("scratch", plan.scratch, Math.max(...layers.map((layer) => layer.panels)) * 16 * 64);
  add("order", plan.order, 4 * 203);
  add("rates", plan.rates, 8 * Math.ceil(203 / spec.batchSize));
  add("identity", plan.identity, 4 * 203);
  add("staging", plan.staging, spec.form === "sparse-bytes" ? STAGED_ROWS * spec.sizes[0]! : 0);
  add("costs", plan.evaluationCosts, 8 * Math.ceil(203 / EVALUATION_ROWS));
  add("classes", plan.evaluationClasses, 203);
  add("kept answers", plan.evaluationAnswers, 4 * 203 * layers.at(-1)!.units);
  layers.forEach((layer, l) => {
    const name = (part: string) => `layer ${l + 1} ${part}`;
    const parameters = (part: string, { weights, biases }: ParameterBuffers) => {
      each(name(`${part} weights`), weights, layer.panels * layer.panelBytes);
      each(name(`${part} biases`), biases, layer.panels * 64);
    };
    parameters("own", layer);
    layer.memory.forEach((buffers, i) => {
      parameters(`memory ${i}`, buffers);
    });
    if (layer.gradient) parameters("gradient", layer.gradient);
    each(name("squares"), layer.squares, 2 * 8 * layer.panels);
    if (layer.dropout) each(name("whole"), layer.dropout.whole, rows * layer.stride);
    if (layer.dropout) each(name("mask"), layer.dropout.mask, rows * layer.stride);
    each(name("delta"), layer.delta, rows * layer.stride);
    // One thread that computes the whole layer needs no second buffer; threads that share one need it for the next step.
    each(name("outputs"), layer.outputs[0], rows * layer.stride);
    each(name(layer.split ? "odd outputs" : "outputs"), layer.outputs[1], rows * layer.stride);
    each(name(layer.split ? "alone" : "outputs"), layer.alone, layer.split ? EVALUATION_ROWS * layer.stride : rows * layer.stride); // biome-ignore format: one buffer a line
  });
  add("ordered index", plan.orderedIndex, spec.form.startsWith("sparse") ? 8 * plan.sets.training!.count : 0);
  for (const [name, { rows, index, labels, count, nonzero }] of Object.entries(plan.sets)) {
    const size = { "sparse-bytes": 3 * nonzero, "sparse-floats": 8 * nonzero, "dense-bytes": count * spec.sizes[0]! + 15, "dense-floats": 4 * count * spec.sizes[0]! }[spec.form]; // biome-ignore format: a table
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
    const [hidden, output] = planOf([784, 100, 10], "sparse-bytes", 3, 10).layers as [LayerPlan, LayerPlan];
    expect([hidden.split, output.split]).toEqual([true, false]);
    expect(new Set(hidden.weights).size).toBe(1);
    expect(new Set(output.weights).size).toBe(3);
    expect(new Set(output.delta).size).toBe(3);
    expect(planOf([784, 100, 10], "sparse-bytes", 1, 10).layers.some((layer) => layer.split)).toBe(false);
  });

  it("a mini-batch buffer holds as many rows as an evaluation or the mini-batch has", () => {
    const { layers } = planOf([784, 30, 10], "dense-bytes", 1, 1);
    expect(layers[0]!.delta[0]! - layers[0]!.outputs[0][0]!).toBeGreaterThanOrEqual(
      EVALUATION_ROWS * layers[0]!.stride,
    );
  });

  it("is plain JSON, so that any thread can be handed it", () => {
    const plan = planOf([784, 100, 10], "dense-floats", 4, 10);
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });
});

it("panelRange cuts the panels of a split layer into consecutive parts, and leaves another whole", () => {
  for (let panels = 1; panels <= 50; panels++)
    for (let active = 1; active <= 5; active++) {
      const ranges = Array.from({ length: active }, (_, t) =>
        panelRange({ panels, split: true } as LayerPlan, t, active),
      );
      expect(ranges.map(([from]) => from)).toEqual([0, ...ranges.slice(0, -1).map(([, to]) => to)]);
      expect(ranges.at(-1)![1]).toBe(panels);
      const widths = ranges.map(([from, to]) => to - from);
      expect(Math.max(...widths) - Math.min(...widths)).toBeLessThanOrEqual(1);
      expect(panelRange({ panels, split: false } as LayerPlan, active - 1, active)).toEqual([0, panels]);
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
