import { bothSides } from "../../../../test/support/check-sides.ts";
import { agreementAt, answersOf } from "../../../../test/support/doctor-measures.ts";
import { answered } from "../../evidence/answered.ts";
import { progress } from "../../evidence/progress.ts";
import { settings } from "../../evidence/settings.ts";
import { type Trial, trials } from "../../evidence/trials.ts";
import { lessThanItsSettings } from "./less-than-its-settings.ts";

const trial = (accuracy: number): Trial => ({
  change: "none",
  to: "as it is",
  accuracy,
  lift: (accuracy - 0.1) / 0.9,
  costBefore: 2.3,
  cost: 0.3,
  finite: true,
});
const ours = (first: number, ...others: number[]) => ({
  rows: 2000,
  steps: 630,
  batchSize: 32,
  learningRate: 0.1,
  asIs: trial(first),
  tried: [],
  possible: 0.8,
  ownStart: false,
  allSteps: 942,
  ...(others.length === 0 ? {} : { again: others.map(trial) }),
});
const theirs = (accuracy: number, total = 2000) =>
  [
    [progress, { state: "behind", accuracy, majority: 0.1, probe: 0.85, improving: true, trained: true }],
    [answered, { training: { ...answersOf(), agreement: agreementAt(accuracy, total) } }],
  ] as const;
bothSides(lessThanItsSettings, {
  silentOn: {
    "a network as good as ours": [[trials, ours(0.96)], ...theirs(0.95)],
    "a start that happened to be lucky": [[trials, ours(0.96, 0.55, 0.95)], ...theirs(0.56)],
    "fewer steps than ours": [[trials, ours(0.96)], ...theirs(0.56)],
    "a schedule, which our trainings do not have": [
      [trials, ours(0.96, 0.95, 0.94)],
      ...theirs(0.56),
      [settings, { schedule: "cosine" }],
    ],
    "few rows": [[trials, ours(0.96, 0.95, 0.94)], ...theirs(0.56, 60)],
  },
  firesOn: {
    "a first layer that is never updated": {
      given: [[trials, ours(0.96, 0.95, 0.94)], ...theirs(0.56)],
      confidence: "likely",
      says: "The same network, data and settings reach 94.0 % of the training images in 630 steps here (the worst of 3 starts), and 56.0 % in 942 steps in your program: the settings are not at fault, the training loop or the initial weights are.",
    },
  },
});
