import { integer } from "../../../core/text.ts";
import type { Check, Draft, Words } from "../../check.ts";
import { answered } from "../../evidence/answered.ts";
import { progress } from "../../evidence/progress.ts";
import { settings } from "../../evidence/settings.ts";
import { trials } from "../../evidence/trials.ts";
import { share } from "../../words.ts";

export interface LessThanItsSettings {
  /** Of the person's network on its training images, after all its steps. */
  readonly accuracy: number;
  readonly allSteps: number;
  /** Of the worst of our trainings. */
  readonly ours: number;
  readonly steps: number;
  readonly trainings: number;
}

/** What the worst of our trainings must be ahead: a share of what is possible, and of all rows. */
const AHEAD = 0.2;
const ROWS_AHEAD = 0.1;

/**
 * F4 to F5 without a gradient to check: the same network, data and settings go much further here, in no more steps. What is
 * left is the program: a gradient, a layer that is not updated, samples of a batch that do not count.
 */
export const lessThanItsSettings: Check<LessThanItsSettings> = {
  id: "less-than-its-settings",
  catalogue: "F4",
  needs: [trials, progress, answered],
  uses: [settings],
  after: ["A", "B", "C", "D"],
  explains: ["underfitting"],
  run(measured) {
    const { asIs, again, steps, allSteps, possible } = measured.of(trials);
    const { trained, majority } = measured.of(progress);
    const theirs = measured.of(answered).training?.agreement;
    const { schedule, warmupEpochs, patience, dropout } = measured.maybe(settings) ?? {};
    // The trials know no schedule, and no early end: then they are another training.
    const other =
      schedule !== undefined || warmupEpochs !== undefined || patience !== undefined || dropout !== undefined;
    if (!trained || other || theirs === undefined || theirs.total < 100) return [];
    if (again === undefined || allSteps === undefined) return [];
    const worst = [asIs, ...again].reduce((a, b) => (b.accuracy < a.accuracy ? b : a));
    const reached = (theirs.accuracy - majority) / Math.max(1e-9, 1 - majority);
    const ahead = worst.accuracy - theirs.accuracy;
    const clear = Math.max(ROWS_AHEAD, 5 * Math.sqrt(0.25 / theirs.total));
    if (!worst.finite || worst.lift < reached + AHEAD * possible || ahead < clear) return [];
    const evidence = { accuracy: theirs.accuracy, allSteps, ours: worst.accuracy, steps, trainings: 1 + again.length };
    return [{ confidence: "likely", where: "training program", evidence }];
  },
  say,
};

function say({ evidence: e }: Draft<LessThanItsSettings>): Words {
  return {
    sentence: `The same network, data and settings reach ${share(e.ours)} of the training images in ${integer(e.steps)} steps here (the worst of ${e.trainings} starts), and ${share(e.accuracy)} in ${integer(e.allSteps)} steps in your program: the settings are not at fault, the training loop or the initial weights are.`,
    fix: "Check the gradient (myelin check-gradients), that every layer is updated in every step, that every row of a batch counts, that every epoch sees all rows, and how large the weights are before the first step.",
  };
}
