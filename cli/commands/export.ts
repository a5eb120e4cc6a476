import type { Command } from "commander";
import { helpWithExamples } from "../help.ts";
import type { OptionValues } from "../settings-options.ts";

export function define(command: Command): void {
  helpWithExamples(command, "Writes a trained network for other programs, each time with an example to check it by.", [
    ["myelin export runs/mnist-1 --to onnx", "for ONNX Runtime: Node, browsers, Python, phones"],
    ["myelin export runs/mnist-1 --to html", "one page with a pad to draw on; needs nothing else"],
    ["myelin export runs/mnist-1 --to function", "one ES module: predict(pixels)"],
    ["myelin export runs/mnist-1 --to safetensors", "PyTorch's names; the docs have the loader"],
    ["myelin export model.onnx --to npz --out w.npz", "from one file to another"],
  ]);
  command
    .argument("<run|file>", "a run folder (its best network), or a model file")
    .option("--to <format>", "onnx, safetensors, npz, tfjs, network2, html or function")
    .option("--out <path>", "the file, of tfjs the folder (in the run folder, or beside the file: model.onnx …)")
    .option("--force", "overwrite what is there")
    .option("--json", "print one JSON object on stdout; text goes to stderr")
    .option("--quiet", "print only the files' names")
    .action(async (path: string, options: OptionValues) => {
      const { exportSaved } = await import("../export.ts");
      await exportSaved(path, options);
    });
}
