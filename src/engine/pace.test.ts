import { expect, it } from "vitest";
import { Pace } from "./pace.ts";

interface Piece {
  readonly active: number;
  readonly steps: number;
  readonly milliseconds: number;
}

/** Runs pieces for so many ms on a machine where a step takes so many ms with one thread and with all. */
function drive(pace: Pace, milliseconds: number, one: number, all = one): Piece[] {
  const pieces: Piece[] = [];
  for (let now = 0; now < milliseconds; now += pieces.at(-1)!.milliseconds) {
    const { active, steps } = pace.next();
    const took = steps * (active === 1 ? one : all);
    pace.saw(steps, took);
    pieces.push({ active, steps, milliseconds: took });
  }
  return pieces;
}

/** How much of the time so many threads worked. */
function share(pieces: readonly Piece[], active: number): number {
  const sum = (some: readonly Piece[]) => some.reduce((total, { milliseconds }) => total + milliseconds, 0);
  return sum(pieces.filter((piece) => piece.active === active)) / sum(pieces);
}

it("starts with one step; then each piece lasts about 20 ms, whatever a step takes", () => {
  for (const step of [0.0005, 0.01, 0.7, 15]) {
    const [first, ...pieces] = drive(new Pace(1), 400, step);
    expect(first).toMatchObject({ active: 1, steps: 1 });
    expect(pieces.length).toBeGreaterThan(10);
    expect(pieces.every(({ active }) => active === 1)).toBe(true);
    for (const { milliseconds } of pieces) expect(Math.abs(milliseconds - 20)).toBeLessThanOrEqual(step);
  }
});

it("a step slower than a piece is a piece", () => {
  expect(drive(new Pace(1), 3000, 300).every(({ steps }) => steps === 1)).toBe(true);
});

it("several threads: all where they are faster", () => {
  expect(share(drive(new Pace(4), 200, 0.1, 0.04), 4)).toBeGreaterThan(0.6);
  expect(share(drive(new Pace(4), 10_000, 0.1, 0.04), 4)).toBeGreaterThan(0.97);
});

it("all threads may need a while to become faster", () => {
  const pace = new Pace(2);
  drive(pace, 100, 0.1, 0.5);
  expect(share(drive(pace, 100, 0.1, 0.06), 2)).toBe(1);
});

it("one thread where more are slower; no piece of a trial is long", () => {
  const pieces = drive(new Pace(4), 20_000, 0.1, 0.9);
  expect(share(pieces, 1)).toBeGreaterThan(0.9);
  expect(share(pieces, 4)).toBeGreaterThan(0);
  expect(Math.max(...pieces.map(({ milliseconds }) => milliseconds))).toBeLessThan(50);
});

it("a single slow piece changes nothing; wasted time does", () => {
  const pace = new Pace(2);
  drive(pace, 300, 0.1, 0.05);
  const { steps } = pace.next();
  pace.saw(steps, 20 + 49);
  drive(pace, 100, 0.1, 0.05);
  expect(pace.next().active).toBe(2);
  drive(pace, 100, 0.1, 0.9);
  expect(pace.next().active).toBe(1);
});

it("follows a machine that changes", () => {
  const pace = new Pace(2);
  expect(share(drive(pace, 3000, 0.1, 0.5), 1)).toBeGreaterThan(0.9);
  drive(pace, 3200, 0.1, 0.05);
  expect(share(drive(pace, 3000, 0.1, 0.05), 2)).toBeGreaterThan(0.97);
  drive(pace, 300, 0.1, 0.9);
  expect(share(drive(pace, 10_000, 0.1, 0.9), 1)).toBeGreaterThan(0.9);
  const faster = new Pace(2);
  drive(faster, 1000, 0.2, 0.12);
  expect(share(drive(faster, 10_000, 0.1, 0.12), 1)).toBeGreaterThan(0.6);
});

it("a machine that gets slower as a whole keeps all its threads", () => {
  const pace = new Pace(2);
  drive(pace, 500, 0.1, 0.05);
  expect(share(drive(pace, 5000, 0.3, 0.15), 2)).toBeGreaterThan(0.9);
});

it("a piece without steps says nothing", () => {
  const pace = new Pace(1);
  pace.saw(0, 1000);
  expect(pace.next()).toEqual({ active: 1, steps: 1 });
});

it("steady: all threads at every step, whatever it costs", () => {
  const pieces = drive(new Pace(3, true), 1000, 0.1, 0.9);
  expect(pieces[0]).toMatchObject({ active: 3, steps: 1 });
  expect(share(pieces, 3)).toBe(1);
});
