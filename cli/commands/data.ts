import type { Command } from "commander";
import { helpWithExamples } from "../help.ts";
import type { OptionValues } from "../settings-options.ts";

export function define(command: Command): void {
  helpWithExamples(
    command,
    "Shows what is in a data set: counts, ranges, constant pixels, duplicates, a few pictures.",
    [
      ["myelin data", "the data that train takes when none is named"],
      ["myelin data digits", "the built-in digits"],
      ["myelin data ./my-digits", "a folder with files in MNIST's format"],
    ],
  );
  command
    .argument("[name|folder]", "mnist, fashion-mnist, digits, or a folder with the four MNIST files")
    .option("--json", "print one JSON object on stdout; text goes to stderr")
    .option("--quiet", "print only the counts")
    .action(async (name: string | undefined, options: OptionValues) => {
      const { showData } = await import("../data.ts");
      await showData(name, options);
    });
}
