import { usageError } from "../core/errors.ts";
import { nearest } from "../core/text.ts";

/** A JSON object whose keys are known. */
export type Fields = Record<string, unknown>;

/** Height and width. */
export type Sides = readonly [height: number, width: number];

/** @throws SPEC_INVALID when it is no object, SPEC_UNKNOWN for a key that is not in `names`, with the nearest that is. */
export function fields(json: unknown, where: string, names: readonly string[]): Fields {
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw expected(where, "an object", json);
  for (const key of Object.keys(json)) {
    if (!names.includes(key)) {
      const near = nearest(key, names);
      throw usageError(
        "SPEC_UNKNOWN",
        `${where} has no setting ${JSON.stringify(key)}${near ? `: did you mean ${JSON.stringify(near)}?` : `; it has ${names.join(", ")}.`}`,
      );
    }
  }
  return json as Fields;
}

export function wholeNumber(value: unknown, low: number, high: number, where: string): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < low || value > high)
    throw expected(where, `a whole number from ${low} to ${high}`, value);
  return value;
}

export function sides(value: unknown, high: number, where: string): Sides {
  if (!Array.isArray(value) || value.length !== 2) throw expected(where, "[height, width]", value);
  return [wholeNumber(value[0], 1, high, `${where}[0]`), wholeNumber(value[1], 1, high, `${where}[1]`)];
}

export function positive(value: unknown, where: string): number {
  if (typeof value !== "number" || !(value > 0) || value === Infinity) throw expected(where, "a number above 0", value);
  return value;
}

export function oneOf<Name extends string>(value: unknown, names: readonly Name[], where: string): Name {
  if (names.includes(value as Name)) return value as Name;
  const near = typeof value === "string" ? nearest(value, names) : undefined;
  throw expected(where, near ? `${near} (of ${names.join(", ")})` : `one of ${names.join(", ")}`, value);
}

export function expected(where: string, what: string, found: unknown) {
  return usageError("SPEC_INVALID", `${where} must be ${what}, but is ${JSON.stringify(found) ?? "missing"}.`, {
    where,
    found,
  });
}
