// What a reader says about bytes: read, refused, or a find.
import { nodeHost } from "../../dist/node/host.js";
import { defaultHost } from "../../dist/src/core/default-host.js";
import { MyelinError } from "../../dist/src/core/errors.js";
import { FORMATS } from "./formats.mjs";

/** Longest time that a file of a few kilobytes may take. */
export const MOST_MILLISECONDS = 2000;

export async function verdictOf(format, bytes) {
  const { read, hosts } = FORMATS[format];
  const start = performance.now();
  const first = await one(read, bytes, nodeHost);
  const milliseconds = performance.now() - start;
  if (first.kind === "find") return { ...first, milliseconds };
  if (milliseconds > MOST_MILLISECONDS)
    return { kind: "find", text: `took ${milliseconds.toFixed(0)} ms`, milliseconds };
  if (!hosts) return { ...first, milliseconds };
  const second = await one(read, bytes, defaultHost);
  const same = second.kind === first.kind && second.text === first.text;
  return same
    ? { ...first, milliseconds }
    : { kind: "find", text: `Node: ${first.text}, plain: ${second.text}`, milliseconds };
}

async function one(read, bytes, host) {
  try {
    await read({ name: "f", bytes }, host);
    return { kind: "read", text: "" };
  } catch (error) {
    if (error instanceof MyelinError && error.kind === "input") return { kind: "refused", text: error.code };
    return { kind: "find", text: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}
