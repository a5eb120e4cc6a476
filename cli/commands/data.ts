import type { Command } from "commander";
import { helpWithExamples } from "../help.ts";
import { addDataSettings, type OptionValues } from "../settings-options.ts";

export function define(command: Command): void {
  helpWithExamples(
    command,
    "Shows what is in a data set: counts, ranges, constant pixels, duplicates, a few pictures.",
    [
      ["myelin data", "the data that train takes when none is named"],
      ["myelin data digits", "the built-in digits"],
      ["myelin data ./photos --size 32x32", "class folders of PNG or JPEG pictures"],
      ["myelin data mnist --to png-folder --out digits", "converts"],
      ["myelin data train.csv", "a table: Kaggle's, or any with a column of classes"],
    ],
  );
  addDataSettings(command.argument("[name|path]", "mnist, fashion-mnist, digits, digits:10000, a folder or a file"))
    .optionsGroup("This command:")
    .option("--to <format>", "write the data as idx, npz, png-folder or csv, into a new folder")
    .option("--out <folder>", "that folder (<name>-<format>)")
    .option("--json", "print one JSON object on stdout; text goes to stderr")
    .option("--quiet", "print only the counts")
    .action(async (name: string | undefined, options: OptionValues) => {
      const { showData } = await import("../data.ts");
      await showData(name, options);
    });
}
