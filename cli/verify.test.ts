import { execFile } from "node:child_process";
import { cpSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { main, myelin, temporaryFolder } from "../test/support/myelin.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());
const root = fileURLToPath(new URL("..", import.meta.url));

describe("myelin verify", () => {
  it("finds the committed digests with threads and with the twins", async () => {
    const { code, stdout, stderr } = await myelin(["verify", "--threads", "2"]);
    expect(stdout).toContain("\n\nThe same bits: all 25 digests are equal.\n\nNext: myelin train\n");
    expect(stdout).toMatch(/\n +1 thread +2 threads +TypeScript +digest\n/);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  it("exits 1 and says which digest differs, also in the JSON", async () => {
    cpSync(dirname(dirname(main)), join(folder.path, "dist"), { recursive: true });
    cpSync(join(root, "package.json"), join(folder.path, "package.json"));
    symlinkSync(join(root, "node_modules"), join(folder.path, "node_modules"));
    const file = join(folder.path, "dist/src/experiment/reference-runs.js");
    writeFileSync(file, readFileSync(file, "utf8").replace("correct: 4", "correct: 5"));
    const args = [join(folder.path, "dist/cli/main.js"), "verify", "--threads", "1", "--json"];
    const failed = await promisify(execFile)(process.execPath, args).catch((error) => error);
    expect(failed.code).toBe(1);
    const { equal, results } = JSON.parse(failed.stdout);
    expect(equal).toBe(false);
    expect(results.filter((result: { equal: boolean }) => !result.equal)).toHaveLength(2);
    expect(failed.stderr).toMatch(/\nNot the same bits: 2 of 17 digests differ, first cross-entropy, 1 thread: please/);
  });

  it.each([["0"], ["two"], ["65"]])("refuses --threads %s", async (threads) => {
    const { code, stdout, stderr } = await myelin(["verify", "--threads", threads]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toBe(`myelin: --threads: expected a whole number from 1 to 64, found "${threads}".\n`);
  });
});
