import type { Schema } from "./kinds.ts";
import { settingNames, settingOf } from "./settings.ts";

/**
 * The JSON Schema (draft 2020-12) of an experiment, for editors and other programs: every setting with its range,
 * default and help; no other keys.
 */
export function experimentSchema(): Schema {
  const properties: Record<string, Schema> = { $schema: { type: "string" } };
  for (const name of settingNames) {
    const setting = settingOf(name);
    const byDefault = setting.default === undefined ? {} : { default: setting.default };
    properties[name] = { ...setting.kind.schema, ...byDefault, description: setting.help };
  }
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Myelin experiment",
    type: "object",
    properties,
    additionalProperties: false,
  };
}
