import type { Check, Draft, Words } from "../../check.ts";
import { history } from "../../evidence/history.ts";
import { share } from "../../words.ts";

export interface TooFewSteps {
  readonly epochs: number;
  readonly before: number;
  readonly last: number;
}

/** F14: the loss was still falling fast when training ended. Never more than advice. */
export const tooFewSteps: Check<TooFewSteps> = {
  id: "too-few-steps",
  catalogue: "F14",
  needs: [history],
  run(measured) {
    const { loss, epochs } = measured.of(history);
    const n = loss?.length ?? 0;
    if (loss === undefined || n < 3 || !(loss[n - 1] > 0) || !(loss[n - 2] > 0)) return [];
    const drops = [loss[n - 2] / loss[n - 3], loss[n - 1] / loss[n - 2]];
    if (!drops.every((ratio) => ratio < 0.95)) return [];
    return [
      {
        confidence: "advice",
        where: "training loss",
        evidence: { epochs: epochs[n - 1], before: loss[n - 2], last: loss[n - 1] },
      },
    ];
  },
  say,
};

function say({ evidence: { epochs, before, last } }: Draft<TooFewSteps>): Words {
  return {
    sentence: `Training ended after epoch ${epochs} while the loss was still falling by ${share(1 - last / before)} an epoch.`,
    fix: "Train for more epochs.",
  };
}
