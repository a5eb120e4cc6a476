import fc from "fast-check";
import { expect, it } from "vitest";
import { canonicalJson } from "./json.ts";

it("sorts keys and leaves no spaces", () => {
  expect(canonicalJson({ b: [1, { d: null, c: "é\n" }], a: true, none: undefined })).toBe(
    '{"a":true,"b":[1,{"c":"é\\n","d":null}]}',
  );
  expect(canonicalJson({ "\u{1f9e0}": 1, "\ufb33": 2, B: 3, a: 4 })).toBe('{"B":3,"a":4,"\u{1f9e0}":1,"\ufb33":2}');
});

it("is what JSON.parse reads back, whatever the order of keys", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(reversed(value))).toBe(text);
    }),
  );
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).reverse();
  return Object.assign(Object.create(null), Object.fromEntries(entries.map(([key, item]) => [key, reversed(item)])));
}

it.each([NaN, Infinity, undefined, () => 0, 1n, new Map(), new Uint8Array(1), Symbol("s")])("refuses %s", (value) => {
  expect(() => canonicalJson([value])).toThrow(expect.objectContaining({ code: "NOT_JSON", kind: "usage" }));
});
