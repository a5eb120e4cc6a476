#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { VERSION } from "../src/core/version.ts";
import { commands } from "./commands.ts";
import { helpWithExamples } from "./help.ts";

/** The program with all its commands; only those named on the command line are loaded. */
async function program(words: readonly string[]): Promise<Command> {
  const myelin = prepare(new Command("myelin"));
  helpWithExamples(myelin, "Trains small neural networks on images, and says why a network does not learn.", [
    ["myelin train", "trains the book's network and shows it learn"],
    ["myelin train --hidden 100 --init scaled", "a wider network, with better first weights"],
    ["myelin data digits", "what is in a data set"],
    ["myelin evaluate runs/digits-1", "how good a trained network is, and what it confuses"],
  ]);
  myelin.helpCommand("help [command]", "show the help of a command");
  myelin.version(VERSION, "-V, --version", "print the version");
  for (const { name, summary, load } of commands) {
    const command = prepare(myelin.command(name)).helpCommand(false).summary(summary);
    if (words.includes(name)) (await load()).define(command);
  }
  return myelin;
}

/** Help and errors in our own form: commander throws, and we decide what is printed and how we exit. */
function prepare(command: Command): Command {
  return command
    .exitOverride()
    .showSuggestionAfterError(false)
    .helpOption("-h, --help", "show this help")
    .configureOutput({ outputError: () => {}, writeErr: () => {} })
    .configureHelp({ helpWidth: Math.min(process.stdout.columns || 80, 100) });
}

async function main(words: readonly string[]): Promise<void> {
  quietWhenReaderLeaves();
  const myelin = await program(words);
  try {
    if (words.length === 0) myelin.outputHelp();
    else await myelin.parseAsync(words, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return;
    const { report } = await import("./report-error.ts");
    process.exitCode = report(error, myelin, words);
  }
}

/** `myelin data mnist | head`: when the reader has gone there is nobody to print for; train listens differently. */
function quietWhenReaderLeaves(): void {
  process.stderr.on("error", () => {});
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (process.stdout.listenerCount("error") > 1) return;
    if (error.code !== "EPIPE") process.stderr.write(`myelin: writing the output failed: ${error.message}.\n`);
    process.exit(error.code === "EPIPE" ? 141 : 4);
  });
}

await main(process.argv.slice(2));
