import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MyelinError } from "../core/errors.ts";
import { parseJson } from "./json.ts";
import { firstInvalidByte } from "./utf8.ts";

const parse = (text: string, options = {}) => parseJson({ name: "x.json", text }, options);
const bytes = (...values: number[]) => ({ name: "x.json", bytes: Uint8Array.from(values) });

function refusal(run: () => unknown): MyelinError {
  try {
    run();
  } catch (error) {
    if (error instanceof MyelinError) return error;
    throw error;
  }
  throw new Error("it was accepted");
}

describe("parseJson", () => {
  it("reads what JSON.stringify writes", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 10 }), fc.constantFrom(0, 1, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(parse(text)).toEqual(JSON.parse(text));
      }),
      { numRuns: 1000 },
    );
  });

  it("accepts nothing that JSON.parse refuses, and agrees with it where it accepts", () => {
    const pieces = [
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      '"a"',
      '"\\u0041"',
      '"\\x"',
      "1",
      "-",
      "-0",
      "01",
      "1.5e3",
      ".5",
      "1.",
    ];
    const more = ["true", "false", "null", "nul", " ", "\n", "\t", '"', "'", "NaN", "//", "\u00a0", "1e", "+1"];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces, ...more), { maxLength: 8 }), (parts) => {
        const text = parts.join("");
        let expected: unknown;
        try {
          expected = JSON.parse(text);
        } catch {
          expect(refusal(() => parse(text)).code).toMatch(/^JSON_/);
          return;
        }
        try {
          expect(parse(text)).toEqual(expected);
        } catch (error) {
          // What JSON.parse lets pass: a key twice, and a number (1.5e3101) that becomes infinite.
          const infinite = JSON.stringify(expected, (_, value) =>
            Math.abs(value) === Infinity ? "∞" : value,
          ).includes("∞");
          expect((error as MyelinError).code).toBe(infinite ? "JSON_NUMBER" : "JSON_DUPLICATE_KEY");
        }
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    ["", 1, 1, /expected a value, found the end/],
    ['{"a": 1,\n "b" 2}', 2, 6, /expected ":" after the key, found "2"/],
    ["[1,\n2,\n]", 2, 2, /a comma before "\]"/],
    ['{"a":1,}', 1, 7, /a comma before "}"/],
    ["[1 2]", 1, 4, /expected "," or "\]", found "2"/],
    ["// hi\n1", 1, 1, /comment/],
    ["[1, /* two */ 2]", 1, 5, /comment/],
    ["{'a': 1}", 1, 2, /single quote/],
    ["{a: 1}", 1, 2, /expected a key in "double quotes", found "a"/],
    ["[NaN]", 1, 2, /NaN and Infinity/],
    ["[-Infinity]", 1, 3, /NaN and Infinity/],
    ["[-x]", 1, 3, /a digit after the minus sign, found "x"/],
    ["1 x", 1, 3, /expected the end of the text, found "x"/],
    ['["a', 1, 2, /does not end/],
    ['["a\tb"]', 1, 4, /control character/],
    ['["a\\qb"]', 1, 4, /escape/],
    ["[01]", 1, 3, /expected "," or "\]", found "1"/],
  ])("names the place of %j", (text, line, column, message) => {
    const error = refusal(() => parse(text));
    expect(error.code).toBe("JSON_SYNTAX");
    expect(error.kind).toBe("input");
    expect(error.message).toMatch(message);
    expect(error.message.startsWith(`x.json:${line}:${column}: `)).toBe(true);
    expect(error.facts).toMatchObject({ file: "x.json", line, column });
  });

  it("refuses a key that stands twice, however it is written", () => {
    const error = refusal(() => parse('{"a":1,\n"\\u0061":2}'));
    expect(error).toMatchObject({ code: "JSON_DUPLICATE_KEY", facts: { line: 2, column: 1 } });
    expect(parse('{"a":{"a":1}}')).toEqual({ a: { a: 1 } });
  });

  it("refuses numbers beyond float64", () => {
    expect(refusal(() => parse("[1e999]"))).toMatchObject({ code: "JSON_NUMBER", facts: { column: 2 } });
    expect(Object.is(parse("-0"), -0)).toBe(true);
  });

  it("goes 32 deep and no deeper, without using up the stack", () => {
    expect(parse(`${"[".repeat(32)}${"]".repeat(32)}`)).toBeTruthy();
    expect(refusal(() => parse(`${"[".repeat(33)}${"]".repeat(33)}`)).code).toBe("JSON_TOO_DEEP");
    expect(refusal(() => parse('{"a":'.repeat(100_000))).code).toBe("JSON_TOO_DEEP");
  });

  it("refuses a file above the limit before it decodes it", () => {
    const file = (size: number) => ({ name: "x.json", bytes: new Uint8Array(size).fill(0xff) });
    const error = refusal(() => parseJson(file(1_048_577), { limit: "configBytes" }));
    expect(error.code).toBe("JSON_TOO_LARGE");
    expect(error.message).toBe(
      "x.json has more than 1,048,576 bytes of JSON (limit configBytes): give a smaller file.",
    );
    expect(refusal(() => parseJson(file(1_048_576), { limit: "configBytes" })).code).toBe("JSON_UTF8");
  });

  it("accepts a byte order mark and refuses bytes that are not UTF-8, with the offset", () => {
    expect(parseJson(bytes(0xef, 0xbb, 0xbf, 0x31))).toBe(1);
    expect(parse("\ufeff1")).toBe(1);
    const error = refusal(() => parseJson(bytes(0x22, 0x61, 0xff, 0x22)));
    expect(error).toMatchObject({ code: "JSON_UTF8", facts: { offset: 2 } });
  });

  it("keeps __proto__ and constructor as harmless own keys", () => {
    const value = parse('{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}');
    expect(Object.keys(value as object)).toEqual(["__proto__", "constructor"]);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it("shows hostile names and keys harmlessly, in one line", () => {
    const error = refusal(() => parseJson({ name: "\u001b[31mx\n", text: '{"\\u001b\\u202e":1,"\\u001b\\u202e":2}' }));
    expect(error.message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});

describe("damage", () => {
  const files = [
    '["zero", "\u00e9", "two\\n"]',
    '{"epochs": 30, "hidden": [30, 10], "rate": -1.5e0, "x": {"a": null}}',
  ];

  it("any cut or flipped bit gives a value or one sentence with its place", () => {
    for (const file of files.map((text) => new TextEncoder().encode(text))) {
      const cuts = Array.from(file, (_, n) => file.subarray(0, n));
      const flips = Array.from({ length: 8 * file.length }, (_, bit) => {
        return file.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
      });
      for (const damaged of [...cuts, ...flips]) {
        try {
          parseJson({ name: "x.json", bytes: damaged });
        } catch (error) {
          expect(error).toBeInstanceOf(MyelinError);
          expect((error as MyelinError).message).toMatch(/^x\.json:(\d+:\d+| byte \d+)/);
        }
      }
      for (const cut of cuts) expect(() => parseJson({ name: "x.json", bytes: cut })).toThrow(MyelinError);
    }
  });
});

describe("firstInvalidByte", () => {
  it("agrees with the platform's decoder", () => {
    const byte = fc.oneof(fc.constantFrom(0xed, 0xe0, 0xf0, 0xf4, 0xc1, 0xc2, 0x80, 0x9f, 0xa0, 0xbf), fc.nat(255));
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 6 }), (values) => {
        const data = Uint8Array.from(values);
        const at = firstInvalidByte(data);
        const decoder = () => new TextDecoder("utf-8", { fatal: true }).decode(at < 0 ? data : data.subarray(0, at));
        expect(decoder).not.toThrow();
        if (at >= 0) expect(() => new TextDecoder("utf-8", { fatal: true }).decode(data)).toThrow();
      }),
      { numRuns: 5000 },
    );
  });
});
