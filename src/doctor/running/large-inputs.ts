import type { Check, Draft, Words } from "../check.ts";
import { figure } from "../words.ts";
import { alarm } from "./alarm.ts";
import { largestInput } from "./largest-input.ts";

export interface LargeInputs {
  readonly largestInput: number;
}

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

function say({ evidence: { largestInput } }: Draft<LargeInputs>): Words {
  return {
    sentence: `The network gets inputs up to ${figure(largestInput)}; with numbers this large every step is far too wide, and the cost explodes.`,
    fix: `Divide the inputs by ${figure(largestInput)} before they enter the network (the setting divideBy), in training and in use.`,
  };
}
