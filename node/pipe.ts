import { readSync } from "node:fs";
import { inputError } from "../src/core/errors.ts";
import { printable } from "../src/core/text.ts";
import { beyondLimit, type LimitName, limits } from "../src/formats/limits.ts";
import { errnoOf } from "./file-system.ts";

/** Milliseconds between two looks at a pipe that has nothing. */
const LOOK_EVERY = 20;
const BUFFER = 1 << 16;

/**
 * Everything that a pipe delivers until its writer closes it. The descriptor is one that does not block, so that waiting has an end.
 *
 * @throws MyelinError PIPE_SILENT, PIPE_ENDLESS (kind "input").
 */
export function readPipe(path: string, descriptor: number, most: LimitName): Uint8Array {
  const parts: Uint8Array[] = [];
  let total = 0;
  let waited = 0;
  for (;;) {
    const buffer = new Uint8Array(BUFFER);
    const count = readSome(descriptor, buffer);
    if (count !== undefined && count > 0) {
      parts.push(buffer.subarray(0, count));
      total += count;
      waited = 0;
      if (total > limits[most]) throw endless(path, most);
      continue;
    }
    // A named pipe that nobody has opened yet looks as if it had ended.
    const ended = count === 0 && (total > 0 || isInherited(path));
    if (ended) return joined(parts, total);
    pause();
    waited += LOOK_EVERY / 1000;
    const limit = count === 0 ? "pipeWriter" : "pipeSilence";
    if (waited > limits[limit]) throw silent(path, limit);
  }
}

/** @returns undefined where there is nothing yet. */
function readSome(descriptor: number, buffer: Uint8Array): number | undefined {
  try {
    return readSync(descriptor, buffer);
  } catch (error) {
    if (errnoOf(error) === "EAGAIN") return undefined;
    if (errnoOf(error) === "EOF") return 0;
    throw error;
  }
}

/** Pipes that the shell has connected before this program began. */
const isInherited = (path: string) => path === "-" || path.startsWith("/dev/") || path.startsWith("/proc/");

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_EVERY);
}

function joined(parts: readonly Uint8Array[], total: number): Uint8Array {
  const whole = new Uint8Array(total);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function endless(path: string, most: LimitName) {
  const advice = "give a file, or a pipe that ends";
  return beyondLimit({ name: path }, most, "PIPE_ENDLESS", { what: " and does not end there", advice });
}

function silent(path: string, limit: "pipeWriter" | "pipeSilence") {
  const what = limit === "pipeWriter" ? "is a pipe that no program writes to" : "is a pipe that has delivered nothing";
  const sentence = `${printable(path, 500)} ${what} for ${limits[limit]} s (limit ${limit})`;
  return inputError("PIPE_SILENT", `${sentence}: give a file, or start its writer first.`, { file: path, limit });
}
