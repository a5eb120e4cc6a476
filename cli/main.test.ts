import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { myelin, start, temporaryFolder, writeDigitsFolder } from "../test/support/myelin.ts";

const folder = temporaryFolder();
let data: string;
beforeAll(() => {
  data = writeDigitsFolder(join(folder.path, "small"));
});
afterAll(() => folder.remove());

const version = (JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string })
  .version;

describe("myelin", () => {
  it("shows its help without arguments and with --help: examples first, on stdout", async () => {
    const [bare, asked] = await Promise.all([myelin([]), myelin(["--help"])]);
    expect(bare).toEqual(asked);
    expect(asked).toMatchObject({ code: 0, stderr: "" });
    expect(asked.stdout.indexOf("Examples:")).toBeLessThan(asked.stdout.indexOf("Usage:"));
    for (const line of asked.stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
  });

  it("prints its version", async () => {
    expect(await myelin(["--version"])).toMatchObject({ code: 0, stdout: `${version}\n` });
  });

  it.each([["train"], ["evaluate"], ["data"], ["doctor"]])("help %s is what its --help shows", async (name) => {
    const [one, other] = await Promise.all([myelin(["help", name]), myelin([name, "--help"])]);
    expect(one).toEqual(other);
    expect(one).toMatchObject({ code: 0, stderr: "" });
    expect(one.stdout).toMatch(/^\S.*\n\nExamples:\n {2}myelin /);
  });

  it.each([
    [["trian"], 'there is no command "trian"; did you mean train?'],
    [["xyzzy"], 'there is no command "xyzzy"; see myelin --help.'],
    [["\u001b[2Jx"], 'there is no command "\\x1b[2Jx"; see myelin --help.'],
    [["help", "dta"], 'there is no command "dta"; did you mean data?'],
    [["train", "--epoch", "3"], "there is no flag --epoch; did you mean --epochs?"],
    [["train", "--lr", "3"], "there is no flag --lr; did you mean --learning-rate?"],
    [["train", "--batch", "3"], "there is no flag --batch; did you mean --batch-size?"],
    [["train", "--xyzzy"], "there is no flag --xyzzy; see myelin train --help."],
    [["--versoin"], "there is no flag --versoin; did you mean --version?"],
    [["data", "--jsn"], "there is no flag --jsn; did you mean --json?"],
    [["train", "--epochs"], "--epochs: its value is missing; see myelin train --help."],
    [["train", "mnist"], "there are more words than train takes; see myelin train --help."],
    [["evaluate"], "RUN|FILE is missing; see myelin evaluate --help."],
    [["train", "--epochs", "ten"], '--epochs: expected a whole number from 1 to 100,000, found "ten".'],
    [["train", "--data", "nowhere", "--hidden", "0"], /^--hidden: expected layer widths from 1 .*found \[0\]\.$/],
  ])("%j is refused in one sentence, exit 2", async (args, message) => {
    const { code, stdout, stderr } = await myelin(args);
    expect(stdout).toBe("");
    if (typeof message === "string") expect(stderr).toBe(`myelin: ${message}\n`);
    else expect(stderr.slice("myelin: ".length, -1)).toMatch(message);
    expect(code).toBe(2);
  });

  it("--json says what was wrong on stdout too", async () => {
    const { code, stdout } = await myelin(["train", "--json", "--seed", "-1"]);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toEqual({
      command: "train",
      error: {
        code: "SETTING_INVALID",
        message: "--seed: expected a whole number from 0 to 9,007,199,254,740,991, found -1.",
      },
    });
  });
});

describe("myelin data", () => {
  it("shows counts, pictures and the next command; no escape sequences into a pipe", async () => {
    const { code, stdout, stderr } = await myelin(["data", data]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("small: 500 training and 100 test images of 28 × 28");
    expect(stdout).toMatch(/[▀▄█]{4}/);
    expect(stdout).toMatch(/\nimages +500 +100\n/);
    expect(stdout).toMatch(/\nNext: myelin train --data \S+small\n$/);
    expect(stdout).not.toContain("\u001b");
  });

  it("draws with ASCII characters for TERM=dumb, and colours only where it may", async () => {
    const dumb = await myelin(["data", data], { env: { TERM: "dumb" } });
    expect(dumb.stdout).not.toMatch(/[▀▄█▆]/);
    const forced = await myelin(["data", data], { env: { FORCE_COLOR: "1" } });
    expect(forced.stdout).toContain("\u001b[2m");
    const refused = await myelin(["data", data], { env: { FORCE_COLOR: "1", NO_COLOR: "1" } });
    expect(refused.stdout).not.toContain("\u001b");
    expect(refused.stderr).toBe("");
  });

  it("--json prints one object on stdout, text on stderr; --quiet leaves the text out", async () => {
    const { stdout, stderr } = await myelin(["data", data, "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      command: "data",
      data: { name: "small", training: 500, test: 100, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      classes: { length: 10 },
      shape: [28, 28],
      profile: { training: { count: 500 }, test: { count: 100 } },
    });
    expect(stderr).toContain("500 training");
    const quiet = await myelin(["data", data, "--json", "--quiet"]);
    expect(quiet).toEqual({ code: 0, signal: null, stdout, stderr: "" });
    expect((await myelin(["data", data, "--quiet"])).stdout.trim().split("\n")).toHaveLength(1);
  });

  it("ends quietly with 141 when the reader goes away", async () => {
    const { child, outcome } = start(["data", data]);
    child.stdout?.destroy();
    expect(await outcome).toMatchObject({ code: 141, stderr: "" });
  });

  it("exits 4 when stdout is a full disk, and says so", async (context) => {
    let full: number;
    try {
      full = openSync("/dev/full", "w");
    } catch {
      return context.skip("there is no /dev/full on this system");
    }
    const { code, stderr } = await myelin(["data", data], { stdio: ["ignore", full, "pipe"] });
    closeSync(full);
    expect(code).toBe(4);
    expect(stderr).toMatch(/^myelin: writing the output failed: .*ENOSPC/);
  });

  it("refuses what is not there (exit 4) and what is no data (exit 3)", async () => {
    const nothing = join(folder.path, "nothing");
    mkdirSync(nothing);
    const [missing, empty] = await Promise.all([myelin(["data", "nowhere"]), myelin(["data", nothing])]);
    expect(missing).toMatchObject({ code: 4, stdout: "" });
    expect(missing.stderr).toMatch(/^myelin: There is no file or folder nowhere.*\n$/);
    expect(empty).toMatchObject({ code: 3, stdout: "" });
    expect(empty.stderr).toMatch(/^myelin: .*is empty, and data are class folders of pictures.*\n$/);
  });
});
