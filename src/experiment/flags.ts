import { checkSettings } from "./parse.ts";
import { TOPICS, type Topic } from "./setting.ts";
import { defaultOf, type ExperimentConfig, type SettingName, settingNames, settingOf } from "./settings.ts";

/** A setting as the command line shows it. */
export interface Flag {
  readonly setting: SettingName;
  /** `--batch-size` */
  readonly name: string;
  /** `--batch-size <count>`; a toggle has no placeholder. */
  readonly usage: string;
  /** One line, with the default behind it. */
  readonly help: string;
  /** The heading that it stands under. */
  readonly topic: Topic;
}

/** `batchSize` → `--batch-size`. */
export function flagName(setting: string): string {
  return `--${setting.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** The flags of all settings, topic by topic, in the order of the table. */
export function experimentFlags(): Flag[] {
  const flags = settingNames.map(flagOf);
  return Object.keys(TOPICS).flatMap((topic) => flags.filter((flag) => flag.topic === topic));
}

function flagOf(setting: SettingName): Flag {
  const { kind, help, default: byDefault, otherwise, topic } = settingOf(setting);
  const name = flagName(setting);
  const usage = kind.placeholder === "" ? name : `${name} ${kind.placeholder}`;
  const last = otherwise ?? (byDefault === undefined ? undefined : kind.print(byDefault));
  const shown = last === undefined || byDefault === false ? help : `${help} (${last})`;
  return { setting, name, usage, help: shown, topic };
}

/**
 * Reads the texts of a command line as settings and checks them; the messages call each setting by its flag.
 *
 * @param texts what stood behind the flags, by setting; `true` for a toggle.
 * @throws MyelinError as `parseExperimentConfig`.
 */
export function settingsFromFlags(texts: Readonly<Record<string, string | boolean | undefined>>) {
  const json: Record<string, unknown> = {};
  for (const [name, given] of Object.entries(texts)) {
    if (given === undefined) continue;
    json[name] = typeof given === "string" ? settingOf(name as SettingName).kind.parse(given) : given;
  }
  return checkSettings(json, flagName);
}

/** The flags that ask for an experiment, without those at their default: `--hidden 100 --epochs 60`. */
export function flagsOf(config: Partial<ExperimentConfig>): string[] {
  return settingNames.flatMap((name) => {
    const { kind } = settingOf(name);
    const value = config[name];
    const byDefault = defaultOf(name, config);
    // A flag without a value can only switch on.
    if (value === undefined || value === false) return [];
    const printed = kind.print(value);
    if (byDefault !== undefined && printed === kind.print(byDefault)) return [];
    return kind.placeholder === "" ? [flagName(name)] : [flagName(name), printed];
  });
}
