import { integer } from "../../../core/text.ts";
import type { Check, Draft, Words } from "../../check.ts";
import { progress } from "../../evidence/progress.ts";
import { settings } from "../../evidence/settings.ts";
import { helped, trials } from "../../evidence/trials.ts";
import { share } from "../../words.ts";

export interface RegularisationTooStrong {
  readonly strengths: Readonly<Record<string, number>>;
  readonly accuracy: number;
  readonly steps: number;
}

/** F13: without weight decay, dropout or clipping the same steps learn. */
export const regularisationTooStrong: Check<RegularisationTooStrong> = {
  id: "regularisation-too-strong",
  catalogue: "F13",
  needs: [trials, settings],
  uses: [progress],
  after: ["A", "B", "C"],
  explains: [
    "one-answer",
    "dead-units",
    "underfitting",
    "learning-rate-too-low",
    "learning-rate-too-high",
    "vanishing-start",
    "vanishing-gradient",
    "too-few-steps",
    "bottleneck",
  ],
  run(measured) {
    const all = measured.of(trials);
    const state = measured.maybe(progress);
    const better = helped(all, "penalties");
    if (better === undefined || (state?.trained === true && state.state === "learned")) return [];
    const { l1, l2, weightDecay, dropout, maxNorm, clipNorm } = measured.of(settings);
    const strengths = Object.entries({ l1, l2, weightDecay, dropout, maxNorm, clipNorm }).filter(
      ([, x]) => x !== undefined && x !== 0,
    );
    const evidence = {
      strengths: Object.fromEntries(strengths) as Record<string, number>,
      accuracy: all.asIs.accuracy,
      steps: all.steps,
    };
    const counterfactual = { accuracy: better.accuracy, to: better.to };
    return [{ confidence: "fault", where: "regularisation", evidence, counterfactual }];
  },
  say,
};

function say({ evidence, counterfactual }: Draft<RegularisationTooStrong>): Words {
  const { strengths, accuracy, steps } = evidence;
  const named = Object.entries(strengths).map(([name, strength]) => `${name} ${strength}`);
  return {
    sentence: `The regularisation (${named.join(", ")}) keeps the network from learning: ${integer(steps)} steps reach ${share(accuracy)} with it and ${share(Number(counterfactual?.accuracy))} without.`,
    fix: "Take it away, and bring it back in small amounts once the network learns.",
  };
}
