import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { mnistFolder } from "./support/mnist.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("..", import.meta.url));

/** Right answers, in percent, after the last epoch of an example. */
async function lastAccuracy(example: string): Promise<number> {
  const sizes = ["--data", mnistFolder() ?? "digits", "--images", "12000", "--epochs", "3"];
  const { stdout } = await run(process.execPath, [`examples/origin-story/${example}.mjs`, ...sizes], { cwd: root });
  const epochs = [...stdout.matchAll(/^Epoch (\d): (\d+) \/ (\d+)$/gm)];
  expect(epochs.map(([, epoch]) => epoch)).toEqual(["0", "1", "2"]);
  const [, , correct, total] = epochs[2];
  expect(Number(total)).toBe(2000);
  return (100 * Number(correct)) / Number(total);
}

// 3 short epochs of 12,000 images. Chance is 10 % with a standard error of 0.7 %; 5 of them.
it("the origin story: one wrong list, and a network that learns seems not to", { timeout: 300_000 }, async () => {
  const [corrected, broken] = await Promise.all(["corrected", "broken"].map(lastAccuracy));
  expect(corrected).toBeGreaterThan(80);
  expect(Math.abs(broken - 10)).toBeLessThan(3.5);
});

it("the network with convolutions learns in one short epoch", { timeout: 300_000 }, async () => {
  const data = mnistFolder() ?? "digits";
  const args = ["examples/convolution/train.mjs", "--data", data, "--images", "6000", "--epochs", "1"];
  const { stdout } = await run(process.execPath, args, { cwd: root });
  expect(stdout).toMatch(/^conv 20 5×5 {2}→ 24 × 24 × 20 +520 parameters$/m);
  const [, correct, total] = /^Epoch 1: (\d+) \/ (\d+)$/m.exec(stdout)!;
  expect(Number(correct) / Number(total)).toBeGreaterThan(0.85);
});

it("the doctor names the line of the origin story", { timeout: 120_000 }, async () => {
  const data = mnistFolder() ?? "digits";
  const { stdout } = await run(process.execPath, ["examples/origin-story/doctor.mjs", data], { cwd: root });
  expect(stdout).toMatch(/^verdict: fault\nYour test images are byte for byte your first 10,000 training images,/);
  expect(stdout).toContain("zip(training_images, test_labels)");
});
