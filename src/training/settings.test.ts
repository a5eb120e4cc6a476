import { describe, expect, it } from "vitest";
import { expectError } from "../../test/support/errors.ts";
import { CLASSES, eventsOf, PIXELS, rows } from "../../test/support/small-training.ts";
import { MyelinError } from "../core/errors.ts";
import { Network } from "../network/index.ts";
import { checkTrainingSettings, OPTIMIZER_NAMES, SCHEDULE_NAMES, type TrainingSettings, train } from "./index.ts";

const SETTINGS = { epochs: 3, batchSize: 4, learningRate: 0.5 };
type More = Partial<Record<keyof TrainingSettings, unknown>>;
const check = (more: More, validation = true, images?: number) =>
  checkTrainingSettings({ ...SETTINGS, ...more } as TrainingSettings, validation, images);
const refuse = (more: More, code: string, says: RegExp, validation = true, images?: number) =>
  expectError(() => check(more, validation, images), code, says, "usage");

/** Other settings that a setting needs to have an effect. */
const WITH: Record<string, More> = {
  momentum: { optimizer: "momentum" },
  lowMomentum: { optimizer: "nesterov", schedule: "one-cycle" },
  beta2: { optimizer: "adam" },
  epsilon: { optimizer: "rmsprop" },
  weightDecay: { optimizer: "adamw" },
  scheduleFactor: { schedule: "step" },
  scheduleEvery: { schedule: "step" },
};

/** Each setting: values that are taken, and some that are refused. */
const VALUES: readonly (readonly [keyof TrainingSettings, readonly unknown[], readonly unknown[]])[] = [
  ["epochs", [1, 1_000_000], [0, -1, 1.5, Number.NaN, "3", 1e9, null]],
  ["batchSize", [1, 1_000_000], [0, 2.5, Infinity, null, "10"]],
  ["learningRate", [1e-9, 1, 300], [0, -0.1, Number.NaN, Infinity, "3", null]],
  ["optimizer", OPTIMIZER_NAMES, ["Adam", "", null, 1, "toString"]],
  ["momentum", [0, 0.5, 0.999], [1, -0.1, 1.5, Number.NaN, "0.9", 1 - 1e-9]],
  ["lowMomentum", [0, 0.85, 0.999], [1, -0.1, Number.NaN, 1 - 1e-9]],
  ["beta2", [0, 0.5, 0.999], [1, -0.1, Number.NaN, 1 - 1e-9]],
  ["epsilon", [1e-30, 1e-8, 1], [0, -1, 1e-40, Number.NaN, Infinity, 2]],
  ["l2", [0, 5], [-1, Number.NaN, Infinity, "5"]],
  ["l1", [0, 5], [-1, Number.NaN, Infinity]],
  ["weightDecay", [0, 0.1], [-1, Number.NaN, Infinity]],
  ["dropout", [0, 0.5, 0.9], [1, -0.1, Number.NaN, "0.5", 1 - 1e-9]],
  ["labelSmoothing", [0, 0.1, 0.9], [1, -0.1, Number.NaN, "0.1", 1 - 1e-9]],
  ["maxNorm", [0.1, 3], [0, -1, Number.NaN, Infinity]],
  ["clipNorm", [0.1, 3], [0, -1, Number.NaN, Infinity]],
  ["schedule", SCHEDULE_NAMES, ["Cosine", "", null, 1, "constructor"]],
  ["scheduleFactor", [0.1, 0.99], [0, 1, -1, 2, Number.NaN]],
  ["scheduleEvery", [1, 10], [0, 0.5, -1]],
  ["warmupEpochs", [0, 5], [-1, 0.5, Number.NaN]],
  ["ema", [0.5, 0.999], [0, 1, -0.1, Number.NaN, 1 - 1e-9, "0.9"]],
  [
    "augment",
    [{ shift: 2 }, { rotate: 10, flipX: true, elastic: 1.4 }],
    [{}, null, [], "shift 2", { shift: 0 }, { shift: 1.5 }, { shift: 65 }, { turn: 3 }, { flipX: 1 }, { scale: 1 }],
  ],
  ["patience", [1, 10], [0, 0.5, -1, Number.NaN]],
  ["monitorTraining", [true, false], [0, 1, "true", null]],
  ["monitorCost", [true, false], [0, 1, "true", null]],
  ["seed", [0, 1, 2 ** 53 - 1], [-1, 0.5, 2 ** 53, "1"]],
];

describe.each(VALUES)("%s", (name, good, bad) => {
  it.each(good)("may be %j", (value) => {
    check({ ...WITH[name], [name]: value });
  });

  it.each(bad)("may not be %j", async (value) => {
    const error = await expectError(() => check({ ...WITH[name], [name]: value }), "", "", "usage");
    expect(error.code).toBe(name === "seed" ? "SEED_RANGE" : "SETTINGS_INVALID");
    expect(error.message).toMatch(new RegExp(name));
  });
});

it("every setting is in the table of these tests", () => {
  const known = /it has (.*)\.$/.exec(messageOf(() => check({ xyz: 1 } as More)))![1]!.split(", ");
  expect(VALUES.map(([name]) => name).sort()).toEqual(known.sort());
});

function messageOf(run: () => void): string {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  return "";
}

it.each(["epochs", "batchSize", "learningRate"])("%s must be given", async (name) => {
  await refuse({ [name]: undefined }, "SETTINGS_INVALID", new RegExp(`^${name} must be .*missing`));
});

