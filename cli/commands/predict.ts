import type { Command } from "commander";
import { helpWithExamples } from "../help.ts";
import type { OptionValues } from "../settings-options.ts";

export function define(command: Command): void {
  helpWithExamples(
    command,
    "Asks a saved network about pictures: what it sees, and the three likeliest classes of each.",
    [
      ["myelin predict runs/mnist-1 digit.png", "one picture, light or dark, of any size"],
      ["myelin predict runs/mnist-1 photos/ more.jpg", "all pictures of a folder, and one more"],
      ["myelin predict runs/mnist-1 - < digit.png", "from another program"],
      [
        "myelin predict runs/kaggle-1 test.csv --csv > submission.csv",
        "rows of pixels: ImageId,Label as Kaggle wants it",
      ],
      ["myelin predict model.onnx digit.png --json", "with an exported network, for programs"],
    ],
  );
  command
    .argument("<run|file>", "a run folder (its best network), or a model file")
    .argument("<pictures...>", "PNG and JPEG files, folders of them, - for standard input, or a .csv file of pixels")
    .option("--csv", "print a table: file,class, or ImageId,Label of the rows of a .csv file")
    .option("--json", "print one JSON object on stdout; text goes to stderr")
    .option("--quiet", "print only one line a picture")
    .action(async (path: string, pictures: readonly string[], options: OptionValues) => {
      const { predictPictures } = await import("../predict/predict.ts");
      await predictPictures(path, pictures, options);
    });
}
