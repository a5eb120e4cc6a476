import type { Command } from "commander";
import { helpWithExamples } from "../help.ts";
import type { OptionValues } from "../settings-options.ts";

export function define(command: Command): void {
  helpWithExamples(
    command,
    "Checks that this machine computes the same bits as every other: trains five reference runs.",
    [
      ["myelin verify", "with 1 to 4 threads and with the TypeScript twins of the kernels; some seconds"],
      ["myelin verify --threads 8", "with 1 to 8 threads"],
      ["myelin verify --json > verify.json", "for programs and bug reports"],
    ],
  );
  command
    .option("--threads <count>", "the largest number of threads to try (4)")
    .option("--json", "print one JSON object on stdout; text goes to stderr")
    .option("--quiet", "print only the result")
    .action(async (options: OptionValues) => {
      const { verify } = await import("../verify.ts");
      await verify(options);
    });
}
