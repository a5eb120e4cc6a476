import { describe, expect, it } from "vitest";
import { parseExperimentConfig } from "./parse.ts";
import { REFERENCE_RUNS } from "./reference-runs.ts";
import { type Verified, verifyReferenceRuns, waysFor } from "./verify.ts";

async function all(results: AsyncIterable<Verified>): Promise<Verified[]> {
  const list: Verified[] = [];
  for await (const result of results) list.push(result);
  return list;
}

describe("verifyReferenceRuns", () => {
  it("finds the committed digests", async () => {
    const results = await all(verifyReferenceRuns({ ways: waysFor([1], false) }));
    for (const result of results) expect(result, `${result.run}, ${result.way}`).toMatchObject({ equal: true });
    expect(results.map(({ run, way }) => `${run} ${way}`)).toEqual([
      "digits ",
      ...REFERENCE_RUNS.map(({ name }) => `${name} 1 thread`),
    ]);
  });

  it("runs only what is asked for", async () => {
    const results = await all(verifyReferenceRuns({ ways: waysFor([1], true), runs: ["deep tanh"] }));
    expect(results.map(({ run, way, equal }) => [run, way, equal])).toEqual([
      ["digits", "", true],
      ["deep tanh", "1 thread", true],
      ["deep tanh", "TypeScript", true],
    ]);
  });
});

describe("REFERENCE_RUNS", () => {
  it("are eight different experiments, whose settings do not lean on defaults that may change", () => {
    expect(new Set(REFERENCE_RUNS.map(({ golden }) => golden.weightsSha256)).size).toBe(8);
    for (const { settings } of REFERENCE_RUNS) expect(parseExperimentConfig(settings)).toMatchObject(settings);
  });

  it("learn something", () => {
    const long = REFERENCE_RUNS.filter(({ images }) => images === undefined);
    for (const { golden, name } of long) expect(golden.correct, name).toBeGreaterThan(300);
    expect(long).toHaveLength(5);
  });
});
