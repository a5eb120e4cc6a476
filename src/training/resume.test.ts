// Interrupted at random steps, saved, and gone on with: the same bits as the run that was not, for every optimizer, with what
// it remembers, dropout masks, schedule and early stopping.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectError } from "../../test/support/errors.ts";
import { noise } from "../../test/support/kernel-cases.ts";
import { eventsOf, ofType, rows } from "../../test/support/small-training.ts";
import { defaultHost } from "../core/default-host.ts";
import type { EpochEvent } from "../core/events.ts";
import type { Host } from "../core/host.ts";
import { batchNorm, conv, dense, dropout, maxPool, Network } from "../network/index.ts";
import { OPTIMIZER_NAMES, type OptimizerName, type TrainingSettings, type TrainingState, train } from "./index.ts";

const DATA = { training: rows(67, { muddle: 0.1 }), validation: rows(40, { seed: 2, muddle: 0.2 }) };
const BASE = { epochs: 5, batchSize: 3, learningRate: 0.1, dropout: 0.3 } satisfies TrainingSettings;

/** What each optimizer is combined with, so that every kind of state is there. */
const SETTINGS: Record<OptimizerName, TrainingSettings> = {
  sgd: { ...BASE, l2: 60, schedule: "halve", scheduleEvery: 1, patience: 4 },
  momentum: { ...BASE, optimizer: "momentum", l1: 0.5, schedule: "cosine", warmupEpochs: 2 },
  nesterov: { ...BASE, optimizer: "nesterov", clipNorm: 0.5, schedule: "step", scheduleEvery: 2, patience: 2 },
  rmsprop: { ...BASE, optimizer: "rmsprop", learningRate: 0.01, schedule: "exponential", maxNorm: 2 },
  adam: { ...BASE, optimizer: "adam", learningRate: 0.01, l2: 1, schedule: "halve", scheduleEvery: 2, patience: 3 },
  adamw: { ...BASE, optimizer: "adamw", learningRate: 0.01, weightDecay: 0.1, warmupEpochs: 1, monitorTraining: true },
};

/** Kinds of state beside the optimizer's. */
const MORE: readonly (readonly [string, TrainingSettings, (() => Network)?])[] = [
  ["sgd with a mean of the weights", { ...BASE, ema: 0.9, patience: 2 }],
  [
    "nesterov with a mean, one cycle, changed images",
    {
      ...BASE,
      optimizer: "nesterov",
      ema: 0.8,
      schedule: "one-cycle",
      labelSmoothing: 0.1,
      augment: { shift: 1, rotate: 10, elastic: 0.5 },
    },
  ],
  ["convolutions and batch norms, back to the best epoch", { ...SETTINGS.adam, schedule: "halve" }, createConv],
  ["convolutions with a mean of the weights", { ...BASE, optimizer: "momentum", ema: 0.9 }, createConv],
];

function createConv(): Network {
  return Network.create({
    input: [3, 4],
    layers: [conv(5, 2), batchNorm(), maxPool([1, 2], 1), dropout(0.2), conv(8, 2), dense(9), batchNorm()],
    outputs: 3,
    activation: "relu",
    cost: "cross-entropy",
    initialisation: "scaled",
    seed: 4,
  });
}

/** A host whose clock jumps at random, so that stretches have all lengths, and that counts how often the thread is given back. */
function randomHost(seed: number, onPause: (pauses: number) => void): Host {
  const next = noise(seed);
  let [now, pauses] = [0, 0];
  return {
    ...defaultHost,
    now: () => {
      now += next() < 0.1 ? 0.5 : 40 * next();
      return now;
    },
    pause: async () => onPause(++pauses),
  };
}

const create = () => Network.create([12, 20, 7, 3], { seed: 4, initialisation: "scaled", activation: "tanh", cost: "cross-entropy" }); // biome-ignore format: short

/** What an epoch tells, without its time. */
const told = ({ trainingSeconds: _, ...event }: EpochEvent) => event;

