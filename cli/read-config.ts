import { readNamed } from "../node/files.ts";
import { printable } from "../src/core/text.ts";
import { checkSettings } from "../src/experiment/parse.ts";
import type { ExperimentConfig } from "../src/experiment/settings.ts";
import { parseJson } from "../src/formats/json.ts";

/** The settings of a config file. @throws MyelinError: unreadable (exit 4), no JSON (exit 3), a wrong setting (exit 2). */
export function readConfigFile(path: string): Partial<ExperimentConfig> {
  const name = printable(path, 500);
  return checkSettings(
    parseJson(readNamed(path, "configBytes"), { limit: "configBytes" }),
    (setting) => `${name}: ${setting}`,
  );
}
