import type { Check } from "../../check.ts";
import { answered } from "../../evidence/answered.ts";
import { progress } from "../../evidence/progress.ts";
import { settings } from "../../evidence/settings.ts";
import { trials } from "../../evidence/trials.ts";
import { type LessThanItsSettings, lessThanItsSettings as say } from "../../messages/f.ts";

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
