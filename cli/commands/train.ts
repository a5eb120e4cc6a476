import type { Command } from "commander";
import { helpWithExamples } from "../help.ts";
import { addSettings, type OptionValues } from "../settings-options.ts";

export function define(command: Command): void {
  helpWithExamples(command, "Trains a network, saves it, and shows how well it reads images it has not seen.", [
    ["myelin train", "the book's network: 784 → 30 → 10, 30 epochs"],
    ["myelin train --hidden 100 --init scaled", "a wider network, with better first weights"],
    ["myelin train --preset good", "98.4 % of MNIST's test images, in half a minute"],
    ["myelin train --preset conv", "two convolutions, as at the end of the book"],
    ["myelin train --data ./my-digits --out runs/mine", "your own files in MNIST's format"],
    ["myelin train --config experiment.json --seed 2", "settings from a file, one of them changed"],
    ["myelin train --resume runs/mnist-1 --epochs 60", "goes on with an earlier run"],
    ["myelin train --json --quiet > result.json", "for programs"],
  ]);
  addSettings(command);
  command
    .optionsGroup("This command:")
    .option("--preset <name>", "settings to start from: good; a config file and flags win over it")
    .option("--out <folder>", "the run folder (runs/<data>-<n>, the next free n)")
    .option("--config <file>", "read settings from a JSON file; flags win over it")
    .option("--resume <run>", "go on with the run in this folder; --epochs may be raised")
    .option("--force", "overwrite the run that is in --out")
    .option("--no-doctor", "leave out the looks at the data before training and at the run after each epoch")
    .option("--json", "print one JSON object on stdout at the end; text goes to stderr")
    .option("--quiet", "print only the result")
    .action(async (options: OptionValues) => {
      const { train } = await import("../train/session.ts");
      await train(options);
    });
}
