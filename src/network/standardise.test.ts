import { describe, expect, it } from "vitest";
import { expectError } from "../../test/support/errors.ts";
import { Dataset } from "../dataset/index.ts";
import { predict } from "../inference/index.ts";
import { Network, parseNetworkSpec, standardised, standardiseFor } from "./index.ts";

const table = (values: readonly number[]) =>
  Dataset.fromArrays({
    name: "t",
    pixels: Float32Array.from(values),
    labels: new Uint8Array(values.length / 2),
    shape: [1, 2],
    classes: 2,
  });

describe("standardiseFor", () => {
  it("has the mean and deviation of every column; a constant one has the deviation 1 (C26)", () => {
    expect(standardiseFor(table([1, 5, 3, 5, 5, 5]))).toEqual({
      mean: [3, 5],
      deviation: [Math.fround(Math.sqrt(8 / 3)), 1],
    });
  });
});

describe("a network that standardises", () => {
  const data = table([1, 5, 3, 5, 5, 5]);
  const network = Network.create({
    input: [1, 2],
    layers: [{ units: 3 }],
    outputs: 2,
    standardise: standardiseFor(data),
  });

  it("answers raw numbers as one that does not answers the standardised ones, bit for bit", async () => {
    const plain = new Network({ ...network.spec, input: { shape: [1, 2], divideBy: 1 } }, network.parameters);
    const ready = standardised(data, network.spec.input);
    expect(ready.pixels).toEqual(Float32Array.from([-2, 0, 0, 0, 2, 0], (x) => x / Math.fround(Math.sqrt(8 / 3))));
    expect(await predict(network, data)).toEqual(await predict(plain, ready));
    expect(standardised(ready, network.spec.input)).toBe(ready);
  });

  it("keeps its numbers in its spec, and refuses others", async () => {
    const json = JSON.parse(JSON.stringify(network.spec));
    expect(parseNetworkSpec(json)).toEqual(network.spec);
    json.input.standardise.deviation = [1, 0];
    await expectError(
      () => parseNetworkSpec(json),
      "SPEC_INVALID",
      /network\.input\.standardise\.deviation must be 2 numbers, one a value of the input/,
      "usage",
    );
  });
});
