import type { RunEvent } from "../core/events.ts";

/** A field's check: `?` in front of the rest means that it may be missing. */
type Check = (value: unknown) => boolean;
type Shape = Readonly<Record<string, Check>>;

const text: Check = (value) => typeof value === "string";
const yes: Check = (value) => typeof value === "boolean";
const measured: Check = (value) => typeof value === "number";
const count: Check = (value) => typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
const anything: Check = (value) => value !== undefined;
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const oneOf =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value);

function shape(fields: Shape): Check {
  return (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
    const object = value as Readonly<Record<string, unknown>>;
    return Object.entries(fields).every(([name, check]) =>
      check(Object.hasOwn(object, name) ? object[name] : undefined),
    );
  };
}

const score = shape({ correct: count, total: count, cost: optional(measured) });
const health = shape({ layer: count, slope: measured, dead: measured, updateRatio: measured, weightNorm: measured });
const data = shape({ name: text, training: count, validation: count, test: count, sha256: text });
const engine = shape({ kernels: text, threads: count, bits: yes, input: oneOf("sparse", "dense") });
const best = shape({ epoch: count, correct: count, total: count, on: oneOf("validation", "test") });
const facts = shape({});
const finding = shape({
  id: text,
  catalogue: text,
  confidence: oneOf("fault", "likely", "advice"),
  primary: yes,
  where: text,
  sentence: text,
  evidence: facts,
  counterfactual: optional(facts),
  fix: text,
  explainedBy: optional(text),
});

/** What each event of the log must hold (src/core/events.ts); further fields are kept as they are. */
const EVENTS: ReadonlyMap<unknown, Check> = new Map([
  [
    "run-start",
    shape({
      format: oneOf(1),
      myelin: text,
      data,
      network: anything,
      parameters: count,
      settings: anything,
      engine,
      resumedAfter: count,
    }),
  ],
  [
    "epoch",
    shape({
      epoch: count,
      cost: measured,
      trainingSeconds: measured,
      learningRate: measured,
      training: optional(score),
      validation: optional(score),
      test: optional(score),
      health: optional(listOf(health)),
    }),
  ],
  ["progress", shape({ epoch: count, step: count, steps: count, cost: measured })],
  ["checkpoint", shape({ epoch: count, step: count, best: yes, weightsSha256: text })],
  ["warning", shape({ code: text, message: text })],
  ["finding", shape({ epoch: count, finding })],
  [
    "run-end",
    shape({
      reason: oneOf("finished", "interrupted", "stopped-early", "diverged"),
      epochs: count,
      best: optional(best),
      trainingSeconds: measured,
      weightsSha256: text,
    }),
  ],
]);

/** True of an object that has the type and the fields of an event. */
export function isRunEvent(value: unknown): value is RunEvent {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, "type")) return false;
  return EVENTS.get((value as { readonly type: unknown }).type)?.(value) ?? false;
}
