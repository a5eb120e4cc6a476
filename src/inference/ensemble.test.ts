import { describe, expect, it } from "vitest";
import { expectError } from "../../test/support/errors.ts";
import { CLASSES, PIXELS, rows } from "../../test/support/small-training.ts";
import { Dataset } from "../dataset/index.ts";
import { Network } from "../network/index.ts";
import { evaluate, evaluateEnsemble, predict, predictEnsemble } from "./index.ts";

const DATA = rows(60, { seed: 3 });
const networks = [1, 2, 3, 4].map((seed) => Network.create([PIXELS, 6, CLASSES], { seed }));
const argmax = (row: ArrayLike<number>) => Array.from(row).indexOf(Math.max(...Array.from(row)));

/** A network without hidden layer that answers every picture with these outputs, by its biases. */
function answering(outputs: readonly number[]): Network {
  const network = Network.create([PIXELS, CLASSES], { initialisation: "zeros" });
  network.biases(1).set(outputs.map((a) => Math.log(a / (1 - a))));
  return network;
}
const picture = Dataset.fromArrays({ name: "one", pixels: new Uint8Array(PIXELS), labels: Uint8Array.of(0), shape: [3, 4], classes: CLASSES }); // biome-ignore format: short

describe("mean", () => {
  it("answers with the mean of all outputs", async () => {
    const each = await Promise.all(networks.map((network) => predict(network, DATA)));
    const found = await predictEnsemble(networks, DATA);
    expect(found).toHaveLength(60 * CLASSES);
    found.forEach((value, i) => {
      expect(value).toBeCloseTo(each.reduce((sum, row) => sum + row[i]!, 0) / 4, 7);
    });
  });

  it("counts what the mean reads, with the confusion table of it", async () => {
    const found = await predictEnsemble(networks, DATA);
    const answers = Array.from({ length: 60 }, (_, row) => argmax(found.subarray(row * CLASSES, (row + 1) * CLASSES)));
    const evaluation = await evaluateEnsemble(networks, DATA);
    expect([...evaluation.answers]).toEqual(answers);
    expect(evaluation.correct).toBe(answers.filter((answer, row) => answer === DATA.labels[row]).length);
    expect(evaluation.confusion.reduce((a, b) => a + b)).toBe(60);
    const costs = await Promise.all(networks.map(async (network) => (await evaluate(network, DATA)).cost));
    expect(evaluation.cost).toBeCloseTo(costs.reduce((a, b) => a + b) / 4, 12);
  });
});

describe("vote", () => {
  it("goes with the many even where the mean does not", async () => {
    const three = [answering([0.4, 0.5, 0.1]), answering([0.4, 0.5, 0.1]), answering([0.9, 0.1, 0.1])];
    expect(argmax(await predictEnsemble(three, picture))).toBe(0);
    const votes = await predictEnsemble(three, picture, { combine: "vote" });
    expect(argmax(votes)).toBe(1);
    expect(votes[1]).toBeCloseTo(2 / 3, 2);
  });

  it("lets the mean decide between as many votes", async () => {
    const two = [answering([0.1, 0.5, 0.2]), answering([0.1, 0.2, 0.6])];
    for (const pair of [two, [...two].reverse()])
      expect(argmax(await predictEnsemble(pair, picture, { combine: "vote" }))).toBe(2);
  });
});

it("of one network it is that network", async () => {
  const alone = await evaluate(networks[0]!, DATA);
  for (const combine of ["mean", "vote"] as const)
    expect(await evaluateEnsemble([networks[0]!], DATA, { combine })).toEqual({ ...alone, members: [alone] });
});

it("refuses no networks, and networks of different outputs", async () => {
  await expectError(() => predictEnsemble([], DATA), "ENSEMBLE_EMPTY", "An ensemble needs at least one network, but got none.", "usage"); // biome-ignore format: short
  const other = Network.create([PIXELS, 5]);
  await expectError(
    () => evaluateEnsemble([networks[0]!, other], DATA),
    "ENSEMBLE_OUTPUTS",
    "Network 2 of the ensemble has 5 outputs, but the first has 3: put networks of the same classes together.",
    "usage",
  );
});
