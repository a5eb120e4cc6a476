import type { Check } from "../check.ts";
import { type LargeInputs, largeInputs as say } from "../messages/running.ts";
import { alarm } from "./alarm.ts";
import { largestInput } from "./largest-input.ts";

/** C1 behind a cost that exploded: with inputs a hundred times too large every step is ten thousand times too wide. */
export const largeInputs: Check<LargeInputs> = {
  id: "inputs-not-scaled",
  catalogue: "C1",
  needs: [alarm, largestInput],
  run(measured) {
    const largest = measured.of(largestInput);
    if (!measured.of(alarm).exploded || largest <= 20) return [];
    return [{ confidence: "likely", where: "network inputs", evidence: { largestInput: largest } }];
  },
  say,
};
