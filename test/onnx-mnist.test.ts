import * as ort from "onnxruntime-web";
import { describe, expect, it } from "vitest";
import { predict } from "../src/inference/index.ts";
import { exportNetwork } from "../src/model/index.ts";
import { Network, type NetworkOptions } from "../src/network/index.ts";
import { train } from "../src/training/index.ts";
import { mnistFolder, mnistSplits } from "./support/mnist.ts";

/** What float32 sums in another order may differ by: the book's weighted inputs reach 150, whose last bit is 1.5e-5. */
const CASES: readonly (readonly [
  name: string,
  sizes: number[],
  options: NetworkOptions,
  rate: number,
  most: number,
])[] = [
  ["the book's network", [784, 30, 10], {}, 3, 2e-5],
  [
    "relu and softmax",
    [784, 100, 10],
    { activation: "relu", cost: "log-likelihood", initialisation: "he-normal" },
    0.1,
    5e-6,
  ],
];

describe.skipIf(mnistFolder() === undefined)("ONNX Runtime on MNIST's test images (needs MYELIN_DATA)", () => {
  it.each(CASES)(
    "%s answers with the same class, every time",
    { timeout: 120_000 },
    async (_, sizes, options, rate, most) => {
      const data = await mnistSplits();
      const network = Network.create(sizes, { ...options, inputShape: [28, 28] });
      for await (const _event of train(network, data, { epochs: 1, batchSize: 10, learningRate: rate }));
      const session = await ort.InferenceSession.create((await exportNetwork(network, "onnx")).get("model.onnx")!);
      const { count, pixels } = data.test;
      const input = new ort.Tensor("float32", Float32Array.from(pixels), [count, 1, 28, 28]);
      const found = (await session.run({ pixels: input })).scores!.data as Float32Array;
      const wanted = await predict(network, data.test);
      let [worst, others] = [0, 0];
      for (let i = 0; i < count; i++) {
        const [ours, theirs] = [wanted, found].map((scores) => scores.subarray(10 * i, 10 * i + 10)) as [
          Float32Array,
          Float32Array,
        ];
        for (let k = 0; k < 10; k++) worst = Math.max(worst, Math.abs(ours[k]! - theirs[k]!));
        if (ours.indexOf(Math.max(...ours)) !== theirs.indexOf(Math.max(...theirs))) others++;
      }
      expect(count).toBe(10_000);
      expect(others).toBe(0);
      expect(worst).toBeLessThan(most);
    },
  );
});
