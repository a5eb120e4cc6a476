import type { Command } from "commander";
import { experimentFlags, settingsFromFlags } from "../src/experiment/flags.ts";
import { TOPICS } from "../src/experiment/setting.ts";
import { type ExperimentConfig, type SettingName, settingNames } from "../src/experiment/settings.ts";

/** Options as commander gives them: by camel-cased name. */
export type OptionValues = Readonly<Record<string, string | boolean | undefined>>;

/** Adds a flag for every setting of the table, under the headings of their topics. */
export function addSettings(command: Command): Command {
  for (const { usage, help, topic } of experimentFlags()) {
    command.optionsGroup(`${TOPICS[topic]}:`).option(usage, help);
  }
  return command;
}

/** Adds the flags of the settings that say how data are to be understood, for the commands that do not train. */
export function addDataSettings(command: Command): Command {
  for (const { usage, help, topic } of experimentFlags()) {
    if (topic === "data") command.optionsGroup(`${TOPICS[topic]}:`).option(usage, help);
  }
  return command;
}

/** The settings among the options, checked. @throws MyelinError in the words of the command line. */
export function settingsOf(options: OptionValues): Partial<ExperimentConfig> {
  const texts: Partial<Record<SettingName, string | boolean>> = {};
  for (const name of settingNames) if (options[name] !== undefined) texts[name] = options[name];
  return settingsFromFlags(texts);
}
