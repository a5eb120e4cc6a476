import fc from "fast-check";
import { expect, it } from "vitest";
import { viewsOf } from "../memory-views.ts";
import { packDense, unpackDense } from "./dense-packing.ts";

const FIRST = 32;
const GARBAGE = 12345;

/** A layer behind `inputs` units, two places for its numbers behind `FIRST` others, and the memory, full of garbage. */
function layerOf(inputs: number, units: number) {
  const input = { volume: { height: 1, width: 1, channels: inputs }, pixel: inputs, numbers: inputs };
  return { layer: { units, input }, ...memoryFor(inputs, units) };
}

function memoryFor(inputs: number, units: number) {
  const panels = Math.ceil(units / 16);
  const each = panels * inputs * 16 + panels * 16;
  const place = (copy: number) => ({
    weights: FIRST + copy * each,
    biases: FIRST + copy * each + panels * inputs * 16,
  });
  const memory = viewsOf(new ArrayBuffer(4 * (FIRST + 2 * each + 16)));
  memory.f32.fill(GARBAGE);
  return { memory, places: [place(0), place(1)] as const, each, panels };
}

const floats = (length: number) =>
  fc.array(fc.float({ noNaN: true }), { minLength: length, maxLength: length }).map((list) => Float32Array.from(list));
const layers = fc
  .tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 50 }))
  .chain(([inputs, units]) => fc.tuple(fc.constant({ inputs, units }), floats(inputs * units), floats(units)));

it("unpacking gives back what was packed, bit for bit", () => {
  fc.assert(
    fc.property(layers, ([{ inputs, units }, weights, biases]) => {
      const { layer, memory, places } = layerOf(inputs, units);
      packDense(layer, memory, places[0], weights, biases);
      const [w, b] = [new Float32Array(weights.length), new Float32Array(biases.length)];
      unpackDense(layer, memory, places[0], w, b);
      expect(new Uint32Array(w.buffer)).toEqual(new Uint32Array(weights.buffer));
      expect(new Uint32Array(b.buffer)).toEqual(new Uint32Array(biases.buffer));
    }),
  );
});

it("a panel holds 16 units, [input][16]; padding is 0 and nothing else is written", () => {
  fc.assert(
    fc.property(layers, ([{ inputs, units }, weights, biases]) => {
      const { layer, memory, places, each, panels } = layerOf(inputs, units);
      const { weights: w, biases: b } = places[1];
      packDense(layer, memory, places[1], weights, biases);
      for (let u = 0; u < panels * 16; u++) {
        for (let k = 0; k < inputs; k++) {
          const packed = memory.f32[w + Math.floor(u / 16) * inputs * 16 + k * 16 + (u % 16)];
          expect(packed).toBe(u < units ? weights[u * inputs + k] : 0);
        }
        expect(memory.f32[b + u]).toBe(u < units ? biases[u] : 0);
      }
      const outside = [...memory.f32.subarray(0, w), ...memory.f32.subarray(FIRST + 2 * each)];
      expect(outside.every((value) => value === GARBAGE)).toBe(true);
    }),
    { numRuns: 30 },
  );
});

it("behind a volume the inputs, canonically [channel][y][x], lie as they are stored, [y][x][channel padded]", () => {
  const input = { volume: { height: 1, width: 2, channels: 3 }, pixel: 4, numbers: 8 };
  const { memory, places } = memoryFor(8, 2);
  const weights = Float32Array.from({ length: 12 }, (_, i) => i + 1);
  packDense({ units: 2, input }, memory, places[0], weights, Float32Array.of(20, 21));
  const unit = (u: number) => Array.from({ length: 8 }, (_, k) => memory.f32[places[0].weights + 16 * k + u]);
  expect(unit(0)).toEqual([1, 3, 5, 0, 2, 4, 6, 0]);
  expect(unit(1)).toEqual([7, 9, 11, 0, 8, 10, 12, 0]);
  const [w, b] = [new Float32Array(12), new Float32Array(2)];
  unpackDense({ units: 2, input }, memory, places[0], w, b);
  expect([...w, ...b]).toEqual([...weights, 20, 21]);
});
