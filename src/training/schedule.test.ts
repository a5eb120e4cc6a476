import { describe, expect, it } from "vitest";
import { eventsOf, ofType, rows } from "../../test/support/small-training.ts";
import { Network } from "../network/index.ts";
import { needsEpochs, SCHEDULE_NAMES, type TrainingSettings, train } from "./index.ts";
import { momentaOfEpoch, ratesOfEpoch } from "./schedule.ts";

const BASE = { epochs: 20, learningRate: 0.5 };
const rates = (more: Partial<TrainingSettings>, epochs = BASE.epochs) =>
  Array.from({ length: epochs }, (_, i) => ratesOfEpoch({ ...BASE, ...more }, i + 1, 0, 1)[0]!);

describe("η of each epoch", () => {
  it("constant", () => {
    expect(rates({})).toEqual(Array.from({ length: 20 }, () => 0.5));
  });

  it("step: multiplied by the factor every so many epochs; halves are exact", () => {
    expect(rates({ schedule: "step", scheduleEvery: 5 })).toEqual(
      Array.from({ length: 20 }, (_, i) => 0.5 / 2 ** Math.floor(i / 5)),
    );
    expect(rates({ schedule: "step" }).slice(8, 12)).toEqual([0.5, 0.5, 0.25, 0.25]);
    expect(rates({ schedule: "step", scheduleEvery: 1, scheduleFactor: 0.1 })[19]! / 0.5e-19).toBeCloseTo(1, 13);
  });

  it("exponential", () => {
    rates({ schedule: "exponential" }).forEach((rate, i) => {
      expect(rate / (0.5 * 0.95 ** i)).toBeCloseTo(1, 13);
    });
    expect(rates({ schedule: "exponential", scheduleFactor: 0.5 }).at(-1)).toBe(0.5 / 2 ** 19);
  });

  it("cosine: from η down to almost 0, half way at half of it", () => {
    const found = rates({ schedule: "cosine" });
    found.forEach((rate, i) => {
      expect(rate).toBeCloseTo(0.25 * (1 + Math.cos((Math.PI * i) / 20)), 14);
    });
    expect(found[0]).toBe(0.5);
    expect(found[10]).toBeCloseTo(0.25, 14);
    expect(found[19]).toBeGreaterThan(0);
  });

  it("halve: by how often it has halved", () => {
    for (let halvings = 0; halvings <= 6; halvings++)
      expect(ratesOfEpoch({ ...BASE, schedule: "halve" }, 9, halvings, 1)[0]).toBe(0.5 / 2 ** halvings);
  });

  it.each(SCHEDULE_NAMES.filter((name) => name !== "one-cycle"))(
    "warm-up before %s: evenly, step by step, to the schedule's own η",
    (schedule) => {
      const settings = { ...BASE, schedule, warmupEpochs: 3 };
      const of = (epoch: number) => ratesOfEpoch(settings, epoch, 0, 4);
      const plain = (epoch: number) => ratesOfEpoch({ ...settings, warmupEpochs: 0 }, epoch, 0, 4);
      for (let epoch = 1; epoch <= 3; epoch++)
        of(epoch).forEach((rate, step) => {
          expect(rate).toBeCloseTo((plain(epoch)[step]! * ((epoch - 1) * 4 + step + 1)) / 12, 14);
        });
      for (let epoch = 4; epoch <= 20; epoch++) expect(of(epoch)).toEqual(plain(epoch));
    },
  );

  it("one-cycle: PyTorch's OneCycleLR of 20 steps, however they are cut into epochs", () => {
    // torch.optim.lr_scheduler.OneCycleLR(SGD(lr=0.1, momentum=0.9), max_lr=0.5, total_steps=20), PyTorch 1.13
    const rate = [0.02, 0.06583592135001265, 0.18583592135001265, 0.3341640786499874, 0.45416407864998737, 0.5, 0.49373200311754367, 0.47524231600673683, 0.445458088785525, 0.40587282697488153, 0.3584715008956504, 0.30563101096814466, 0.250001, 0.19437098903185537, 0.14153049910434962, 0.09412917302511849, 0.05454391121447502, 0.024759683993263143, 0.006269996882456277, 2e-6]; // biome-ignore format: one row
    const momentum = [0.95, 0.9404508497187474, 0.9154508497187474, 0.8845491502812526, 0.8595491502812526, 0.85, 0.8512536043909088, 0.854951556604879, 0.8609084258765984, 0.8688255099070633, 0.878305813044122, 0.8888739533021842, 0.9, 0.9111260466978157, 0.9216941869558779, 0.9311744900929366, 0.9390915741234015, 0.945048443395121, 0.9487463956090911, 0.95]; // biome-ignore format: one row
    for (const epochs of [1, 4, 20]) {
      const settings = { epochs, learningRate: 0.5, schedule: "one-cycle" } as const;
      const all = (of: (epoch: number) => Float64Array) =>
        Array.from({ length: epochs }, (_, e) => [...of(e + 1)]).flat();
      all((epoch) => ratesOfEpoch(settings, epoch, 0, 20 / epochs)).forEach((value, step) => {
        expect(value).toBeCloseTo(rate[step]!, 14);
      });
      all((epoch) => momentaOfEpoch(settings, epoch, 20 / epochs)).forEach((value, step) => {
        expect(value).toBeCloseTo(momentum[step]!, 14);
      });
    }
  });

  it("one-cycle of so few steps that none rises begins at the top", () => {
    const settings = { epochs: 1, learningRate: 0.5, schedule: "one-cycle" } as const;
    for (const steps of [1, 2, 3]) {
      const rates = ratesOfEpoch(settings, 1, 0, steps);
      expect(rates[0]).toBe(0.5);
      if (steps > 1) expect(rates.at(-1)).toBeCloseTo(2e-6, 12);
    }
  });

  it("momentum stays where the schedule is not one-cycle", () => {
    expect([...momentaOfEpoch(BASE, 3, 2)]).toEqual([0.9, 0.9]);
    expect([...momentaOfEpoch({ ...BASE, momentum: 0.5, schedule: "cosine" }, 3, 2)]).toEqual([0.5, 0.5]);
  });

  it("only cosine and one-cycle depend on the number of epochs", () => {
    for (const schedule of SCHEDULE_NAMES) {
      const longer = ratesOfEpoch({ ...BASE, epochs: 40, schedule }, 7, 1, 3);
      const same = longer.every((rate, step) => rate === ratesOfEpoch({ ...BASE, schedule }, 7, 1, 3)[step]);
      expect(needsEpochs({ ...BASE, schedule }), schedule).toBe(!same);
    }
  });
});

