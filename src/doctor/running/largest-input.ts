import type { Measure } from "../evidence/measure.ts";
import { fewRows } from "./few-rows.ts";

/** Largest absolute input of a few rows, as the network takes them. */
export const largestInput: Measure<number> = {
  name: "largest input",
  async take(measuring) {
    const { inputs } = await measuring.get(fewRows);
    return inputs.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  },
};
