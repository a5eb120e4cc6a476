export { experimentFlags, type Flag, flagName, flagsOf, settingsFromFlags } from "./flags.ts";
export { checkSettings, type NameOf, nearestSetting, parseExperimentConfig } from "./parse.ts";
export { PRESET_NAMES, PRESETS, type PresetName, presetOf } from "./presets.ts";
export { REFERENCE_RUNS, type ReferenceRun, referenceData } from "./reference-runs.ts";
export { checkMachine, createNetwork, type ExperimentRun, type RunOptions, run, splitData } from "./run.ts";
export { experimentSchema } from "./schema.ts";
export { type Part, type Setting, TOPICS, type Topic } from "./setting.ts";
export {
  defaultOf,
  type ExperimentConfig,
  partOf,
  type SettingName,
  settingNames,
  settingOf,
  settings,
  withSettings,
} from "./settings.ts";
export { type Verified, type VerifyOptions, verifyReferenceRuns, type Way, waysFor } from "./verify.ts";
