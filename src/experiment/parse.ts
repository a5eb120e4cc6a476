import { usageError } from "../core/errors.ts";
import { nearest, printable } from "../core/text.ts";
import { checkTogether } from "./check.ts";
import { defaultOf, type ExperimentConfig, type SettingName, settingNames, settingOf } from "./settings.ts";

/** How a setting is called where it was given, for messages: `--batch-size`, or `experiment.json: batchSize`. */
export type NameOf = (name: string) => string;

const keyName: NameOf = (name) => name;

/**
 * Checks an experiment given as JSON and fills in the defaults.
 *
 * `$schema` is allowed and dropped, so that an editor can complete the file.
 *
 * @param json an object of settings; what is missing takes its default.
 * @param nameOf how messages call a setting; the default is the key itself.
 * @throws MyelinError `SETTING_UNKNOWN` for a key that is no setting, with the nearest one; `SETTING_INVALID` for a
 * value of the wrong type or outside its range; `SETTINGS_TYPE` when it is no object; `SETTINGS_UNUSED`,
 * `SETTINGS_VALIDATION` and `SPEC_*` for settings that do not go together.
 */
export function parseExperimentConfig(json: unknown, nameOf: NameOf = keyName): ExperimentConfig {
  const given = checkSettings(json, nameOf);
  const complete: Record<string, unknown> = {};
  for (const name of settingNames) {
    const value = given[name] ?? defaultOf(name, given);
    if (value !== undefined) complete[name] = value;
  }
  checkTogether(complete as ExperimentConfig, nameOf);
  return complete as ExperimentConfig;
}

/** As `parseExperimentConfig`, without the defaults: only what was given. */
export function checkSettings(json: unknown, nameOf: NameOf = keyName): Partial<ExperimentConfig> {
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw usageError("SETTINGS_TYPE", `${nameOf("settings")}: expected an object of settings, found ${found(json)}.`);
  }
  const given: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(json)) {
    if (key === "$schema") continue;
    if (!Object.hasOwn(known, key)) throw unknownSetting(key, nameOf);
    if (value === undefined) continue;
    given[key] = checkValue(key as SettingName, value, nameOf);
  }
  return given as Partial<ExperimentConfig>;
}

const known = Object.fromEntries(settingNames.map((name) => [name, true]));

function checkValue(name: SettingName, value: unknown, nameOf: NameOf): unknown {
  const { kind } = settingOf(name);
  if (kind.accepts(value)) return value;
  // One width stands for a list of one: `"hidden": 30` is what people write first.
  if (typeof value === "number" && kind.accepts([value])) return [value];
  const message = `${nameOf(name)}: expected ${kind.expected}, found ${found(value)}.`;
  throw usageError("SETTING_INVALID", message, { setting: name, expected: kind.expected, found: value });
}

function unknownSetting(key: string, nameOf: NameOf) {
  const near = nearestSetting(key);
  const hint = near === undefined ? "myelin train --help lists all settings." : `did you mean "${near}"?`;
  const message = `${nameOf(printable(key, 60))}: there is no such setting; ${hint}`;
  return usageError("SETTING_UNKNOWN", message, { setting: key, nearest: near });
}

/** The setting that somebody who wrote `key` may have meant, by its own name or a name used elsewhere. */
export function nearestSetting(key: string): SettingName | undefined {
  const meant = new Map<string, SettingName>();
  for (const name of settingNames) for (const word of [name, ...(settingOf(name).alias ?? [])]) meant.set(word, name);
  const near = nearest(key, [...meant.keys()]);
  return near === undefined ? undefined : meant.get(near);
}

/** A value as a message shows it: short, on one line, harmless. */
function found(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "string") return value === "" ? "an empty text" : `"${printable(value, 60)}"`;
  if (typeof value === "number") return String(value);
  return printable(JSON.stringify(value), 60);
}
