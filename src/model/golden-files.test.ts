// Files that were saved by earlier versions and are committed: they open for ever, with the same bits.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { batchNorm, conv, dense, dropout, maxPool, Network } from "../network/index.ts";
import { networkFromSafetensors, networkToSafetensors } from "./network-file.ts";

const read = (name: string) => ({
  name,
  bytes: new Uint8Array(readFileSync(new URL(`../../test/goldens/models/${name}`, import.meta.url))),
});

/** The network of layers.safetensors before it was saved, with statistics of its own. */
function layers(): Network {
  const hidden = [conv(3, [3, 2]), batchNorm(), maxPool(2), dropout(0.25), dense(4)];
  const functions = { activation: "relu", cost: "log-likelihood", initialisation: "he-normal" } as const;
  const network = Network.create({ input: [6, 5, 2], layers: hidden, outputs: 3, seed: 7, ...functions });
  network.statistics.set([0.5, -0.25, 0.125, 2, 3, 4]);
  return network;
}

describe("committed files", () => {
  it("dense.safetensors, saved before there were other layers", async () => {
    const file = read("dense.safetensors");
    const { network, state, metadata } = await networkFromSafetensors(file);
    expect(await network.weightsSha256()).toBe("42d52236e0e9f656db6dbd5edb08ad7d99d3d6d6590f5a30056b5a91bf40c417");
    expect(network.spec.layers).toEqual([
      { units: 4, activation: "relu" },
      { units: 3, activation: "softmax" },
    ]);
    expect(state).toMatchObject({ epoch: 2, step: 5, json: { cost: 0.25 } });
    expect(state?.tensors.get("velocity")?.[3]).toBe(network.parameters[3]! / 2);
    // What is dense is still written as it was then, so that the version of then reads it.
    expect(await networkToSafetensors(network, { ...(state && { state }), metadata })).toEqual(file.bytes);
  });

  it("layers.safetensors, the first format with every kind of layer and with statistics", async () => {
    const file = read("layers.safetensors");
    const { network } = await networkFromSafetensors(file);
    expect(await network.weightsSha256()).toBe(LAYERS_SHA256);
    expect(network.parameters).toEqual(layers().parameters);
    expect([...network.statistics]).toEqual([0.5, -0.25, 0.125, 2, 3, 4]);
    expect(network.spec).toEqual(layers().spec);
    expect(await networkToSafetensors(network)).toEqual(file.bytes);
  });
});

const LAYERS_SHA256 = "d7f3bbe6bf0aaa3d0aeaab7d240927b88df64bc78a3584973a57c07b1e0753bc";
