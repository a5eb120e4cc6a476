import { type Command, CommanderError } from "commander";
import { usageError } from "../src/core/errors.ts";
import { nearest, printable } from "../src/core/text.ts";
import { flagName } from "../src/experiment/flags.ts";
import { nearestSetting } from "../src/experiment/parse.ts";
import { settingOf } from "../src/experiment/settings.ts";
import { failureOf } from "./exit.ts";

/** Says on stderr, in one sentence, why the command ended, and on stdout with `--json`. @returns the exit code. */
export function report(error: unknown, program: Command, words: readonly string[]): number {
  const failure = failureOf(error instanceof CommanderError ? usageOf(error, program, words) : error);
  process.stderr.write(`${failure.text}\n`);
  if (words.includes("--json")) {
    const { code, message } = failure;
    const command = program.commands.find((candidate) => candidate.name() === words[0])?.name();
    process.stdout.write(`${JSON.stringify({ command, error: { code, message } })}\n`);
  }
  return failure.exitCode;
}

/** commander's complaint as a sentence of ours, with the nearest command or flag. */
function usageOf(error: CommanderError, program: Command, words: readonly string[]) {
  const command = program.commands.find((candidate) => words.includes(candidate.name()));
  const help = command === undefined ? "myelin --help" : `myelin ${command.name()} --help`;
  const given = /'([^']*)'/.exec(error.message)?.[1] ?? "";
  const shown = printable(given, 60);
  switch (error.code) {
    case "commander.unknownCommand":
      return unknownCommand(given, program);
    case "commander.help":
      // `myelin help trian`: commander shows its whole help as an error.
      return unknownCommand(words[1] ?? "", program);
    case "commander.unknownOption":
      return usageError(
        "OPTION_UNKNOWN",
        `there is no flag ${shown}${meant(given, flagNames(command ?? program), help)}`,
      );
    case "commander.optionMissingArgument":
      return usageError("OPTION_VALUE_MISSING", `${shown.split(" ")[0]}: its value is missing; see ${help}.`);
    case "commander.missingArgument":
      return usageError("ARGUMENT_MISSING", `${shown.toUpperCase()} is missing; see ${help}.`);
    case "commander.excessArguments":
      return usageError(
        "ARGUMENTS_TOO_MANY",
        `there are more words than ${command?.name() ?? "myelin"} takes; see ${help}.`,
      );
    default:
      return usageError("USAGE", `${printable(error.message.replace(/^error: /, ""), 200)}; see ${help}.`);
  }
}

function unknownCommand(given: string, program: Command) {
  const near = meant(given, commandNames(program), "myelin --help");
  return usageError("COMMAND_UNKNOWN", `there is no command "${printable(given, 60)}"${near}`);
}

function meant(given: string, words: readonly string[], help: string): string {
  const key = camelCase(given);
  const setting = given.startsWith("--") ? nearestSetting(key) : undefined;
  const flag = setting && words.includes(flagName(setting)) ? flagName(setting) : undefined;
  // What a setting is called elsewhere, word for word, is meant more surely than a flag of similar letters.
  const near = setting && settingOf(setting).alias?.includes(key) && flag ? flag : (nearest(given, words) ?? flag);
  return near === undefined ? `; see ${help}.` : `; did you mean ${near}?`;
}

const commandNames = (program: Command) => program.commands.map((command) => command.name());
const flagNames = (command: Command) => [...command.options.map((option) => option.long ?? ""), "--help"];

function camelCase(flag: string): string {
  return flag.slice(2).replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
