import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { generateDigits } from "../../src/digits/index.ts";
import { writeIdx } from "../../src/formats/idx.ts";

const MAIN = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

/** A folder with the four files of a small data set. */
export async function smallData(folder: string, training: number, test: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, count, from] of [["train", training, 0] as const, ["t10k", test, 60_000] as const]) {
    const { pixels, labels } = generateDigits({ count, from });
    const images = writeIdx({ type: "uint8", shape: [count, 28, 28], data: pixels as Uint8Array });
    await writeFile(join(folder, `${name}-images-idx3-ubyte`), images);
    await writeFile(
      join(folder, `${name}-labels-idx1-ubyte`),
      writeIdx({ type: "uint8", shape: [count], data: labels }),
    );
  }
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `myelin train` as a process of its own. */
export class TrainProcess {
  readonly #child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves at the first line of an epoch, or at the end. */
  readonly training: Promise<void>;

  constructor(args: readonly string[]) {
    const child = spawn(process.execPath, [MAIN, "train", ...args], { stdio: ["ignore", "pipe", "pipe"] });
    this.#child = child;
    let stdout = "";
    let stderr = "";
    this.training = new Promise((resolve) => {
      child.stdout.on("data", (chunk: Buffer) => {
        stdout += chunk.toString();
        if (/Epoch \d/.test(stdout)) resolve();
      });
      child.once("close", () => resolve());
    });
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    this.ended = new Promise((resolve) => {
      child.once("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
    });
  }

  send(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }
}

export const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