describe("in a training", () => {
  const network = () => Network.create([12, 5, 3], { seed: 1 });
  const learningRates = async (settings: TrainingSettings) => {
    const events = await eventsOf(train(network(), { training: rows(30), validation: rows(9) }, settings));
    return {
      rates: ofType(events, "epoch").map(({ learningRate }) => learningRate),
      end: ofType(events, "run-end")[0]!,
    };
  };

  it("an event names the last η of its epoch", async () => {
    const settings = { epochs: 4, batchSize: 10, learningRate: 0.5, schedule: "step", scheduleEvery: 2, warmupEpochs: 1 } as const; // biome-ignore format: short
    expect((await learningRates(settings)).rates).toEqual([0.5, 0.5, 0.25, 0.25]);
  });

  it.each([1, 3])(
    "halve: after %s epochs without a better result; the seventh time, at 1/128, it stops",
    async (every) => {
      // Steps too small to change a weight: the first epoch stays the best.
      const settings = { epochs: 1000, batchSize: 10, learningRate: 2 ** -100, schedule: "halve", scheduleEvery: every } as const; // biome-ignore format: short
      const { rates, end } = await learningRates(settings);
      const expected = [0, ...[0, 1, 2, 3, 4, 5, 6].flatMap((halvings) => Array(every).fill(halvings) as number[])];
      expect(rates).toEqual(expected.map((halvings) => 2 ** (-100 - halvings)));
      expect(end).toMatchObject({
        reason: "stopped-early",
        epochs: 1 + 7 * every,
        best: { epoch: 1, on: "validation" },
      });
    },
  );

  it("halve counts from the best epoch, not from the last halving, when a result gets better", async () => {
    const settings = { epochs: 40, batchSize: 10, learningRate: 1, schedule: "halve", scheduleEvery: 4 } as const;
    const events = await eventsOf(train(network(), { training: rows(30), validation: rows(60, { seed: 5, muddle: 0.2 }) }, settings)); // biome-ignore format: short
    let [best, standstill, rate] = [-1, 0, 1];
    for (const { learningRate, validation } of ofType(events, "epoch")) {
      expect(learningRate).toBe(rate);
      standstill++;
      if (validation!.correct > best) [best, standstill] = [validation!.correct, 0];
      if (standstill === 4) [rate, standstill] = [rate / 2, 0];
    }
    expect(rate).toBeLessThan(1);
  });
});
