import { describe, expect, it } from "vitest";
import { myelin } from "../test/support/myelin.ts";

describe("myelin check-gradients", () => {
  it("shows a table, says that all gradients are right, and names the next command", async () => {
    const { code, stdout, stderr } = await myelin(["check-gradients", "--seed", "2"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const lines = stdout.split("\n");
    expect(lines[0]).toMatch(/^hidden +output +cost +float64 +engine +of its bound$/);
    expect(lines.filter((line) => /\d\.\de-\d+ +\d\.\de-\d+ +\d+ %$/.test(line))).toHaveLength(35 + 20);
    expect(lines).toContainEqual(expect.stringMatching(/^layers +float64 +engine +of its bound$/));
    expect(stdout).toMatch(/270 networks: all gradients are right\. .*allowed 1e-6/);
    expect(stdout).toMatch(/Next: myelin train\n$/);
  }, 120_000);

  it("exits 1 and names the networks when the engine computes something else", async () => {
    // Every number that the engine is handed is a little too large.
    const wrong = "data:text/javascript,const f = Math.fround; Math.fround = (x) => f(1.0001 * x);";
    const env = { NODE_OPTIONS: `--import=${wrong.replaceAll(" ", "%20")}` };
    const { code, stdout, stderr } = await myelin(["check-gradients", "--json"], { env });
    expect(code).toBe(1);
    const { ok, seed, tolerance, results, layers } = JSON.parse(stdout);
    expect({ ok, seed, tolerance, count: results.length + layers.length }).toEqual({
      ok: false,
      seed: 1,
      tolerance: 1e-6,
      count: 270,
    });
    expect(results[0]).toMatchObject({ activation: "sigmoid", cost: "quadratic", regulariser: "none", ok: false });
    expect(stderr).toMatch(/\nWRONG: sigmoid sigmoid quadratic none, /);
    expect(stderr).toMatch(/\n\d+ of 270 networks have a wrong gradient\.\n$/);
  }, 120_000);

  it("refuses a seed that is none", async () => {
    for (const seed of ["x", "1.5", "99999999999999999999"]) {
      const { code, stderr } = await myelin(["check-gradients", "--seed", seed]);
      expect(code).toBe(2);
      expect(stderr).toContain(`--seed: expected a whole number from 0 to 9007199254740991, found "${seed}".`);
    }
  });
});
