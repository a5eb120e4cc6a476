// The runs of the book on the fast engine: their table, one of them on digits, and what docs/bits.md quotes.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { REFERENCE_DATA_SHA256, REFERENCE_RUNS } from "../src/experiment/reference-runs.ts";

const root = new URL("../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), "utf8");
if (!existsSync(fileURLToPath(new URL("dist/src/index.js", root))))
  throw new Error("dist/ is missing: run `npm run build` first (npm test does).");

interface Row {
  readonly chapter: number;
  readonly hidden: readonly number[];
  readonly epochs: number;
  readonly figures: readonly (readonly [name: string, book: number])[];
}
const { RUNS }: { RUNS: Record<string, Row> } = await import(`${root}examples/book/runs.mjs`);
const { measure } = await import(`${root}examples/book/measure.mjs`);
const { generateDigits }: typeof import("../src/index.ts") = await import(`${root}dist/src/index.js`);

const data = {
  training: generateDigits({ count: 1000 }),
  validation: generateDigits({ from: 1000, count: 200 }),
  test: generateDigits({ from: 60_000, count: 200 }),
};

describe("examples/book", () => {
  it("has runs of chapters 1, 3 and 5, with figures that it can measure", () => {
    const rows = Object.values(RUNS);
    expect(new Set(rows.map(({ chapter }) => chapter))).toEqual(new Set([1, 3, 5]));
    for (const [name, { figures }] of Object.entries(RUNS))
      for (const [figure] of figures)
        expect(figure, name).toMatch(/^((best|first|last) (training|validation|test)|(first|second) training cost)$/);
  });

  it.each(["first-30", "overfitting", "weights-30-default", "deep-3"])(
    "%s runs, with a figure for each",
    async (name) => {
      const figures: number[] = await measure(RUNS[name], data, { seed: 1, epochs: 3 });
      expect(figures).toHaveLength(RUNS[name]!.figures.length);
      for (const figure of figures) expect(figure).toBeGreaterThan(10);
      for (const figure of figures) expect(figure).toBeLessThanOrEqual(100);
    },
  );

  it("costs include the L2 term", async () => {
    const run = { ...RUNS["eta-0.25"]!, figures: [["first training cost", 0]] };
    const [without] = await measure({ ...run, l2: 0 }, data, { seed: 1, epochs: 1 });
    const [tiny] = await measure({ ...run, l2: 1e-3 }, data, { seed: 1, epochs: 1 });
    // ½·(λ/n)·Σw² with about 30 + 10 squares, a bit more after training.
    expect(tiny - without).toBeGreaterThan(0.5e-6 * 30);
    expect(tiny - without).toBeLessThan(0.5e-6 * 200);
  });

  it("results that were kept belong to runs, with a value a seed", () => {
    const results: Record<string, { seeds: number[]; values: number[][] }> = JSON.parse(
      read("examples/book/results.json"),
    );
    for (const [name, { seeds, values }] of Object.entries(results)) {
      expect(values.length, name).toBe(RUNS[name]?.figures.length);
      for (const list of values) expect(list, name).toHaveLength(seeds.length);
    }
  });
});

describe("docs", () => {
  it("bits.md lists the digest of every reference run", () => {
    const page = read("docs/bits.md");
    expect(page).toContain(`\`${REFERENCE_DATA_SHA256}\``);
    for (const { name, what, golden } of REFERENCE_RUNS)
      expect(page).toContain(`| ${name} | ${what} | \`${golden.weightsSha256}\` |`);
    const mnist = /const MNIST = "([0-9a-f]{64})";/.exec(read("scripts/bits-matrix.mjs"))?.[1];
    expect(page).toContain(`| after 3 epochs | \`${mnist}\` |`);
  });

  it("book.md has every run", () => {
    const page = read("docs/book.md");
    for (const name of Object.keys(RUNS)) expect(page).toContain(`| \`${name}\` |`);
  });
});
