import { expected } from "../checks.ts";
import { bare, type LayerKind } from "./layer-kind.ts";

/** In training each value falls away with the probability `rate`, and the others are multiplied by 1/(1 − rate). */
export interface DropoutSpec {
  readonly kind: "dropout";
  readonly rate: number;
}

export const dropout: LayerKind<DropoutSpec> = {
  names: ["rate"],
  parse({ rate }, where) {
    if (typeof rate !== "number" || !(rate >= 0 && rate < 1))
      throw expected(`${where}.rate`, "a number from 0 to below 1", rate);
    return { kind: "dropout", rate };
  },
  shape: (_, input) => bare(input),
  words: ({ rate }) => `dropout ${rate}`,
  form: "dropout RATE",
  read(words) {
    const rate = words.number();
    return rate === undefined ? undefined : { kind: "dropout", rate };
  },
};
