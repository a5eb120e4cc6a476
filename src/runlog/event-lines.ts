import { inputError, MyelinError } from "../core/errors.ts";
import type { RunEvent } from "../core/events.ts";
import type { Json } from "../core/json.ts";
import { printable } from "../core/text.ts";
import { parseJson } from "../formats/json.ts";
import { type NamedBytes, shownName } from "../formats/named.ts";
import { isRunEvent } from "./event-shapes.ts";

/** Version of the event format, in every `run-start`. */
export const EVENT_FORMAT = 1;

/** Fields that hold measured numbers: JSON has no NaN, so in a diverged run they are the texts "NaN", "Infinity" …. */
const MEASURED = new Set(["cost", "learningRate", "slope", "dead", "updateRatio", "weightNorm"]);
const NOT_FINITE = new Map([
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
]);

/** One event as a line of JSON with its line end. Control characters and halves of surrogate pairs become \uXXXX. */
export function eventToLine(event: RunEvent): string {
  const text = JSON.stringify(event, (_, value: unknown) => {
    return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
  });
  return `${text.replace(/[\u007f-\u009f\u2028\u2029\p{Cf}]/gu, escapeUnits)}\n`;
}

function escapeUnits(character: string): string {
  const units = Array.from({ length: character.length }, (_, i) => character.charCodeAt(i));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}

export interface ScannedEvents {
  /** All events before the first bad line. */
  readonly events: readonly RunEvent[];
  /** True when the last line has no end: the writer was killed in the middle of it. It is not among the events. */
  readonly torn: boolean;
  /** Why reading stopped before the end. */
  readonly problem?: MyelinError;
}

/** An event as plain JSON, as `eventToLine` writes it. */
export function eventToJson(event: RunEvent): Json {
  return JSON.parse(eventToLine(event)) as Json;
}

/** The event that `eventToJson` wrote; undefined for anything else. */
export function eventFromJson(json: Json): RunEvent | undefined {
  const event = withNumbers(json);
  return isRunEvent(event) ? event : undefined;
}

/** Reads an event log as far as it can be read: any prefix of a log is a log. */
export function scanEvents(file: NamedBytes): ScannedEvents {
  const events: RunEvent[] = [];
  const end = file.bytes.lastIndexOf(0x0a) + 1;
  const torn = end < file.bytes.length;
  let from = 0;
  for (let line = 1; from < end; line++) {
    const to = file.bytes.indexOf(0x0a, from);
    try {
      events.push(readLine(file, file.bytes.subarray(from, to), line));
    } catch (error) {
      if (!(error instanceof MyelinError)) throw error;
      return { events, torn, problem: error };
    }
    from = to + 1;
  }
  return { events, torn };
}

/**
 * The events of a log; a torn last line is dropped.
 *
 * @throws EVENTS_LINE, EVENTS_NEWER or JSON_… (kind "input") with the line.
 */
export function readEvents(file: NamedBytes): RunEvent[] {
  const { events, problem } = scanEvents(file);
  if (problem) throw problem;
  return [...events];
}

function readLine(file: NamedBytes, bytes: Uint8Array, line: number): RunEvent {
  const json = withNumbers(parseJson({ name: file.name, bytes }, { place: `event ${line}`, limit: "configBytes" }));
  const facts = { file: file.name, line };
  const { type, format } = (json ?? {}) as { readonly type?: Json; readonly format?: Json };
  if (type === "run-start" && format !== EVENT_FORMAT) {
    const sentence = `event format ${printable(String(format), 20)}, but this version reads format ${EVENT_FORMAT}`;
    throw inputError("EVENTS_NEWER", `${shownName(file)}:${line}: ${sentence}: install a newer Myelin.`, facts);
  }
  if (isRunEvent(json)) return json;
  const found = typeof type === "string" ? `a "${printable(type, 40)}" event with wrong or missing fields` : "no event";
  throw inputError("EVENTS_LINE", `${shownName(file)}:${line}: expected an event, found ${found}; remove it.`, facts);
}

function withNumbers(json: Json, key = ""): Json {
  if (typeof json === "string") return MEASURED.has(key) ? (NOT_FINITE.get(json) ?? json) : json;
  if (Array.isArray(json)) return json.map((item: Json) => withNumbers(item));
  if (typeof json !== "object" || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, withNumbers(value as Json, name)]));
}
