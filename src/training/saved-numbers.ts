import { inputError } from "../core/errors.ts";
import type { RunEndEvent } from "../core/events.ts";
import type { Json } from "../core/json.ts";
import { printable } from "../core/text.ts";
import { notNegative, oneOf, type Rule, wholeNumber, yesOrNo } from "./settings.ts";

export type Best = NonNullable<RunEndEvent["best"]>;

/** The part of a training state that is plain JSON. */
export interface SavedNumbers {
  /** Epochs that the run was to have. */
  readonly epochs: number;
  readonly costSum: number;
  readonly epochSeconds: number;
  readonly trainingSeconds: number;
  readonly scale: number;
  readonly best: Best | null;
  readonly halvings: number;
  readonly standstill: number;
  readonly over: boolean;
}

const count = wholeNumber(0, 4_294_967_295);
const epoch = wholeNumber(0, 1_000_000);
const RULES: Readonly<Record<Exclude<keyof SavedNumbers, "best">, Rule>> = {
  epochs: wholeNumber(1, 1_000_000),
  costSum: ["a number", Number.isFinite],
  epochSeconds: notNegative,
  trainingSeconds: notNegative,
  scale: ["a number", Number.isFinite],
  halvings: epoch,
  standstill: epoch,
  over: yesOrNo,
};
const BEST: Readonly<Record<keyof Best, Rule>> = {
  epoch,
  correct: count,
  total: count,
  on: oneOf(["validation", "test"]),
};

/**
 * What a saved training state says of its run, each value checked as a setting is.
 *
 * @throws MyelinError STATE_INVALID (kind "input") with the value, what was expected and what was found
 */
export function parseNumbers(json: Json): SavedNumbers {
  const numbers = check(json, RULES, "");
  const best = numbers.best ?? null;
  if (best !== null) check(best, BEST, "best.");
  return { ...(numbers as unknown as SavedNumbers), best: best as Best | null };
}

function check(json: Json, rules: Readonly<Record<string, Rule>>, where: string): { readonly [key: string]: Json } {
  if (typeof json !== "object" || json === null || Array.isArray(json))
    throw invalid(where.slice(0, -1) || "numbers", "an object", json);
  const object = json as { readonly [key: string]: Json };
  for (const [name, [what, holds]] of Object.entries(rules)) {
    const value = Object.hasOwn(object, name) ? object[name] : undefined;
    if (!holds(value)) throw invalid(where + name, what, value);
  }
  return object;
}

function invalid(where: string, what: string, found: Json | undefined) {
  const shown = found === undefined ? "missing" : printable(JSON.stringify(found), 60);
  const sentence = `The saved training state is damaged: ${where} must be ${what}, but is ${shown}`;
  return inputError("STATE_INVALID", `${sentence}: go on from another copy, or start a new run.`, { where, found });
}
