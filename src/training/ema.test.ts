// The exponential mean of the weights, against the weights of each step of the same run without one.
import { describe, expect, it } from "vitest";
import { eventsOf, ofType, rows } from "../../test/support/small-training.ts";
import { Network } from "../network/index.ts";
import { type TrainingSettings, train } from "./index.ts";

const DATA = { training: rows(24, { muddle: 0.1 }), test: rows(30, { seed: 3 }) };
const STEPS = 12;
/** One step an epoch, so that every step is seen; L1, so that the plain run gathers its gradient too. */
const SETTINGS = { epochs: STEPS, batchSize: 24, learningRate: 0.5, l1: 0.1 } satisfies TrainingSettings;
const create = () => Network.create([12, 20, 3], { seed: 2 });

async function trained(settings: TrainingSettings) {
  const network = create();
  const run = train(network, DATA, settings);
  const weights: Float32Array[] = [];
  const scores: number[] = [];
  for await (const event of run) {
    if (event.type !== "epoch") continue;
    weights.push(network.parameters.slice());
    scores.push(event.test!.correct);
  }
  return { network, run, weights, scores };
}

describe.each([0.5, 0.9, 0.999])("β = %s", (ema) => {
  it("is the mean of the weights behind each step, the last counted most, and the first weights not at all", async () => {
    const plain = await trained(SETTINGS);
    const averaged = await trained({ ...SETTINGS, ema });
    for (let t = 1; t <= STEPS; t++) {
      const share = (i: number) => ema ** (t - i);
      const whole = Array.from({ length: t }, (_, i) => share(i + 1)).reduce((a, b) => a + b);
      averaged.weights[t - 1]!.forEach((found, p) => {
        const mean = plain.weights.slice(0, t).reduce((sum, w, i) => sum + (share(i + 1) / whole) * w[p]!, 0);
        // t roundings of each of two products and a sum.
        expect(Math.abs(found - mean), `step ${t}`).toBeLessThan(4 * t * 2 ** -24 * 4);
      });
    }
    // Training itself goes the same way, to the last bit, and can go on from there.
    expect(averaged.run.state().tensors.get("trained")).toEqual(plain.network.parameters);
    expect(averaged.network.parameters).not.toEqual(plain.network.parameters);
  });
});

it("the mean is what is evaluated", async () => {
  const { network, scores } = await trained({ ...SETTINGS, ema: 0.95 });
  const evaluated = network.clone();
  const events = await eventsOf(train(evaluated, DATA, { ...SETTINGS, epochs: 1, learningRate: 1e-30, l1: 0 }));
  expect(ofType(events, "epoch")[0]!.test!.correct).toBe(scores.at(-1));
});
