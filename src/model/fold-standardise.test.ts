import { expect, it } from "vitest";
import { Dataset } from "../dataset/index.ts";
import { predict } from "../inference/index.ts";
import { Network, standardiseFor } from "../network/index.ts";
import { withoutStandardise } from "./fold-standardise.ts";

it("a network that standardises answers the same without it, but for rounding", async () => {
  const pixels = Float32Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? 1000 + i : i % 3 === 1 ? 5 : -0.01 * i));
  const data = Dataset.fromArrays({ name: "t", pixels, labels: new Uint8Array(20), shape: [1, 3], classes: 2 });
  const network = Network.create({
    input: [1, 3],
    layers: [{ units: 4 }],
    outputs: 2,
    standardise: standardiseFor(data),
  });
  const plain = withoutStandardise(network);
  expect(plain.spec.input).toEqual({ shape: [1, 3], divideBy: 1 });
  const [before, after] = [await predict(network, pixels), await predict(plain, pixels)];
  before.forEach((value, i) => {
    expect(Math.abs(value - after[i]!)).toBeLessThan(2e-5);
  });
  expect(withoutStandardise(plain)).toBe(plain);
});
