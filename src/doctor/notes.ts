import { kindOf } from "./evidence/answer-places.ts";
import { classes } from "./evidence/classes.ts";
import { Evidence } from "./evidence/measure.ts";
import { type Case, SPLIT_NAMES } from "./input.ts";

/** How predictions were read, where it is not plain: one number a row that is no class number. One sentence each. */
export async function notesOnPredictions(input: Case): Promise<string[]> {
  const values = (await new Evidence(input).maybe(classes))?.values;
  if (values === undefined) return [];
  return SPLIT_NAMES.flatMap((split) => {
    const given = input.predictions[split];
    const kind = given === undefined ? "scores" : kindOf(given, values);
    if (kind !== "one probability" && kind !== "one score") return [];
    const [what, from] = kind === "one probability" ? ["probability", "0.5"] : ["score", "0"];
    return [`The ${split} predictions are read as the ${what} of class ${values[1]}: above ${from} it is the answer.`];
  });
}
