// The two small judges of .ci/run.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "myelin-ci-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (script: string, ...args: string[]) => {
  const path = fileURLToPath(new URL(`../.ci/${script}`, import.meta.url));
  return spawnSync(process.execPath, [path, ...args], { encoding: "utf8" });
};
const file = (text: string) => {
  const path = join(folder, "input");
  writeFileSync(path, text);
  return path;
};

describe("count.mjs", () => {
  const report = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 2, numTodoTests: 1 };
  const count = (change: object, status: string) =>
    run("count.mjs", file(JSON.stringify({ ...report, ...change })), status).stdout;

  it("gives the numbers of the report", () => {
    expect(count({}, "0")).toBe("5 0 3\n");
    expect(count({ numFailedTests: 2 }, "1")).toBe("5 2 3\n");
  });

  it("counts a failure when no test failed but the run did, when nothing ran, and when there is no report", () => {
    expect(count({}, "1")).toBe("5 1 3\n");
    expect(count({ numPassedTests: 0 }, "0")).toBe("0 1 3\n");
    expect(run("count.mjs", file("not JSON"), "0").stdout).toBe("0 1 0\n");
    expect(run("count.mjs", join(folder, "nowhere"), "0").stdout).toBe("0 1 0\n");
  });
});

describe("learned.mjs", () => {
  const log = "Epoch 1   9,123 / 10,000\nEpoch 2   9,546 / 10,000\n";
  it.each([
    [log, "95", 0],
    [log, "96", 1],
    ["nothing was trained", "0.1", 1],
  ])("%j must reach %s %%: exit %i", (text, percent, status) => {
    expect(run("learned.mjs", file(text), percent).status).toBe(status);
  });
});
