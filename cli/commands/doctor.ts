import type { Command } from "commander";
import { helpWithExamples } from "../help.ts";
import { addDataSettings, type OptionValues } from "../settings-options.ts";

export function define(command: Command): void {
  helpWithExamples(command, "Says why a network does not learn: from data files, a run, a dump, predictions, a log.", [
    ["myelin doctor runs/mnist-1", "a run: its data, network and log"],
    ["myelin doctor ./my-digits", "a folder with files in MNIST's format, or the name of data: mnist"],
    ["myelin doctor dump.npz", "x_train y_train x_test y_test [pred_test], from numpy.savez"],
    ["myelin doctor dump.npz --history out.txt --reported 0.10", "with what another program printed and reported"],
    ["myelin doctor --training-images A --training-labels B \\", "files as your program pairs them,"],
    ["    --test-images C --test-labels D", "right or wrong"],
  ]);
  addDataSettings(command)
    .argument("[run|folder|file]", "a run folder, a folder with the four files or a name of data, or an .npz dump")
    .optionsGroup("Files (IDX, plain or .gz; .npy; .csv), paired as your program pairs them:")
    .option("--training-images <file>", "images that training sees")
    .option("--training-labels <file>", "labels that training sees")
    .option("--validation-images <file>", "images to choose settings by")
    .option("--validation-labels <file>", "their labels")
    .option("--test-images <file>", "images that the result is counted on")
    .option("--test-labels <file>", "their labels")
    .optionsGroup("What the program said:")
    .option("--predictions <file>", "answers on the test images: .csv or .npy, class numbers or scores")
    .option("--history <file>", "what it printed (Keras, PyTorch, scikit-learn, the book …), JSON lines, or a .csv log")
    .option("--reported <share>", "the test accuracy that the program reports: 0.10, or 10%")
    .optionsGroup("This command:")
    .option("--quick", "only the checks that come before every training")
    .option("--json", "print one JSON object on stdout; text goes to stderr")
    .option("--quiet", "print only the cause")
    .action(async (path: string | undefined, options: OptionValues) => {
      const { doctor } = await import("../doctor/doctor.ts");
      await doctor(path, options);
    });
}
