import type { Check, Draft, Words } from "../../check.ts";
import { activity } from "../../evidence/activity.ts";
import { type PixelStatistics, pixels } from "../../evidence/pixels.ts";
import type { SplitName } from "../../input.ts";
import { figure } from "../../words.ts";

export interface InputsScaledTwice {
  readonly what: SplitName | "network";
  readonly largest: number;
}

/** Bytes divided by 255 twice reach 1/255 at most. */
const TWICE = 1 / 255;

/** C3: pictures that were divided by 255 twice: nothing above 1/255, and 255² times each value a whole number. */
export const inputsScaledTwice: Check<InputsScaledTwice> = {
  id: "inputs-scaled-twice",
  catalogue: "C3",
  needs: [pixels],
  uses: [activity],
  quick: true,
  explains: [
    "splits-scaled-differently",
    "distribution-shift",
    "one-answer",
    "underfitting",
    "vanishing-start",
    "vanishing-gradient",
    "learning-rate-too-low",
    "columns-of-different-scale",
  ],
  run(measured) {
    const drafts: Draft<InputsScaledTwice>[] = measured
      .of(pixels)
      .filter(isTwice)
      .map((one) => ({
        confidence: "fault",
        where: `${one.split} images`,
        evidence: { what: one.split, largest: one.max },
      }));
    const network = measured.maybe(activity);
    if (drafts.length > 0 || network === undefined) return drafts;
    const [training] = measured.of(pixels);
    const byNetwork =
      network.largestInput > 0 && network.largestInput <= 1.001 * TWICE && training.min >= 0 && training.max <= 1;
    if (!byNetwork) return [];
    const evidence = { what: "network" as const, largest: network.largestInput };
    return [{ confidence: "fault", where: "network inputs", evidence }];
  },
  say,
};

function isTwice({ min, max, size }: PixelStatistics): boolean {
  const steps = max * 65025;
  return min >= 0 && max > 0 && max <= 1.001 * TWICE && size >= 64 && Math.abs(steps - Math.floor(steps + 0.5)) < 0.01;
}

function say({ evidence: { what, largest } }: Draft<InputsScaledTwice>): Words {
  if (what === "network")
    return {
      sentence: `The images are already numbers from 0 to 1, and the network divides them by 255 once more: its largest input is ${figure(largest)}.`,
      fix: "Set the network's divideBy to 1, or give it the bytes.",
    };
  return {
    sentence: `The ${what} images have been divided by 255 twice: their largest value is ${figure(largest)}, and every value is a whole number of 1/255².`,
    fix: `Divide the ${what} images by 255 once only.`,
  };
}