it("an unknown setting is refused with the nearest name", async () => {
  await refuse({ batchsize: 10 } as More, "SETTINGS_UNKNOWN", /"batchsize": did you mean "batchSize"\?/);
});

describe("settings without effect are refused with what would have one", () => {
  const uses: Record<string, readonly string[]> = {
    momentum: ["momentum", "nesterov", "adam", "adamw"],
    beta2: ["rmsprop", "adam", "adamw"],
    epsilon: ["rmsprop", "adam", "adamw"],
    weightDecay: ["adamw"],
  };
  const pairs = Object.keys(uses).flatMap((name) => OPTIMIZER_NAMES.map((optimizer) => [name, optimizer] as const));

  it.each(pairs)("%s with the optimizer %s", async (name, optimizer) => {
    const more = { [name]: name === "weightDecay" ? 0.01 : 0.5, optimizer };
    if (uses[name]!.includes(optimizer)) check(more);
    else
      await refuse(more, "SETTINGS_UNUSED", new RegExp(`${name} has no effect.*${optimizer}.*${uses[name]!.join(" or ")}`)); // biome-ignore format: short
  });

  it("momentum, beta2, epsilon and weightDecay without an optimizer", async () => {
    for (const name of Object.keys(uses)) await refuse({ [name]: 0.5 }, "SETTINGS_UNUSED", /optimizer sgd/);
  });

  const scheduled: Record<string, readonly string[]> = {
    scheduleFactor: ["step", "exponential", "halve"],
    scheduleEvery: ["step", "halve"],
  };
  const schedules = Object.keys(scheduled).flatMap((name) => SCHEDULE_NAMES.map((schedule) => [name, schedule] as const)); // biome-ignore format: short

  it.each(schedules)("%s with the schedule %s", async (name, schedule) => {
    const more = { [name]: name === "scheduleEvery" ? 3 : 0.5, schedule };
    if (scheduled[name]!.includes(schedule)) check(more);
    else await refuse(more, "SETTINGS_UNUSED", new RegExp(`${name} has no effect.*${schedule}`));
  });
});

describe("what watches a validation set needs one", () => {
  it.each([{ patience: 3 }, { schedule: "halve" }])("%j", async (more) => {
    await refuse(more, "SETTINGS_VALIDATION", /needs a validation set.*split one off/, false);
    check(more, true);
  });
});

describe("a decay that takes the whole weight in one step", () => {
  it("of plain descent with L2, where the number of images is known", async () => {
    await refuse({ l2: 200, learningRate: 0.5 }, "SETTINGS_DECAY", /l2 200 takes .* is 1: choose l2 below 200/, true, 100); // biome-ignore format: short
    await refuse({ l2: 1e9 }, "SETTINGS_DECAY", /l2 below/, true, 100);
    check({ l2: 199, learningRate: 0.5 }, true, 100);
    check({ l2: 1e9 });
  });

  it("of AdamW", async () => {
    await refuse({ optimizer: "adamw", weightDecay: 2 }, "SETTINGS_DECAY", /weightDecay 2 takes .*below 2,/);
    check({ optimizer: "adamw", weightDecay: 1.9 });
  });

  it("not of optimizers that divide it by the gradient's size", () => {
    for (const optimizer of ["momentum", "nesterov", "rmsprop", "adam"]) check({ l2: 1e6, optimizer }, true, 100);
  });

  it("is refused by train(), before any event", async () => {
    const data = { training: rows(20) };
    const network = Network.create([12, 3]);
    await expectError(() => train(network, data, { ...SETTINGS, l2: 40 }), "SETTINGS_DECAY", /l2 40/, "usage");
    await eventsOf(train(network, data, { ...SETTINGS, l2: 39 }));
  });
});

describe("the settings that every training has", () => {
  const start = (settings: object) =>
    train(Network.create([PIXELS, 5, CLASSES]), { training: rows(9) }, settings as TrainingSettings);
  const refuse = (settings: object, code: string, says: RegExp) =>
    expectError(() => start(settings), code, says, "usage");

  it.each([
    ["epochs", [0, -1, 1.5, Number.NaN, undefined, "3", 1e9]],
    ["batchSize", [0, 2.5, Infinity, null, "10"]],
    ["learningRate", [0, -0.1, Number.NaN, Infinity, undefined, "3", null]],
  ] as const)("%s out of range is refused at once, in one sentence", async (name, values) => {
    for (const value of values) {
      const error = await refuse({ ...SETTINGS, [name]: value }, "SETTINGS_INVALID", new RegExp(`^${name} must be`));
      expect(error.facts).toMatchObject({ name });
    }
  });

  it("seeds that are none", async () => {
    for (const seed of [-1, 0.5, 2 ** 53, "1"]) await refuse({ ...SETTINGS, seed }, "SEED_RANGE", /seed/);
  });

  it("an unknown one, with the nearest name", async () => {
    await refuse({ ...SETTINGS, batchsize: 10 }, "SETTINGS_UNKNOWN", /"batchsize": did you mean "batchSize"\?/);
    await refuse({ ...SETTINGS, xyz: 10 }, "SETTINGS_UNKNOWN", /"xyz"[:;] it has epochs, batchSize, learningRate/);
  });

  it("an error is a MyelinError, thrown by train() itself before any event", () => {
    expect(() => start({ ...SETTINGS, epochs: 0 })).toThrow(MyelinError);
  });
});
