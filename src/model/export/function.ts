import { RUNTIME } from "../generated/standalone.ts";
import type { StandaloneModel } from "../standalone/model.ts";
import { jsonForScript } from "./escape.ts";

/** The model as one ES module without dependencies: `predict(pixels)`, `classes`, `shape`, `example`. */
export function toFunction(model: StandaloneModel): string {
  return [
    "// A network trained with Myelin. predict(pixels) takes the pixels of a picture as the training data had them, row by",
    "// row, and gives { class, scores }. predict(example.pixels).scores is example.scores, to about 1e-5.",
    RUNTIME,
    `const model = Myelin.createModel(${jsonForScript(model)});`,
    "export const { classes, shape, example, predict } = model;",
    "",
  ].join("\n");
}