/** Trains in parts, each interrupted after so many stretches, and saves the state as a file would. */
async function inParts(
  settings: TrainingSettings,
  parts: readonly { pauses: number; clock: number }[],
  start: () => Network = create,
) {
  let network = start();
  let state: TrainingState | undefined;
  const epochs: ReturnType<typeof told>[] = [];
  const places: number[] = [];
  for (const { pauses, clock } of [...parts, { pauses: Infinity, clock: 0 }]) {
    const controller = new AbortController();
    const host = randomHost(clock, (n) => n === pauses && controller.abort());
    const run = train(network, DATA, settings, {
      host,
      signal: controller.signal,
      ...(state ? { resume: state } : {}),
    });
    epochs.push(...ofType(await eventsOf(run), "epoch").map(told));
    const { json, tensors, ...place } = run.state();
    const copies = [...tensors].map(([name, numbers]) => [name, numbers.slice()] as const);
    state = { ...place, json: JSON.parse(JSON.stringify(json)), tensors: new Map(copies) };
    if (place.step > 0) places.push(place.step);
    network = network.clone();
  }
  return { digest: await network.weightsSha256(), epochs, places, state };
}

describe("a run interrupted at random steps ends with the same bits", () => {
  const part = fc.record({ pauses: fc.integer({ min: 1, max: 12 }), clock: fc.nat() });

  const optimizers = OPTIMIZER_NAMES.map((name) => [name, SETTINGS[name], create] as const);
  const more = MORE.map(([title, settings, start = create]) => [title, settings, start] as const);
  it.each([...optimizers, ...more])("%s", async (_title, settings, start) => {
    const whole = await inParts(settings, [], start);
    const places = new Set<number>();
    await fc.assert(
      fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 8 }), async (parts) => {
        const found = await inParts(settings, parts, start);
        expect(found.digest).toBe(whole.digest);
        expect(found.epochs).toEqual(whole.epochs);
        expect([...found.state!.tensors]).toEqual([...whole.state!.tensors]);
        for (const place of found.places) places.add(place);
      }),
      { numRuns: 12 },
    );
    // Not only at the ends of epochs.
    expect(places.size).toBeGreaterThan(5);
  });
});

describe("the number of epochs", () => {
  const settings = { epochs: 3, batchSize: 10, learningRate: 0.5 };

  async function stopped(schedule: "cosine" | "step") {
    const network = create();
    const run = train(network, DATA, { ...settings, schedule });
    for await (const event of run) if (event.type === "epoch" && event.epoch === 2) break;
    return { network, resume: run.state() };
  }

  it("cannot be changed where the learning rates depend on it", async () => {
    const { network, resume } = await stopped("cosine");
    for (const epochs of [2, 4])
      await expectError(
        () => train(network, DATA, { ...settings, schedule: "cosine", epochs }, { resume }),
        "RESUME_EPOCHS",
        new RegExp(`was to have 3 epochs.*cosine.*but ${epochs} were asked for`),
        "usage",
      );
    const events = await eventsOf(train(network, DATA, { ...settings, schedule: "cosine" }, { resume }));
    expect(ofType(events, "epoch").map(({ epoch }) => epoch)).toEqual([3]);
  });

  it("can be raised elsewhere, with the bits of the longer run", async () => {
    const { network, resume } = await stopped("step");
    const longer = { ...settings, schedule: "step", epochs: 5 } as const;
    await eventsOf(train(network, DATA, longer, { resume }));
    const whole = create();
    await eventsOf(train(whole, DATA, longer));
    expect(await network.weightsSha256()).toBe(await whole.weightsSha256());
  });
});

it("a state of another optimizer or network is refused", async () => {
  const settings = { epochs: 1, batchSize: 10, learningRate: 0.01 };
  const run = train(create(), DATA, { ...settings, optimizer: "momentum" });
  await eventsOf(run);
  const resume = run.state();
  const go = (network: Network, optimizer: OptimizerName) =>
    eventsOf(train(network, DATA, { ...settings, optimizer }, { resume }));
  await expectError(() => go(create(), "adam"), "STATE_TENSORS", /no "mean", which the optimizer/, "usage");
  const other = Network.create([12, 5, 3]);
  await expectError(() => go(other, "momentum"), "STATE_TENSORS", /431 numbers of "velocity", but the network 83/, "usage"); // biome-ignore format: short
});
