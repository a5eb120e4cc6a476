import { describe, expect, it } from "vitest";
import type { Verified } from "../../experiment/index.ts";
import { verifyTable } from "./verify.ts";

const golden = { weightsSha256: "0123456789abcdef".repeat(4), correct: 3 };
const result = (run: string, way: string, equal: boolean): Verified => ({
  run,
  way,
  ...golden,
  expected: golden,
  equal,
});

describe("verifyTable(results)", () => {
  it("has the data, and each run in each way", () => {
    const results = [
      result("digits", "", true),
      result("chapter 1", "1 thread", true),
      result("chapter 1", "TypeScript", false),
      result("adam", "1 thread", true),
    ];
    expect(verifyTable(results, {})).toMatchInlineSnapshot(`
      "            1 thread   TypeScript   digest
      digits      equal                   0123456789ab
      chapter 1   equal      DIFFERENT    0123456789ab
      adam        equal                   0123456789ab"
    `);
  });
});
