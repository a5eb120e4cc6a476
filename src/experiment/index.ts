export { experimentFlags, type Flag, flagName, flagsOf, settingsFromFlags } from "./flags.ts";
export { checkSettings, type NameOf, nearestSetting, parseExperimentConfig } from "./parse.ts";
export { checkMachine, createNetwork, type ExperimentRun, type RunOptions, run } from "./run.ts";
export { experimentSchema } from "./schema.ts";
export {
  type ExperimentConfig,
  type Part,
  partOf,
  type Setting,
  type SettingName,
  settingNames,
  settingOf,
  settings,
} from "./settings.ts";
