import { expect } from "vitest";
import { type ErrorKind, MyelinError } from "../../src/core/errors.ts";

/** Runs what must fail and gives the error back after checking its form: a MyelinError whose message is one sentence. */
export async function errorOf(run: () => unknown): Promise<MyelinError> {
  let error: unknown;
  try {
    await run();
  } catch (thrown) {
    error = thrown;
  }
  expect(error, "an error was expected").toBeInstanceOf(MyelinError);
  const { message, code } = error as MyelinError;
  expect(message, "one line").not.toMatch(/[\n\r]/);
  expect(message, "one sentence, ended").toMatch(/[.?]$/);
  expect(message.replace(/\.$/, ""), "one sentence").not.toMatch(/[.!?] [A-Z]/);
  expect(code).toMatch(/^[A-Z][A-Z_]+$/);
  return error as MyelinError;
}

/** As `errorOf`, with the code, the kind and a part of the sentence. */
export async function expectError(
  run: () => unknown,
  code: string,
  says: RegExp | string = "",
  kind: ErrorKind = "input",
): Promise<MyelinError> {
  const error = await errorOf(run);
  expect(`${error.code} ${error.message}`).toContain(`${code} `);
  expect(error.message).toMatch(says);
  expect(error.kind).toBe(kind);
  return error;
}
