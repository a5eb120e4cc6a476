import type { Command } from "commander";
import { helpWithExamples } from "../help.ts";
import type { OptionValues } from "../settings-options.ts";

export function define(command: Command): void {
  helpWithExamples(
    command,
    "Checks every cost, activation and regulariser: gradients against finite differences, the engine against formulas.",
    [
      ["myelin check-gradients", "175 small networks, in under half a minute; exit 1 when one is wrong"],
      ["myelin check-gradients --seed 7", "other parameters and images"],
      ["myelin check-gradients --json --quiet", "for programs"],
    ],
  );
  command
    .option("--seed <number>", "of parameters, images and dropout masks (1)")
    .option("--json", "print one JSON object on stdout; text goes to stderr")
    .option("--quiet", "print only the result")
    .action(async (options: OptionValues) => {
      const { checkAllGradients } = await import("../check-gradients.ts");
      await checkAllGradients(options);
    });
}
