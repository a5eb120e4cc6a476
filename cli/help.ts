import type { Command } from "commander";

/** An example: what to type, and what it does. */
export type Example = readonly [line: string, meaning: string];

/** Puts one sentence and the examples before the usage: people read examples first. */
export function helpWithExamples(command: Command, sentence: string, examples: readonly Example[]): Command {
  const width = Math.max(...examples.map(([line]) => line.length));
  const lines = examples.map(([line, meaning]) => `  ${line.padEnd(width)}   ${meaning}`);
  return command.addHelpText("before", `${sentence}\n\nExamples:\n${lines.join("\n")}\n`);
}
