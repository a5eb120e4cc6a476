import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Dataset } from "../../src/dataset/index.ts";
import { generateDigits } from "../../src/digits/index.ts";
import { writeIdx } from "../../src/formats/idx.ts";

/** The built command; `npm test` builds it first. */
export const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

/** What is running: a test that fails must not leave it behind. */
const children = new Set<ChildProcess>();

export interface Outcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly outcome: Promise<Outcome>;
  /** What came on both streams so far. */
  text(): string;
  /** Resolves as soon as `text()` has the words; rejects when the process ends without them. */
  until(words: string | RegExp): Promise<void>;
}

/** Starts `myelin` with a clean environment: no colours asked for, no data but what a test names. */
export function start(args: readonly string[], options: SpawnOptions = {}): Running {
  if (!existsSync(main)) throw new Error("dist/cli/main.js is not there: run `npm run build` first.");
  const { FORCE_COLOR: _f, NO_COLOR: _n, MYELIN_DATA: _d, ...env } = process.env;
  const child = spawn(process.execPath, [main, ...args], { ...options, env: { ...env, ...options.env } });
  children.add(child);
  child.on("close", () => children.delete(child));
  const said = { stdout: "", stderr: "" };
  const waiting: (() => void)[] = [];
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.setEncoding("utf8").on("data", (text: string) => {
      said[name] += text;
      for (const check of waiting) check();
    });
  }
  const outcome = new Promise<Outcome>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, ...said }));
  });
  const text = () => said.stdout + said.stderr;
  const until = (words: string | RegExp) =>
    new Promise<void>((resolve, reject) => {
      const check = () => {
        if (typeof words === "string" ? text().includes(words) : words.test(text())) resolve();
      };
      waiting.push(check);
      outcome.then(() => reject(new Error(`it ended without ${words}: ${text()}`)));
      check();
    });
  return { child, outcome, text, until };
}

/** Runs `myelin` to its end. */
export function myelin(args: readonly string[], options: SpawnOptions = {}): Promise<Outcome> {
  return start(args, options).outcome;
}

/** A folder that is taken away by `remove`, after ending what still runs. */
export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "myelin-test-"));
  const remove = () => {
    for (const child of children) child.kill("SIGKILL");
    rmSync(path, { recursive: true, force: true, maxRetries: 5 });
  };
  return { path, remove };
}

/** Writes generated digits into a folder as the four files of MNIST's form; small, so that an epoch takes no time. */
export function writeDigitsFolder(folder: string, counts = { training: 500, test: 100 }): string {
  mkdirSync(folder, { recursive: true });
  writePair(folder, "train", generateDigits({ count: counts.training }));
  if (counts.test > 0) writePair(folder, "t10k", generateDigits({ from: counts.training, count: counts.test }));
  return folder;
}

function writePair(folder: string, set: string, data: Dataset): void {
  const images = { type: "uint8" as const, shape: [data.count, ...data.shape], data: data.pixels as Uint8Array };
  const labels = { type: "uint8" as const, shape: [data.count], data: data.labels };
  writeFileSync(join(folder, `${set}-images-idx3-ubyte`), writeIdx(images));
  writeFileSync(join(folder, `${set}-labels-idx1-ubyte`), writeIdx(labels));
}
