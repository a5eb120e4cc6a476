import { describe, expect, it } from "vitest";
import { arrange, type Part, type Stage } from "./stage.ts";

const SHARED = [64, 64];
const OTHER = [128, 128];
const OWN = [192, 256];

/** What the calls of two threads' step are, with "|" for a barrier. */
function order(stages: readonly [name: string, touched: Omit<Stage, "op">][]): string {
  const calls: string[] = [];
  const say = (name: string) => () => void calls.push(name);
  const ops = arrange(
    stages.map(([name, touched]) => ({ ...touched, op: say(name) })),
    say("|"),
  );
  for (const op of ops) op();
  return calls.join("");
}
const of = (buffer: readonly number[], part: Part) => [{ outputs: [buffer, buffer] as const, part }];

describe("a barrier stands", () => {
  it("before a thread reads what others write, and before it is written again", () => {
    expect(order([["w", { writes: of(SHARED, "panels") }], ["r", { reads: of(SHARED, "all") }]])).toBe("|w|r"); // biome-ignore format: short
  });

  it("not where a second buffer takes the next step's numbers", () => {
    const both = (part: Part) => [{ outputs: [SHARED, OTHER] as const, part }];
    expect(
      order([
        ["w", { writes: both("panels") }],
        ["r", { reads: both("all") }],
      ]),
    ).toBe("w|r");
  });

  it("once for all that was written before", () => {
    const stages = [
      ["a", { writes: of(SHARED, "rows") }],
      ["b", { writes: of(OTHER, "rows") }],
      ["c", { reads: of(OTHER, "all") }],
      ["d", { reads: of(SHARED, "all") }],
    ] as const;
    expect(order(stages.map(([name, touched]) => [name, touched]))).toBe("|ab|cd");
  });

  it("between parts that are divided in different ways", () => {
    expect(order([["w", { writes: of(SHARED, "rows") }], ["r", { reads: of(SHARED, "channels") }]])).toBe("|w|r"); // biome-ignore format: short
  });

  it("nowhere for the same part, for what nobody writes, and for what every thread has for itself", () => {
    const stages: [string, Omit<Stage, "op">][] = [
      ["a", { writes: of(SHARED, "panels") }],
      ["b", { reads: of(SHARED, "panels") }],
      ["c", { reads: of(OTHER, "all") }],
      ["d", { writes: of(OWN, "all") }],
      ["e", { reads: of(OWN, "all") }],
    ];
    expect(order(stages)).toBe("abcde");
  });
});

it("a single thread meets nobody", () => {
  let calls = 0;
  const stage = { op: () => void calls++, writes: of(SHARED, "all"), reads: of(SHARED, "rows") };
  for (const op of arrange([stage, stage], undefined)) op();
  expect(calls).toBe(2);
});
