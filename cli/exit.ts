import { type ErrorKind, MyelinError } from "../src/core/errors.ts";
import { printable } from "../src/core/text.ts";

/** What the exit codes mean (docs/cli.md). */
export const exitCodes = {
  done: 0,
  bug: 1,
  usage: 2,
  input: 3,
  io: 4,
  busy: 5,
  diverged: 6,
  fault: 10,
  cannotJudge: 11,
  hangup: 129,
  interrupted: 130,
  terminated: 143,
  readerGone: 141,
} as const satisfies Record<ErrorKind, number> & Record<string, number>;

/** The exit code and what stderr says about an error that ended a command. */
export interface Failure {
  readonly exitCode: number;
  /** `CODE_IN_CAPITALS`; `BUG` for an error that we did not expect. */
  readonly code: string;
  readonly message: string;
  /** Everything for stderr: one sentence, and the stack only where it is our bug. */
  readonly text: string;
}

/** Turns whatever was thrown into an exit code and a sentence. */
export function failureOf(error: unknown): Failure {
  if (error instanceof MyelinError) return sentence(exitCodes[error.kind], error.code, error.message);
  if (isSystemError(error)) return sentence(exitCodes.io, error.code, systemSentence(error));
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const message = error instanceof Error ? error.message : String(error);
  const text = `myelin: this is a bug in Myelin: please report it with the lines below and the command you typed (${reportTo}).\n${stack}`;
  return { exitCode: exitCodes.bug, code: "BUG", message, text };
}

/** Where bugs are reported. */
export const reportTo = "issue tracker of the project, see `npm bugs myelin`";

function sentence(exitCode: number, code: string, words: string): Failure {
  // Every room escapes the names it shows; a sentence that forgot one must still do no harm.
  const message = printable(words);
  return { exitCode, code, message, text: `myelin: ${message}` };
}

interface SystemError extends Error {
  readonly code: string;
  readonly syscall: string;
  readonly path?: string;
}

function isSystemError(error: unknown): error is SystemError {
  return error instanceof Error && "syscall" in error && "code" in error;
}

/** A refusal of the operating system that no room has put into words. */
function systemSentence(error: SystemError): string {
  const where = error.path === undefined ? "" : ` ${printable(error.path)}`;
  return `${error.syscall}${where} failed: ${printable(error.message, 200)}.`;
}
