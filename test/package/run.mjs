import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The project's folder; the compiler, the bundler and the browser driver are taken from it. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/** Runs a program and returns its stdout; ends the step with its output when it fails. */
export function run(program, args, cwd) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, encoding: "utf8", maxBuffer: 2 ** 28 });
  if (status !== 0) fail(`${program} ${args.join(" ")} ended with ${status ?? error}\n${stdout}\n${stderr}`);
  return stdout;
}

/** Ends the step unless the condition holds. */
export function check(condition, what) {
  if (!condition) fail(what);
}

function fail(what) {
  console.error(what);
  process.exit(1);
}
