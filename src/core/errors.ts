import { oneSentence } from "./text.ts";

/** Facts that a message was made from, so that programs need not parse the sentence. */
export type Facts = Readonly<Record<string, unknown>>;

/** What kind of trouble it is; the command line turns it into its exit code. */
export type ErrorKind = "usage" | "input" | "io" | "busy" | "diverged";

/**
 * Every error that Myelin expects to meet.
 *
 * The message is one sentence: what is wrong, where (file, byte offset or line), what was expected, what was found,
 * one thing to do. `code` is stable (`IDX_TRUNCATED`); the facts stand on the error as properties. Whatever a message quotes
 * is made harmless and short here, so that nobody who throws can forget it.
 */
export class MyelinError extends Error {
  override readonly name = "MyelinError";
  readonly code: string;
  readonly kind: ErrorKind;
  readonly facts: Facts;

  constructor(code: string, kind: ErrorKind, message: string, facts: Facts = {}) {
    super(oneSentence(message));
    this.code = code;
    this.kind = kind;
    this.facts = facts;
  }
}

/** Wrong command line, settings or arguments of a function (exit 2). */
export function usageError(code: string, message: string, facts?: Facts): MyelinError {
  return new MyelinError(code, "usage", message, facts);
}

/** A file or data that cannot be what it should be (exit 3). */
export function inputError(code: string, message: string, facts?: Facts): MyelinError {
  return new MyelinError(code, "input", message, facts);
}

/** Reading or writing failed (exit 4). */
export function ioError(code: string, message: string, facts?: Facts): MyelinError {
  return new MyelinError(code, "io", message, facts);
}
