import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as ort from "onnxruntime-web";
import { describe, expect, it } from "vitest";
import { root } from "../../../scripts/source.mjs";
import { exportedOf, NETWORKS, randomRows } from "../../../test/support/export-networks.ts";
import { referenceForward } from "../../../test/support/reference-forward.ts";
import { channelsOf } from "../../core/picture-shape.ts";
import { Network } from "../../network/index.ts";
import { takesRows } from "../flat.ts";
import { channelsFirst } from "./exported.ts";
import { toFunction } from "./function.ts";
import { toOnnx } from "./onnx.ts";
import { standaloneModel } from "./standalone.ts";
import { toTfjs } from "./tfjs.ts";

/** More than one, and no power of two: the batch is free. */
const COUNT = 3;
const TFJS = join(root, "bench/node_modules/@tensorflow/tfjs-layers");

function farthest(found: ArrayLike<number>, wanted: readonly number[]): number {
  expect(found).toHaveLength(wanted.length);
  return Math.max(...wanted.map((value, i) => Math.abs(value - found[i]!)));
}

/** The shape of a batch for the runtime. */
function batchShape(network: Network, channelsLast: boolean): number[] {
  const { shape } = network.spec.input;
  if (takesRows(network)) return [COUNT, shape[1]];
  const channels = channelsOf(shape);
  return channelsLast ? [COUNT, shape[0], shape[1], channels] : [COUNT, channels, shape[0], shape[1]];
}

it("the function of the book's network has at most 100,000 bytes", () => {
  const network = Network.create([784, 30, 10], { inputShape: [28, 28], classes: [..."0123456789"] });
  const example = { pixels: Array.from({ length: 784 }, (_, i) => i % 256), scores: new Array(10).fill(1 / 3) };
  const code = toFunction(standaloneModel({ network, classes: network.spec.classes!, example }));
  expect(new TextEncoder().encode(code).length).toBeLessThanOrEqual(100_000);
});

describe.each([...NETWORKS])("%s", (_name, network) => {
  const rows = randomRows(network, COUNT);
  const wanted = rows.flatMap((row) => referenceForward(network, row));

  it("ONNX Runtime answers as the reference", async () => {
    const exported = exportedOf(network);
    const session = await ort.InferenceSession.create(toOnnx(exported));
    const pixels = Float32Array.from(rows.flatMap((row) => channelsFirst(row, network.spec.input.shape)));
    const { scores } = await session.run({ pixels: new ort.Tensor("float32", pixels, batchShape(network, false)) });
    expect(farthest(scores!.data as Float32Array, wanted)).toBeLessThan(2e-6);
  });

  it("the function answers as the reference, and to its own example", async () => {
    const code = toFunction(standaloneModel(exportedOf(network)));
    const model = await import(`data:text/javascript,${encodeURIComponent(code)}`);
    for (const [i, row] of rows.entries()) {
      const answer = model.predict(row);
      expect(
        farthest(answer.scores, wanted.slice(i * answer.scores.length, (i + 1) * answer.scores.length)),
      ).toBeLessThan(2e-6);
      expect(answer.class).toBe(network.spec.classes![answer.scores.indexOf(Math.max(...answer.scores))]);
    }
    expect(model.classes).toEqual(network.spec.classes);
    expect(Array.from(model.example.pixels)).toEqual(rows[0]);
    expect(farthest(model.predict(model.example.pixels).scores, model.example.scores)).toBeLessThan(2e-6);
    expect(() => model.predict([1])).toThrow(/predict got 1 pixels: expected \d+ × \d+/);
  });

  it.skipIf(!existsSync(TFJS))("TensorFlow.js answers as the reference (installed by npm ci in bench/)", async () => {
    const require = createRequire(join(root, "bench/package.json"));
    const tf = require("@tensorflow/tfjs-core");
    const layers = require("@tensorflow/tfjs-layers");
    require("@tensorflow/tfjs-backend-cpu");
    const files = toTfjs(exportedOf(network));
    const { modelTopology, weightsManifest } = JSON.parse(files["model.json"]);
    const weightData = files["weights.bin"].slice().buffer;
    const model = await layers.loadLayersModel(
      tf.io.fromMemory({ modelTopology, weightSpecs: weightsManifest[0].weights, weightData }),
    );
    const scores = model.predict(tf.tensor(rows.flat(), batchShape(network, true), "float32"));
    expect(farthest(await scores.data(), wanted)).toBeLessThan(2e-6);
  });
});
