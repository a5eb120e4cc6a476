import { expect, it } from "vitest";
import { Pace } from "./pace.ts";

/** Runs `pieces` pieces on a machine where a step takes so many ms with one thread and with all; gives what was asked for. */
function drive(pace: Pace, pieces: number, one: number, all = one) {
  return Array.from({ length: pieces }, () => {
    const { active, steps } = pace.next();
    pace.saw(active, steps, steps * (active === 1 ? one : all));
    return { active, steps, milliseconds: steps * (active === 1 ? one : all) };
  });
}

it("one thread: after the first pieces each lasts about 20 ms, whatever a step takes", () => {
  for (const step of [0.0005, 0.01, 0.7, 15]) {
    const pieces = drive(new Pace(1), 20, step).slice(4);
    expect(pieces.every(({ active }) => active === 1)).toBe(true);
    for (const { milliseconds } of pieces) expect(Math.abs(milliseconds - 20)).toBeLessThanOrEqual(step);
  }
});

it("starts with one step, and then with pieces of about 2 ms", () => {
  const [first, ...next] = drive(new Pace(2), 4, 1.5, 0.8);
  expect(first!.steps).toBe(1);
  for (const { milliseconds } of next) expect(milliseconds).toBeLessThanOrEqual(2);
});

it("a step slower than a piece is a piece", () => {
  expect(drive(new Pace(1), 5, 300).at(-1)!.steps).toBe(1);
});

it("several threads: all where they are faster, one where they are slower", () => {
  expect(drive(new Pace(4), 20, 0.1, 0.04).slice(6).every(({ active }) => active === 4)).toBe(true); // biome-ignore format: short
  expect(drive(new Pace(4), 20, 0.1, 0.9).slice(6).every(({ active }) => active === 1)).toBe(true); // biome-ignore format: short
});

it("tries the other number of threads again, and changes when the machine has changed", () => {
  const pace = new Pace(2);
  drive(pace, 20, 0.1, 0.5);
  const later = drive(pace, 200, 0.1, 0.05);
  expect(later.some(({ active }) => active === 2)).toBe(true);
  expect(later.at(-1)!.active).toBe(2);
  const busy = drive(pace, 200, 0.1, 0.9);
  expect(busy.at(-1)!.active).toBe(1);
});

it("a piece without steps says nothing", () => {
  const pace = new Pace(1);
  pace.saw(1, 0, 1000);
  expect(drive(pace, 5, 0.1).at(-1)!.steps).toBe(200);
});
