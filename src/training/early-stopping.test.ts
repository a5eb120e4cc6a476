import { describe, expect, it } from "vitest";
import { eventsOf, ofType, rows } from "../../test/support/small-training.ts";
import type { EpochEvent } from "../core/events.ts";
import { Network } from "../network/index.ts";
import { type TrainingSettings, type TrainingState, train } from "./index.ts";

const network = () => Network.create([12, 8, 3], { seed: 1, initialisation: "scaled", cost: "cross-entropy" });
/** Labels of which a fifth is wrong: the validation result goes up and down. */
const DATA = { training: rows(60, { muddle: 0.2 }), validation: rows(80, { seed: 2, muddle: 0.2 }) };
const SETTINGS = { epochs: 60, batchSize: 4, learningRate: 1.5, patience: 5, optimizer: "momentum", momentum: 0.5 } as const satisfies TrainingSettings; // biome-ignore format: short

/** Trains, and keeps the digest of every epoch. */
async function trained(settings: TrainingSettings, net = network(), resume?: TrainingState) {
  const digests: string[] = [];
  const epochs: EpochEvent[] = [];
  const run = train(net, DATA, settings, resume ? { resume } : {});
  const events = [];
  for await (const event of run) {
    events.push(event);
    if (event.type !== "epoch") continue;
    epochs.push(event);
    digests.push(await net.weightsSha256());
  }
  return { net, digests, epochs, end: ofType(events, "run-end")[0]!, state: run.state() };
}

/** The first epoch with most right answers. */
const bestOf = (epochs: readonly EpochEvent[]) =>
  epochs.reduce((best, event) => (event.validation!.correct > best.validation!.correct ? event : best)).epoch;

describe("early stopping", () => {
  it("stops after so many epochs without a better validation result, and keeps the best epoch's parameters", async () => {
    const { net, digests, epochs, end } = await trained(SETTINGS);
    const best = bestOf(epochs);
    expect(best).toBeGreaterThan(1);
    expect(end).toMatchObject({ reason: "stopped-early", epochs: best + 5, best: { epoch: best, on: "validation" } });
    expect(epochs).toHaveLength(best + 5);
    expect(new Set(digests).size).toBe(digests.length);
    expect(await net.weightsSha256()).toBe(digests[best - 1]);
    expect(end.weightsSha256).toBe(digests[best - 1]);
  });

  it("keeps the best epoch's parameters too where the epochs run out first", async () => {
    const { net, digests, epochs, end } = await trained({ ...SETTINGS, epochs: 7, patience: 50 });
    expect(end).toMatchObject({ reason: "finished", epochs: 7 });
    expect(bestOf(epochs)).toBeLessThan(7);
    expect(await net.weightsSha256()).toBe(digests[bestOf(epochs) - 1]);
  });

  it("without patience the last epoch's parameters stay", async () => {
    const { patience: _, ...settings } = SETTINGS;
    const { net, digests, end } = await trained({ ...settings, epochs: 7 });
    expect(end).toMatchObject({ reason: "finished", epochs: 7 });
    expect(await net.weightsSha256()).toBe(digests[6]);
  });

  it("a run that was stopped stays stopped", async () => {
    const first = await trained(SETTINGS);
    const again = await trained({ ...SETTINGS, epochs: 100 }, first.net.clone(), first.state);
    expect(again.epochs).toEqual([]);
    expect(again.end).toEqual(first.end);
    expect(await again.net.weightsSha256()).toBe(first.end.weightsSha256);
  });

  it("a run made longer goes on from its last epoch, not from its best, as if it had never ended", async () => {
    const whole = await trained(SETTINGS);
    const length = bestOf(whole.epochs) + 2; // the best is not the last
    const short = await trained({ ...SETTINGS, epochs: length });
    expect(short.end.reason).toBe("finished");
    expect(await short.net.weightsSha256()).not.toBe(short.digests.at(-1));
    const longer = await trained(SETTINGS, short.net, short.state);
    expect([...short.digests, ...longer.digests]).toEqual(whole.digests);
    const health = ({ epochs }: { epochs: readonly EpochEvent[] }) => epochs.map((event) => event.health);
    expect([...health(short), ...health(longer)]).toEqual(health(whole));
    expect(longer.end).toMatchObject({ ...whole.end, trainingSeconds: expect.any(Number) });
  });

  it("the test set has no say", async () => {
    const events = await eventsOf(train(network(), { ...DATA, test: rows(30, { seed: 3 }) }, SETTINGS));
    expect(ofType(events, "run-end")[0]!.best!.on).toBe("validation");
  });
});
