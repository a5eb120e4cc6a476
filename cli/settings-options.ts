import type { Command } from "commander";
import { experimentFlags, settingsFromFlags } from "../src/experiment/flags.ts";
import { type ExperimentConfig, type SettingName, settingNames } from "../src/experiment/settings.ts";

/** Options as commander gives them: by camel-cased name. */
export type OptionValues = Readonly<Record<string, string | boolean | undefined>>;

/** Adds a flag for every setting of the table. */
export function addSettings(command: Command): Command {
  for (const { usage, help } of experimentFlags()) command.option(usage, help);
  return command;
}

/** The settings among the options, checked. @throws MyelinError in the words of the command line. */
export function settingsOf(options: OptionValues): Partial<ExperimentConfig> {
  const texts: Partial<Record<SettingName, string | boolean>> = {};
  for (const name of settingNames) if (options[name] !== undefined) texts[name] = options[name];
  return settingsFromFlags(texts);
}
