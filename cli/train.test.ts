import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseExperimentConfig } from "../src/experiment/index.ts";
import {
  myelin,
  type Outcome,
  type Running,
  start,
  temporaryFolder,
  writeDigitsFolder,
} from "../test/support/myelin.ts";

const folder = temporaryFolder();
const cwd = folder.path;
/** 500 images: an epoch takes a few milliseconds. 20,000: long enough to be interrupted. */
let small: string;
beforeAll(() => {
  small = writeDigitsFolder(join(cwd, "small"));
  writeDigitsFolder(join(cwd, "large"), { training: 20_000, test: 100 });
});
afterAll(() => folder.remove());

const train = (...args: string[]) => myelin(["train", "--data", "small", "--epochs", "2", ...args], { cwd });
const read = (...path: string[]) => readFileSync(join(cwd, ...path), "utf8");
const events = (run: string) =>
  read(run, "events.jsonl")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { type: string; epoch?: number; reason?: string });

describe("myelin train", () => {
  let first: Outcome;
  beforeAll(async () => {
    first = await train("--out", "first", "--seed", "5");
  });

  it("shows data, network, engine, an epoch a line, the best one, and the next command", () => {
    expect(first).toMatchObject({ code: 0, stderr: "" });
    expect(first.stdout).not.toContain("\u001b");
    const seconds = /\d+(\.\d+)? (ms|s)\b/g;
    expect(first.stdout.replace(/^.*[▀▄█].*\n/gm, "").replace(seconds, "T")).toMatch(
      new RegExp(
        [
          "^data {7}small: 500 training and 100 test images of 28 × 28",
          "",
          "( *\\d)+",
          "",
          "network {4}784 → 30 → 10, 23,860 parameters, sigmoid, quadratic cost",
          "training {3}2 epochs, mini-batches of 10, η 3, seed 5",
          "engine {5}WebAssembly SIMD, \\d threads?, same bits on every machine",
          "run {8}first",
          "",
          "Epoch 1: +\\d+ / 100 +\\d+\\.\\d\\d % +cost 0\\.\\d{4} +T",
          "Epoch 2: +\\d+ / 100 +\\d+\\.\\d\\d % +\\S+ +cost 0\\.\\d{4} +T",
          "",
          "(.*[│┤└].*\\n)+ +1 +2 epochs",
          "",
          "best {3}epoch \\d: \\d+ / 100, \\d+\\.\\d\\d % of the test images",
          "time {3}T of training, T in all",
          "run {4}first",
          "",
          "Next: myelin evaluate first\n$",
        ].join("\n"),
      ),
    );
  });

  it("leaves a run folder whose config gives the same run again", async () => {
    expect(readdirSync(join(cwd, "first")).sort()).toEqual([
      "MODEL_CARD.md",
      "best.safetensors",
      "config.json",
      "events.jsonl",
      "last.safetensors",
      "metrics.csv",
    ]);
    expect(JSON.parse(read("first", "config.json"))).toEqual({
      ...parseExperimentConfig({ data: "small", epochs: 2, seed: 5 }),
      data: "small",
    });
    expect(events("first").at(0)?.type).toBe("run-start");
    const again = await myelin(["train", "--config", "first/config.json", "--out", "again", "--json"], { cwd });
    expect(digestOf(JSON.parse(again.stdout))).toBe(lastDigest("first"));
    const other = await myelin(["train", "--config", "first/config.json", "--seed", "6", "--json"], { cwd });
    expect(digestOf(JSON.parse(other.stdout))).not.toBe(lastDigest("first"));
  });

  it("--json prints the promised object; the text is on stderr, or nowhere with --quiet", async () => {
    const { code, stdout, stderr } = await train("--out", "json", "--json");
    expect(code).toBe(0);
    const scores = { correct: expect.any(Number), total: 100 };
    const epoch = { trainingSeconds: expect.any(Number), cost: expect.any(Number), test: scores };
    expect(JSON.parse(stdout)).toEqual({
      command: "train",
      data: { name: "small", training: 500, test: 100, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      network: [784, 30, 10],
      seed: 1,
      engine: { kernels: "wasm-simd", threads: expect.any(Number), bits: true },
      epochs: [
        { epoch: 1, ...epoch },
        { epoch: 2, ...epoch },
      ],
      best: { epoch: expect.any(Number), correct: expect.any(Number) },
      seconds: { load: expect.any(Number), training: expect.any(Number), total: expect.any(Number) },
      weightsSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      run: "json",
    });
    expect(stdout.trim().split("\n")).toHaveLength(1);
    expect(stderr).toContain("Epoch 2: ");
    const quiet = await train("--out", "json", "--force", "--json", "--quiet");
    expect(quiet.stderr).toBe("");
    expect(digestOf(JSON.parse(quiet.stdout))).toBe(digestOf(JSON.parse(stdout)));
  });

  it("has the same weights with any number of threads", async () => {
    const runs = await Promise.all(
      ["1", "2", "3"].map((n) => train("--threads", n, "--seed", "5", "--json", "--quiet")),
    );
    const results = runs.map(({ stdout }) => JSON.parse(stdout));
    expect(results.map(({ engine }) => engine.threads)).toEqual([1, 2, 3]);
    expect(results.map(digestOf)).toEqual(Array(3).fill(lastDigest("first")));
  });

  it("--fast leaves the bits contract and says so, or is refused with the reason, exit 2", async () => {
    const { code, stdout, stderr } = await train("--fast", "--out", "fast");
    if (Number(process.versions.node.split(".")[0]) < 22) {
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toMatch(/^myelin: --fast needs WebAssembly relaxed SIMD, .*Node has it from 22 on.*\n$/);
    } else expect(stdout).toContain("WebAssembly relaxed SIMD");
  });

  it("--quiet prints only the result; runs get the next free number", async () => {
    const { stdout, stderr } = await train("--quiet");
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^best .*\ntime .*\nrun +runs\/small-\d\n$/);
    const next = await train("--quiet");
    const [one, two] = [stdout, next.stdout].map((text) => Number(/small-(\d+)/.exec(text)?.[1]));
    expect(two).toBe(one! + 1);
  });

  it("trains a network without hidden layers, and data without test images", async () => {
    writeDigitsFolder(join(cwd, "untested"), { training: 50, test: 0 });
    const args = ["train", "--data", "untested", "--hidden", "none", "--epochs", "2", "--out", "untested-run"];
    const { code, stdout } = await myelin(args, { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain("784 → 10, 7,850 parameters");
    expect(stdout).toMatch(/\nEpoch 2: {3}cost \d\.\d{4} +/);
    expect(stdout).not.toContain("best");
  });

  it("refuses to overwrite a run (exit 2) before it reads the data; --force overwrites", async () => {
    const refused = await myelin(["train", "--data", "nowhere", "--out", "first"], { cwd });
    expect(refused).toMatchObject({ code: 2, stdout: "" });
    expect(refused.stderr).toMatch(/^myelin: first already holds a run .*--force\.\n$/);
    expect((await train("--out", "json", "--force", "--quiet")).code).toBe(0);
  });

  it.each([
    ["config.txt", "no json", 3, /^myelin: .*config\.txt:1:1: /],
    ["config.json", '{ "epochs": 1, "epochs": 2 }', 3, /^myelin: .*config\.json:1:\d+: .*epochs/],
    [
      "wrong.json",
      '{ "epochs": 0 }',
      2,
      /^myelin: wrong\.json: epochs: expected a whole number from 1 to .*found 0\.\n$/,
    ],
    [
      "unknown.json",
      '{ "epoch": 1 }',
      2,
      /^myelin: unknown\.json: epoch: there is no such setting; did you mean "epochs"\?\n$/,
    ],
  ])("refuses the config file %s in one sentence", async (name, text, code, message) => {
    writeFileSync(join(cwd, name), text);
    const outcome = await myelin(["train", "--config", name], { cwd });
    expect(outcome).toMatchObject({ code, stdout: "" });
    expect(outcome.stderr).toMatch(message);
  });

  it("refuses a config file that is not there, exit 4", async () => {
    const outcome = await myelin(["train", "--config", "nowhere.json"], { cwd });
    expect(outcome.code).toBe(4);
    expect(outcome.stderr).toMatch(/^myelin: nowhere\.json could not be read: .*\n$/);
  });

  it("refuses a run folder that cannot be made, exit 4", async () => {
    const outcome = await train("--out", "small/train-images-idx3-ubyte/run");
    expect(outcome.code).toBe(4);
    expect(outcome.stderr).toMatch(/^myelin: .* could not be written: .*\n$/);
  });

  it("refuses bad data, exit 3", async () => {
    cpSync(small, join(cwd, "cut"), { recursive: true });
    const images = join(cwd, "cut", "train-images-idx3-ubyte");
    writeFileSync(images, readFileSync(images).subarray(0, 1000));
    const outcome = await myelin(["train", "--data", "cut"], { cwd });
    expect(outcome).toMatchObject({ code: 3, stdout: "" });
    expect(outcome.stderr).toMatch(/^myelin: .*train-images-idx3-ubyte.*\n$/);
    expect(existsSync(join(cwd, "runs", "cut-1"))).toBe(false);
  });

  it("stops with exit 6 when training diverges; the log says so", async () => {
    const { code, stderr } = await train("--learning-rate", "1e300", "--out", "diverged");
    expect(code).toBe(6);
    expect(stderr).toMatch(
      /^diverged: no epoch was finished\. Why: myelin doctor diverged\nmyelin: Training diverged: .*epoch \d, step \d+, and layer \d .*\.\n$/,
    );
    expect(events("diverged").at(-1)).toMatchObject({ type: "run-end", reason: "diverged" });
  });

  it("says on stderr, between the epochs, why nothing is learnt; keeps it in the log; points at the doctor", async () => {
    const { code, stdout, stderr } = await train("--init", "zeros", "--out", "zeros");
    expect(code).toBe(0);
    expect(stderr).toMatch(/^myelin: FAULT in layer 1: All 30 units of layer 1 .*\n$/);
    expect(stdout).toContain("\nNext: myelin doctor zeros\n");
    const kinds = events("zeros").filter(({ type }) => type === "epoch" || type === "finding");
    expect(kinds.map(({ type, epoch }) => `${type} ${epoch}`)).toEqual(["epoch 1", "finding 1", "epoch 2"]);
    const more = await myelin(["train", "--resume", "zeros", "--epochs", "3"], { cwd });
    expect(more).toMatchObject({ code: 0, stderr: "" });
    expect(events("zeros").filter(({ type }) => type === "finding")).toHaveLength(1);
  });

  it("says nothing of it with --no-doctor", async () => {
    expect(await train("--init", "zeros", "--no-doctor", "--out", "unseen")).toMatchObject({ code: 0, stderr: "" });
    expect(events("unseen").some(({ type }) => type === "finding")).toBe(false);
  });

  it("shows hostile names harmlessly everywhere", async () => {
    const hostile = "a\u001b[2Jb\u202e c";
    writeDigitsFolder(join(cwd, hostile), { training: 50, test: 20 });
    const trained = await myelin(["train", "--data", hostile, "--epochs", "1", "--out", `run-${hostile}`], { cwd });
    const evaluated = await myelin(["evaluate", `run-${hostile}`], { cwd });
    const shown = await myelin(["data", hostile], { cwd });
    for (const { code, stdout, stderr } of [trained, evaluated, shown]) {
      expect(code).toBe(0);
      for (const character of ["\u001b", "\u202e"]) expect(stdout + stderr).not.toContain(character);
      expect(stdout).toContain("a\\x1b[2Jb\\u202e c");
    }
  });

  it("goes on when the reader of stdout goes away", async () => {
    const { child, outcome } = start(["train", "--data", "small", "--epochs", "3", "--out", "unread"], { cwd });
    child.stdout?.destroy();
    expect(await outcome).toMatchObject({ code: 0, stderr: "" });
    expect(events("unread").filter((event) => event.type === "epoch")).toHaveLength(3);
  });
});

describe("an interrupted run", () => {
  const args = ["train", "--data", "large", "--epochs", "40", "--hidden", "16"];
  let whole: string;
  beforeAll(async () => {
    whole = digestOf(JSON.parse((await myelin([...args, "--out", "whole", "--json"], { cwd })).stdout));
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)(
    "%s: saves, prints the line that goes on, exit %i; the resumed run has the same weights",
    async (signal, code) => {
      const out = `by-${signal}`;
      const running = start([...args, "--out", out], { cwd });
      await running.until("Epoch  1:");
      running.child.kill(signal);
      const { code: exit, stdout, stderr } = await running.outcome;
      expect(exit).toBe(code);
      expect(stderr).toBe("Stopping: finishing the mini-batch and saving. Once more to leave at once.\n");
      expect(stdout).toMatch(
        new RegExp(`\nInterrupted after .*; all of it is saved\\.\nGo on: myelin train --resume ${out}\n$`),
      );
      expect(events(out).at(-1)?.type).toBe("checkpoint");
      const resumed = await myelin(["train", "--resume", out, "--json"], { cwd });
      expect(resumed.code).toBe(0);
      expect(resumed.stderr).toMatch(/\nGoing on after \d+ of 40 epochs\.\n/);
      expect(digestOf(JSON.parse(resumed.stdout))).toBe(whole);
      expect(JSON.parse(resumed.stdout).epochs.map(({ epoch }: { epoch: number }) => epoch)).toEqual(oneTo(40));
    },
  );

  it("a second signal leaves at once, and the checkpoint before is whole", async () => {
    const running = start([...args, "--out", "twice"], { cwd });
    await running.until("Epoch  1:");
    while (!existsSync(join(cwd, "twice", "last.safetensors"))) await new Promise((next) => setTimeout(next, 5));
    // Both signals are there before the process looks: the second is seen right after the first.
    running.child.kill("SIGSTOP");
    running.child.kill("SIGINT");
    running.child.kill("SIGTERM");
    running.child.kill("SIGCONT");
    const { code, signal } = await running.outcome;
    expect(code === null ? signal : code).toSatisfy((end) => ["SIGINT", "SIGTERM"].includes(end));
    expect(running.text()).toContain("Left at once");
    const resumed = await myelin(["train", "--resume", "twice", "--json", "--quiet"], { cwd });
    expect(digestOf(JSON.parse(resumed.stdout))).toBe(whole);
  });

  it("--json says that it was interrupted", async () => {
    const running: Running = start([...args, "--out", "interrupted", "--json"], { cwd });
    await running.until("Epoch  1:");
    running.child.kill("SIGINT");
    expect(JSON.parse((await running.outcome).stdout)).toMatchObject({ reason: "interrupted", run: "interrupted" });
  });
});

describe("myelin train --resume", () => {
  beforeAll(async () => {
    expect((await train("--out", "base", "--quiet")).code).toBe(0);
  });
  const resume = (...args: string[]) => myelin(["train", "--resume", "base", ...args], { cwd });

  it.each([
    [["--seed", "2"], /base was made with network\.seed 1, not 2/],
    [["--hidden", "31"], /base was made with network\.layers\.0\.units 30, not 31/],
    [["--batch-size", "20"], /base was made with batchSize 10, not 20/],
    [["--data", "large"], /base was trained on small .* but the data given are large/],
    [["--epochs", "1"], /base has done 2 epochs, but 1 were asked for/],
    [["--out", "other"], /^myelin: --out does not go with --resume/],
    [["--config", "wrong.json"], /^myelin: --config does not go with --resume/],
    [["--force"], /^myelin: --force does not go with --resume/],
  ])("refuses %j with the difference, exit 2, and changes nothing", async (args, message) => {
    const before = read("base", "events.jsonl");
    const { code, stderr } = await resume(...args);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(code).toBe(2);
    expect(read("base", "events.jsonl")).toBe(before);
    expect(existsSync(join(cwd, "base", ".lock"))).toBe(false);
  });

  it("says that all epochs are done, and goes on with more", async () => {
    const done = await resume();
    expect(done).toMatchObject({ code: 0 });
    expect(done.stdout).toContain("Going on after 2 of 2 epochs; all were done already: give more --epochs to go on.");
    const more = await resume("--epochs", "4", "--json");
    const straight = await myelin(["train", "--data", "small", "--epochs", "4", "--json"], { cwd });
    expect(digestOf(JSON.parse(more.stdout))).toBe(digestOf(JSON.parse(straight.stdout)));
    expect(JSON.parse(read("base", "config.json"))).toMatchObject({ epochs: 4 });
  });

  it("exits 3 where there is no run and 4 where there is nothing", async () => {
    expect((await myelin(["train", "--resume", "small"], { cwd })).code).toBe(3);
    expect((await myelin(["train", "--resume", "nowhere"], { cwd })).code).toBe(4);
  });

  it("exits 5 while another process has the run", async () => {
    const running = start(["train", "--data", "large", "--epochs", "1000", "--out", "busy"], { cwd });
    await running.until(/Epoch +1:/);
    const { code, stderr } = await myelin(["train", "--resume", "busy"], { cwd });
    running.child.kill("SIGTERM");
    await running.outcome;
    expect(stderr).toMatch(/^myelin: busy is in use by process [\d,]+ .*\n$/);
    expect(code).toBe(5);
  });
});

describe("myelin evaluate", () => {
  beforeAll(async () => {
    expect((await train("--out", "evaluated", "--quiet")).code).toBe(0);
  });
  const evaluate = (...args: string[]) => myelin(["evaluate", ...args], { cwd });

  it("counts, with interval, confusion and worst pairs, on the run's own data", async () => {
    const { code, stdout, stderr } = await evaluate("evaluated");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^network {3}evaluated, best network, after epoch \d\ndata {6}small, 100 test images\n/);
    expect(stdout).toMatch(/\n\d+ of 100 are right: \d+\.\d\d % \(95 % interval \d+\.\d\d … \d+\.\d\d %\)\n/);
    expect(stdout).toMatch(/\n0( +(\d+|·)){10} +\d+\.\d\d %\n/);
    expect(stdout).toMatch(/\nConfused most:\n\n\d read as \d +\d+ times? /);
    expect(stdout).toMatch(/\nNext: myelin train --data small --hidden 100 --init scaled\n$/);
  });

  it("--json agrees with training; a file and other splits are read too", async () => {
    const trained = events("evaluated").at(-1) ?? events("evaluated").find((event) => event.type === "run-end");
    const { stdout } = await evaluate("evaluated", "--json", "--quiet");
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({ command: "evaluate", network: [784, 30, 10], total: 100, data: { split: "test" } });
    expect(result.confusion.flat().reduce((sum: number, n: number) => sum + n, 0)).toBe(100);
    const best = events("evaluated").find((event) => event.type === "run-end") as { best?: { correct: number } };
    expect(trained).toBeDefined();
    expect(result.correct).toBe(best.best?.correct);
    const file = await evaluate("evaluated/best.safetensors", "--data", "small", "--split", "training", "--json");
    expect(JSON.parse(file.stdout)).toMatchObject({ total: 500, data: { split: "training" } });
  });

  it("several runs answer together, by mean or vote, and each is counted", async () => {
    expect((await train("--out", "second", "--seed", "2", "--quiet")).code).toBe(0);
    const { code, stdout } = await evaluate("evaluated", "second");
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^network {4}evaluated, best network, after epoch \d: \d+ right\nnetwork {4}second, best network, after epoch \d: \d+ right\ntogether {3}the mean of their outputs\ndata {7}small, 100 test images\n/,
    );
    const alone = async (run: string) => JSON.parse((await evaluate(run, "--json", "--quiet")).stdout);
    const [first, second] = [await alone("evaluated"), await alone("second")];
    for (const combine of ["mean", "vote"]) {
      const together = JSON.parse((await evaluate("evaluated", "second", "--combine", combine, "--json")).stdout);
      expect(together).toMatchObject({ combine, total: 100 });
      expect(together.members).toEqual(
        [["evaluated", first], ["second", second]].map(([network, { correct, weightsSha256 }]) => ({ network, correct, weightsSha256 })), // biome-ignore format: one row
      );
    }
  });

  it.each([
    [["evaluated", "--combine", "vote"], 2, /--combine has no effect with one network: name several runs or files/],
    [["evaluated", "evaluated", "--combine", "sum"], 2, /--combine: expected mean or vote, found "sum"\./],
    [["evaluated", "--split", "tests"], 2, /--split: expected training, validation or test, found "tests"\./],
    [["evaluated", "--split", "validation"], 2, /small has no validation images, only training and test/],
    [["evaluated/best.safetensors"], 2, /best\.safetensors does not say which data to take.*--data\./],
    [["small/train-images-idx3-ubyte", "--data", "small"], 3, /train-images-idx3-ubyte/],
    [["small"], 3, /small is no run folder/],
    [["nowhere"], 4, /nowhere could not be read/],
  ])("refuses %j", async (args, code, message) => {
    const outcome = await evaluate(...args);
    expect(outcome.stderr).toMatch(message);
    expect(outcome.stderr.trim().split("\n")).toHaveLength(1);
    expect(outcome).toMatchObject({ code, stdout: "" });
  });
});

function digestOf(result: { weightsSha256: string }): string {
  return result.weightsSha256;
}

function lastDigest(run: string): string {
  const end = events(run).find((event) => event.type === "run-end") as unknown as { weightsSha256: string };
  return digestOf(end);
}

function oneTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}
