import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultHost } from "../core/default-host.ts";
import { MyelinError } from "../core/errors.ts";
import { readSafetensors, type Tensor, writeSafetensors } from "../formats/safetensors.ts";
import { batchNorm, conv, dropout, maxPool, Network } from "../network/index.ts";
import type { TrainingState } from "../training/state.ts";
import { networkFromSafetensors, networkToSafetensors } from "./network-file.ts";
import { seal } from "./seal.ts";

const network = () => Network.create([4, 3, 2], { seed: 7, classes: ["no", "\u001b[31myes"] });
const state: TrainingState = {
  format: 1,
  epoch: 2,
  step: 5,
  json: { cost: 0.25, settings: { epochs: 3 } },
  tensors: new Map([["velocity", Float32Array.of(1, -2, 3)]]),
};
const named = (bytes: Uint8Array) => ({ name: "m.safetensors", bytes });

async function refusal(bytes: Uint8Array): Promise<MyelinError> {
  try {
    await networkFromSafetensors(named(bytes));
  } catch (error) {
    if (!(error instanceof MyelinError)) throw error;
    expect(error.kind).toBe("input");
    expect(error.message).toMatch(/^m\.safetensors[:,]/);
    expect(error.message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    return error;
  }
  throw new Error("it was accepted");
}

/** The file with other tensors or another JSON text, sealed again. */
async function forged(change: (tensors: Map<string, Tensor>, texts: Map<string, string>) => void): Promise<Uint8Array> {
  const { tensors, metadata } = readSafetensors(named(await networkToSafetensors(network(), { state })));
  const [newTensors, texts] = [new Map(tensors), new Map(metadata)];
  change(newTensors, texts);
  texts.set("sha256", await seal(newTensors, texts, defaultHost));
  return writeSafetensors(newTensors, texts);
}

const withJson = (change: (json: Record<string, unknown>) => void) =>
  forged((_, texts) => {
    const json = JSON.parse(texts.get("myelin") as string) as Record<string, unknown>;
    change(json);
    texts.set("myelin", JSON.stringify(json));
  });

describe("networkToSafetensors", () => {
  it("keeps parameters bit for bit, spec, state and metadata", async () => {
    const size = fc.integer({ min: 1, max: 9 });
    const any = fc.float({ noNaN: true, noDefaultInfinity: true });
    await fc.assert(
      fc.asyncProperty(
        fc.array(size, { minLength: 2, maxLength: 4 }),
        fc.array(any),
        fc.jsonValue(),
        async (sizes, some, json) => {
          const before = Network.create(sizes);
          before.parameters.set(some.slice(0, before.parameters.length));
          const tensors = new Map([["velocity", Float32Array.from(some)]]);
          const kept = { ...state, json: JSON.parse(JSON.stringify(json)), tensors };
          const bytes = await networkToSafetensors(before, { state: kept, metadata: { data: { name: "digits" } } });
          const after = await networkFromSafetensors(named(bytes));
          expect(new Uint32Array(after.network.parameters.buffer)).toEqual(new Uint32Array(before.parameters.buffer));
          expect(after.network.spec).toEqual(before.spec);
          expect(after.state).toEqual(kept);
          expect(after.metadata).toEqual({ data: { name: "digits" } });
          expect(after.numericEpoch).toBe(1);
          expect(await networkToSafetensors(after.network, { state: kept, metadata: after.metadata })).toEqual(bytes);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("names the tensors by layer, weights [out, in]", async () => {
    const { tensors } = readSafetensors(named(await networkToSafetensors(network())));
    const shapes = Object.fromEntries([...tensors].map(([name, { shape }]) => [name, shape]));
    expect(shapes).toEqual({
      "layer1.weights": [3, 4],
      "layer1.biases": [3],
      "layer2.weights": [2, 3],
      "layer2.biases": [2],
    });
    expect(tensors.get("layer2.weights")?.data).toEqual(network().weights(2));
  });

  it("names the tensors of every kind of layer, and tells damage of each from the others", async () => {
    const layers = [conv(2, [3, 1]), batchNorm(), maxPool(2), dropout(0.1)];
    const mixed = Network.create({ input: [6, 4, 3], layers, outputs: 2 });
    const { tensors, metadata } = readSafetensors(named(await networkToSafetensors(mixed)));
    const shapes = Object.fromEntries([...tensors].map(([name, { shape }]) => [name, shape]));
    expect(shapes).toEqual({
      "layer1.weights": [2, 3, 3, 1],
      "layer1.biases": [2],
      "layer2.weights": [2],
      "layer2.biases": [2],
      "layer2.mean": [2],
      "layer2.variance": [2],
      "layer5.weights": [2, 8],
      "layer5.biases": [2],
    });
    const resealed = async (change: (tensors: Map<string, Tensor>) => void) => {
      const [changed, texts] = [new Map(tensors), new Map(metadata)];
      change(changed);
      texts.set("sha256", await seal(changed, texts, defaultHost));
      return (await refusal(writeSafetensors(changed, texts))).message;
    };
    expect(await resealed((some) => some.delete("layer2.mean"))).toBe(
      "m.safetensors: the tensors do not fit a network of the layers conv 2 3×1, batch-norm, max-pool 2, dropout 0.1, dense 2: layer2.mean missing; give a file that Myelin saved.",
    );
    const nan = { dtype: "F32", shape: [2], data: Float32Array.of(1, Number.NaN) } as const;
    expect(await resealed((some) => some.set("layer2.variance", nan))).toMatch(/tensor layer2\.variance holds 1 values that are NaN/); // biome-ignore format: short
  });

  it("takes the snapshot when it is called, not when it is finished", async () => {
    const training = network();
    const before = training.clone();
    const velocity = Float32Array.of(1);
    const pending = networkToSafetensors(training, { state: { ...state, tensors: new Map([["velocity", velocity]]) } });
    training.parameters.fill(0);
    velocity.fill(0);
    const loaded = await networkFromSafetensors(named(await pending));
    expect(loaded.network.parameters).toEqual(before.parameters);
    expect(loaded.state?.tensors.get("velocity")).toEqual(Float32Array.of(1));
  });
});

describe("networkFromSafetensors", () => {
  it("notices every truncation and every single flipped bit", async () => {
    const files = [
      await networkToSafetensors(Network.create([1, 1])),
      await networkToSafetensors(Network.create([2, 2]), { state, metadata: { note: "é" } }),
    ];
    let tried = 0;
    for (const bytes of files) {
      for (let n = 0; n < bytes.length; n++, tried++) await refusal(bytes.subarray(0, n));
      for (let bit = 0; bit < bytes.length * 8; bit++, tried++) {
        const copy = bytes.slice();
        copy[bit >> 3] = (copy[bit >> 3] as number) ^ (1 << (bit & 7));
        await refusal(copy);
      }
    }
    expect(tried).toBe(9 * files.reduce((sum, bytes) => sum + bytes.length, 0));
  });

  it("refuses files of others", async () => {
    const tensors = new Map<string, Tensor>([["fc1.weight", { dtype: "F32", shape: [1], data: Float32Array.of(1) }]]);
    expect((await refusal(writeSafetensors(tensors))).code).toBe("MODEL_FOREIGN");
  });

  it("refuses a file without its seal", async () => {
    const { tensors, metadata } = readSafetensors(named(await networkToSafetensors(network())));
    const bytes = writeSafetensors(tensors, new Map([["myelin", metadata.get("myelin") as string]]));
    expect((await refusal(bytes)).code).toBe("MODEL_DAMAGED");
  });

  it("says what a newer format needs", async () => {
    const error = await refusal(await withJson((json) => Object.assign(json, { format: 3 })));
    expect(error.code).toBe("MODEL_NEWER");
    expect(error.message).toMatch(/model format 3, but this version reads formats up to 2: install a newer Myelin/);
  });

  it("refuses a spec that cannot be, as a bad file, with the key", async () => {
    const rename = withJson((json) => Object.assign(json.network as object, { lerning: 1 }));
    expect(await refusal(await rename)).toMatchObject({ code: "MODEL_SPEC" });
    const code = withJson((json) => Object.assign(json.network as object, { cost: "x=>process.exit()" }));
    expect(await refusal(await code)).toMatchObject({ code: "MODEL_SPEC" });
    const huge = withJson((json) =>
      Object.assign(json.network as object, { layers: [{ units: 1e9, activation: "sigmoid" }] }),
    );
    expect(await refusal(await huge)).toMatchObject({ code: "MODEL_SPEC" });
    expect((await refusal(await withJson((json) => delete json.network))).code).toBe("MODEL_SPEC");
  });

  it("refuses a state that cannot be", async () => {
    for (const change of [{ epoch: -1 }, { step: 0.5 }, { format: 2 }, { epoch: "2" }]) {
      const bytes = await withJson((json) => Object.assign(json.state as object, change));
      expect((await refusal(bytes)).code).toBe("MODEL_STATE");
    }
    expect((await refusal(await withJson((json) => Object.assign(json, { state: [] })))).code).toBe("MODEL_STATE");
    expect((await refusal(await withJson((json) => delete json.metadata))).code).toBe("MODEL_STATE");
    const other = await forged((tensors) =>
      tensors.set("state.v", { dtype: "U8", shape: [1], data: Uint8Array.of(1) }),
    );
    expect((await refusal(other)).code).toBe("MODEL_STATE");
  });

  it("lists missing, unexpected and probably renamed tensors", async () => {
    const bytes = await forged((tensors) => {
      const weights = tensors.get("layer1.weights") as Tensor;
      tensors.delete("layer1.weights");
      tensors.delete("layer2.biases");
      tensors.set("fc1.\u001bweight", weights);
    });
    const error = await refusal(bytes);
    expect(error.code).toBe("MODEL_TENSORS");
    expect(error.message).toContain("layer1.weights and layer2.biases missing");
    expect(error.message).toContain("fc1.\\x1bweight unexpected");
    expect(error.message).toContain("layer1.weights may be fc1.\\x1bweight");
  });

  it("says that a matrix looks transposed", async () => {
    const transpose = forged((tensors) => {
      tensors.set("layer1.weights", { ...(tensors.get("layer1.weights") as Tensor), shape: [4, 3] });
    });
    const error = await refusal(await transpose);
    expect(error.code).toBe("MODEL_SHAPE");
    expect(error.message).toMatch(/F32 \[4, 3\]: expected F32 \[3, 4\]; it looks transposed/);
    const rank = await forged((tensors) => {
      tensors.set("layer1.biases", { dtype: "F32", shape: Array(20).fill(1), data: Float32Array.of(1) });
    });
    expect((await refusal(rank)).code).toBe("MODEL_SHAPE");
    const dtype = await forged((tensors) => {
      tensors.set("layer1.biases", { dtype: "F64", shape: [3], data: Float64Array.of(1, 2, 3) });
    });
    expect((await refusal(dtype)).code).toBe("MODEL_SHAPE");
  });

  it("refuses parameters that are not finite, unless asked to load them", async () => {
    const bad = network();
    bad.parameters[13] = Number.NaN;
    bad.parameters[14] = Number.POSITIVE_INFINITY;
    const bytes = await networkToSafetensors(bad);
    const error = await refusal(bytes);
    expect(error).toMatchObject({ code: "MODEL_NOT_FINITE", facts: { tensor: "layer1.biases", index: 1, count: 2 } });
    expect((await networkFromSafetensors(named(bytes), { allowNotFinite: true })).network.parameters[13]).toBeNaN();
  });
});
