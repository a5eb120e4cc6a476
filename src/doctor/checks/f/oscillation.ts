import type { Check, Draft, Words } from "../../check.ts";
import { history, mean } from "../../evidence/history.ts";
import { share } from "../../words.ts";

export interface Oscillation {
  readonly epochs: number;
  /** Share of jumps that turn back the one before. */
  readonly turns: number;
  /** Mean jump as a share of the loss. */
  readonly size: number;
}

/** F15: the loss jumps up and down by a good part of itself from epoch to epoch. Restarts of a schedule are not meant. */
export const oscillation: Check<Oscillation> = {
  id: "oscillation",
  catalogue: "F15",
  needs: [history],
  run(measured) {
    const { loss, learningRate } = measured.of(history);
    const constant = learningRate?.every((rate) => rate === learningRate[0]) ?? true;
    if (loss === undefined || loss.length < 8 || !constant || loss.some((value) => value * 0 !== 0)) return [];
    const late = loss.slice(Math.trunc(loss.length / 4));
    const jumps = late.slice(1).map((value, i) => value - late[i]);
    const turns = jumps.slice(1).filter((jump, i) => jump * jumps[i] < 0).length / Math.max(1, jumps.length - 1);
    const size = mean(jumps.map(Math.abs)) / Math.max(1e-12, Math.abs(mean(late)));
    if (turns < 0.6 || size < 0.15) return [];
    return [{ confidence: "advice", where: "training loss", evidence: { epochs: loss.length, turns, size } }];
  },
  say,
};

function say({ evidence: { turns, size } }: Draft<Oscillation>): Words {
  return {
    sentence: `The loss jumps by ${share(size)} of itself from epoch to epoch, and ${share(turns)} of the jumps turn back the one before.`,
    fix: "Try a third of the learning rate, or larger mini-batches.",
  };
}
