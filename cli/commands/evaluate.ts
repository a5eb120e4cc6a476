import type { Command } from "commander";
import { helpWithExamples } from "../help.ts";
import { addDataSettings, type OptionValues } from "../settings-options.ts";

export function define(command: Command): void {
  helpWithExamples(command, "Counts how many images a saved network reads right, and shows what it confuses.", [
    ["myelin evaluate runs/mnist-1", "the run's best network on its own test images"],
    ["myelin evaluate runs/mnist-1 --data digits", "on other data"],
    ["myelin evaluate runs/mnist-1/last.safetensors --data mnist", "one file"],
    ["myelin evaluate runs/mnist-1 runs/mnist-2 runs/mnist-3", "several networks that answer together"],
  ]);
  addDataSettings(command)
    .optionsGroup("This command:")
    .argument("<run|file...>", "a run folder (its best network), or a .safetensors file; several answer together")
    .option("--data <name|path>", "what to evaluate on (the data that the run was trained on)")
    .option("--split <name>", "training, validation or test images (test)")
    .option("--combine <name>", "how several answer: by the mean of their outputs, or vote (mean)")
    .option("--json", "print one JSON object on stdout; text goes to stderr")
    .option("--quiet", "print only the count")
    .action(async (paths: string[], options: OptionValues) => {
      const { evaluateSaved } = await import("../evaluate.ts");
      await evaluateSaved(paths, options);
    });
}
