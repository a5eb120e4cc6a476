import { usageError } from "../../src/core/errors.ts";
import { flagName } from "../../src/experiment/flags.ts";
import { parseExperimentConfig } from "../../src/experiment/parse.ts";
import { presetOf } from "../../src/experiment/presets.ts";
import { type ExperimentConfig, withSettings } from "../../src/experiment/settings.ts";
import { readConfigFile } from "../read-config.ts";
import { type OptionValues, settingsOf } from "../settings-options.ts";

/** What a `myelin train` command line asks for. */
export interface TrainRequest {
  /** What was asked for, from file and flags, without defaults. */
  readonly given: Partial<ExperimentConfig>;
  /** With the defaults filled in. */
  readonly config: ExperimentConfig;
  readonly out: string | undefined;
  readonly resume: string | undefined;
  readonly force: boolean;
}

/** Reads and checks everything on the command line, before any data is loaded. @throws MyelinError kind usage. */
export function readRequest(options: OptionValues): TrainRequest {
  const flags = settingsOf(options);
  const { config: file, out, resume, preset } = options;
  for (const name of ["out", "resume"]) if (options[name] === "") throw emptyPath(name);
  if (resume !== undefined) refuseBeside(options, ["out", "force", "config", "preset"]);
  const named = typeof preset === "string" ? presetOf(preset) : {};
  const given = withSettings(withSettings(named, typeof file === "string" ? readConfigFile(file) : {}), flags);
  return {
    given,
    // Of a resumed run the settings beside the flags are not known yet.
    config:
      resume === undefined ? parseExperimentConfig(given, flagName) : withSettings(parseExperimentConfig({}), given),
    out: typeof out === "string" ? out : undefined,
    resume: typeof resume === "string" ? resume : undefined,
    force: options.force === true,
  };
}

function emptyPath(option: string) {
  return usageError("OPTION_EMPTY", `--${option} is empty: give the path of a run folder.`, { option });
}

function refuseBeside(options: OptionValues, names: readonly string[]): void {
  const found = names.find((name) => options[name] !== undefined);
  if (found === undefined) return;
  const sentence = `--${found} does not go with --resume, which goes on in the run's own folder with its own settings`;
  throw usageError("RESUME_OPTION", `${sentence}: leave one of them out.`, { option: found });
}
