import fc from "fast-check";
import { expect, it } from "vitest";
import { Dataset, type Pixels } from "../dataset/index.ts";
import { chooseForm, inputSize, isSparse } from "./input-form.ts";

const table = (pixels: Pixels, size: number) =>
  Dataset.fromArrays({ name: "t", pixels, labels: new Uint8Array(pixels.length / size), shape: [1, size] });

const byte = fc.oneof(fc.constant(0), fc.constantFrom(1, 127, 128, 255), fc.nat(255));

it("counts nonzero bytes wherever the rows start in their buffer", () => {
  fc.assert(
    fc.property(
      fc.nat(9),
      fc.integer({ min: 1, max: 37 }),
      fc.nat(5),
      fc.infiniteStream(byte),
      (offset, size, count, stream) => {
        const buffer = new Uint8Array(offset + size * count + 3).fill(255); // nonzero around it
        const pixels = buffer.subarray(offset, offset + size * count);
        for (let i = 0; i < pixels.length; i++) pixels[i] = stream.next().value!;
        const rows = Array.from({ length: count }, (_, r) => pixels.subarray(r * size, (r + 1) * size));
        const counts = rows.map((row) => row.filter((value) => value !== 0).length);
        const nonzero = counts.reduce((a, b) => a + b, 0);
        expect(inputSize(table(pixels, size))).toEqual({ count, nonzero, fullest: Math.max(0, ...counts) });
      },
    ),
  );
});

it("counts nonzero numbers; −0 is zero, the smallest number is not", () => {
  const pixels = Float32Array.of(0, -0, 1e-45, -3, 0, 0);
  expect(inputSize(table(pixels, 3))).toEqual({ count: 2, nonzero: 2, fullest: 1 });
});

/** The form of pixels of which `nonzero` of 8 are not 0. */
function form(kind: typeof Uint8Array | typeof Float32Array, nonzero: number, inputs = 4) {
  const pixels = new kind(8).fill(1, 0, nonzero);
  return chooseForm(kind === Uint8Array, true, pixels.length, inputs, inputSize(table(pixels, 4)));
}

it("is sparse up to half nonzero pixels, dense above", () => {
  expect([0, 4, 5, 8].map((nonzero) => form(Uint8Array, nonzero))).toEqual([
    "sparse-bytes",
    "sparse-bytes",
    "dense-bytes",
    "dense-bytes",
  ]);
  expect([0, 4, 5, 8].map((nonzero) => form(Float32Array, nonzero))).toEqual([
    "sparse-floats",
    "sparse-floats",
    "dense-floats",
    "dense-floats",
  ]);
});

it("keeps the number of a sparse byte in 16 bits, so rows of more than 65,536 pixels are kept as numbers", () => {
  expect(form(Uint8Array, 1, 65_536)).toBe("sparse-bytes");
  expect(form(Uint8Array, 1, 65_537)).toBe("sparse-floats");
  expect(form(Uint8Array, 8, 65_537)).toBe("dense-bytes");
});

it("knows which forms are sparse", () => {
  expect((["sparse-bytes", "sparse-floats", "dense-bytes", "dense-floats"] as const).map(isSparse)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
