import fc from "fast-check";
import { expect, it } from "vitest";
import type { LayerPlan } from "./layer-plan.ts";
import { viewsOf } from "./memory-views.ts";
import { packLayer, unpackLayer } from "./packing.ts";

const FIRST = 128;
const GARBAGE = 12345;

/** A layer with two threads' copies behind `FIRST` bytes, and the memory for it, full of garbage. */
function layerOf(inputs: number, units: number) {
  const panels = Math.ceil(units / 16);
  const weightBytes = panels * inputs * 64;
  const each = weightBytes + panels * 64;
  const layer = {
    inputs,
    units,
    panels,
    weights: [FIRST, FIRST + each],
    biases: [FIRST + weightBytes, FIRST + each + weightBytes],
  } as unknown as LayerPlan;
  const memory = viewsOf(new ArrayBuffer(FIRST + 2 * each + 64));
  memory.f32.fill(GARBAGE);
  return { layer, memory, each };
}

const floats = (length: number) =>
  fc.array(fc.float({ noNaN: true }), { minLength: length, maxLength: length }).map((list) => Float32Array.from(list));
const layers = fc
  .tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 50 }))
  .chain(([inputs, units]) => fc.tuple(fc.constant({ inputs, units }), floats(inputs * units), floats(units)));

it("unpacking gives back what was packed, bit for bit", () => {
  fc.assert(
    fc.property(layers, ([{ inputs, units }, weights, biases]) => {
      const { layer, memory } = layerOf(inputs, units);
      packLayer(memory, layer, layer, 0, weights, biases);
      const [w, b] = [new Float32Array(weights.length), new Float32Array(biases.length)];
      unpackLayer(memory, layer, layer, 1, w, b);
      expect(new Uint32Array(w.buffer)).toEqual(new Uint32Array(weights.buffer));
      expect(new Uint32Array(b.buffer)).toEqual(new Uint32Array(biases.buffer));
    }),
  );
});

it("a panel holds 16 units, [input][16]; padding is 0 and nothing else is written", () => {
  fc.assert(
    fc.property(layers, ([{ inputs, units }, weights, biases]) => {
      const { layer, memory, each } = layerOf(inputs, units);
      packLayer(memory, layer, layer, 1, weights, biases);
      const [w, b] = [layer.weights[1]! / 4, layer.biases[1]! / 4];
      for (let u = 0; u < layer.panels * 16; u++) {
        for (let k = 0; k < inputs; k++) {
          const packed = memory.f32[w + Math.floor(u / 16) * inputs * 16 + k * 16 + (u % 16)];
          expect(packed).toBe(u < units ? weights[u * inputs + k] : 0);
        }
        expect(memory.f32[b + u]).toBe(u < units ? biases[u] : 0);
      }
      const outside = [...memory.f32.subarray(0, w), ...memory.f32.subarray((FIRST + 2 * each) / 4)];
      expect(outside.every((value) => value === GARBAGE)).toBe(true);
    }),
    { numRuns: 30 },
  );
});

it("the scale is multiplied into the weights only", () => {
  const { layer, memory } = layerOf(2, 3);
  packLayer(memory, layer, layer, 0, Float32Array.of(1, 2, 3, 4, 5, 6), Float32Array.of(7, 8, 9));
  const [w, b] = [new Float32Array(6), new Float32Array(3)];
  unpackLayer(memory, layer, layer, 0.5, w, b);
  expect([...w, ...b]).toEqual([0.5, 1, 1.5, 2, 2.5, 3, 7, 8, 9]);
});
