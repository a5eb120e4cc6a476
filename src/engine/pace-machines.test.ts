// Pace on simulated machines, over the 30 epochs of the chapter-1 run: what it may cost beside one thread from start to end,
// and what it must win where there is something to win.
import { expect, it } from "vitest";
import { Pace } from "./pace.ts";

const EPOCHS = 30;
const STEPS_PER_EPOCH = 6000;
/** Milliseconds a step of one thread alone: an epoch takes 87 ms. */
const STEP = 0.0145;

/** What a machine is asked: how often the step of one undisturbed thread a step takes now. */
interface Now {
  readonly active: number;
  /** The others look for work and do not sleep. */
  readonly spinning: boolean;
  /** Milliseconds since the run began, and that all threads have worked, in all and since they were last woken. */
  readonly time: number;
  readonly worked: number;
  readonly sinceWoken: number;
  /** From 0 to 1, another one every piece. */
  readonly chance: number;
}
type Machine = (now: Now) => number;

/** The same numbers every time. */
function* chances(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

/** Milliseconds of a run; each piece is up to a tenth faster or slower than the machine says, by chance. */
function runOn(machine: Machine, seed: number, threads: number): number {
  const pace = new Pace(threads);
  const chance = chances(seed);
  let [time, worked, sinceWoken] = [0, 0, 0];
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    for (let step = 0; step < STEPS_PER_EPOCH; ) {
      const { active, steps: asked } = pace.next();
      const steps = Math.min(asked, STEPS_PER_EPOCH - step);
      // The team sends the others to sleep before one thread begins.
      const spinning = active > 1;
      if (!spinning) sinceWoken = 0;
      const now = { active, spinning, time, worked, sinceWoken, chance: chance.next().value };
      const took = steps * STEP * machine(now) * (0.9 + 0.2 * chance.next().value);
      pace.saw(steps, took);
      step += steps;
      time += took;
      if (active > 1) [worked, sinceWoken] = [worked + took, sinceWoken + took];
    }
  }
  return time;
}

const twoCores: Machine = ({ active, sinceWoken }) => (active === 1 ? 1 : sinceWoken < 20 ? 1.3 : 0.6);

const machines: readonly (readonly [name: string, machine: Machine, most: number])[] = [
  ["two real cores; who is woken shares a core for 20 ms", twoCores, 0.7],
  ["two real cores, slow start: compiling, and late on a core of its own", (now) => (now.time < 100 ? 1.3 : 1) * (now.active > 1 && now.worked < 80 ? 1.7 : twoCores(now)), 0.8],
  ["two logical processors of one core", ({ active, spinning }) => (active > 1 ? 1.6 : spinning ? 4 / 3 : 1), 1.05],
  ["two logical processors of one core, slow start", ({ active, time }) => (active > 1 ? 1.6 : time < 100 ? 1.7 : 1), 1.05],
  ["two logical processors, together hardly slower", ({ active }) => (active > 1 ? 1.05 : 1), 1.05],
  ["one core", ({ active }) => (active > 1 ? 9 : 1), 1.05],
  ["a busy core: every second piece waits for it", ({ active, chance }) => (active === 1 ? 1 : chance < 0.5 ? 0.6 : 2.2), 1.05],
  ["a core that is busy now and then", (now) => (now.active > 1 && now.time % 1000 > 700 ? 3 : twoCores(now)), 1.05],
]; // biome-ignore format: one machine a line

it.each(machines)("%s", (_, machine, most) => {
  for (let seed = 1; seed <= 100; seed++) {
    const relative = runOn(machine, seed, 2) / runOn(machine, seed, 1);
    expect(relative, `seed ${seed}`).toBeLessThanOrEqual(most);
  }
});
