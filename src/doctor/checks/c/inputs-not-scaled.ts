import { integer } from "../../../core/text.ts";
import type { Check, Draft, Words } from "../../check.ts";
import { activity } from "../../evidence/activity.ts";
import { progress } from "../../evidence/progress.ts";
import { helped, learns, trials } from "../../evidence/trials.ts";
import { figure, share } from "../../words.ts";

export interface InputsNotScaled {
  readonly largestInput: number;
  /** Mean slope of the first layer's activation. */
  readonly slope: number;
  /** After some steps as it is, where that was tried. */
  readonly accuracy?: number;
}

/** Below this mean slope hidden units are flat: the book's N(0, 1) weights have 0.04 on scaled pixels. */
const FLAT = 0.01;

/** C1: large inputs that leave the hidden units flat. Large inputs alone are no fault (standardised data reach ±8). */
export const inputsNotScaled: Check<InputsNotScaled> = {
  id: "inputs-not-scaled",
  catalogue: "C1",
  needs: [activity],
  uses: [trials, progress],
  quick: true,
  explains: [
    "saturating-start",
    "saturated-units",
    "dead-units",
    "learning-rate-too-high",
    "one-answer",
    "underfitting",
    "not-finite",
    "vanishing-gradient",
    "weights-unchanged",
    "splits-scaled-differently",
  ],
  run(measured) {
    const { largestInput, layers } = measured.of(activity);
    if (largestInput <= 20 || measured.maybe(progress)?.state === "learned") return [];
    const scaled = measured.maybe(trials);
    if (scaled && learns(scaled)) return [];
    const better = scaled && helped(scaled, "inputs");
    const slope = layers[0].slope;
    const flat = layers.length > 1 && (slope < FLAT || layers[0].dead > 0.5 * layers[0].units);
    if (better === undefined && !flat) return [];
    const evidence = { largestInput, slope, ...(scaled && { accuracy: scaled.asIs.accuracy }) };
    if (better === undefined || scaled === undefined)
      return [{ confidence: "likely", where: "network inputs", evidence }];
    const counterfactual = { accuracy: better.accuracy, steps: scaled.steps };
    return [{ confidence: "fault", where: "network inputs", evidence, counterfactual }];
  },
  say,
};

function say({ evidence, counterfactual }: Draft<InputsNotScaled>): Words {
  const { largestInput, slope, accuracy } = evidence;
  const proof =
    counterfactual === undefined || accuracy === undefined
      ? ""
      : ` ${integer(Number(counterfactual.steps))} steps reach ${share(accuracy)} like this, and ${share(Number(counterfactual.accuracy))} with the inputs divided by ${figure(largestInput)}.`;
  return {
    sentence: `The network gets inputs up to ${figure(largestInput)}, so the units of its first layer are flat: mean slope ${figure(slope)}.${proof}`,
    fix: `Divide the inputs by ${figure(largestInput)} before they enter the network, in training and in use.`,
  };
}
