import { describe, expect, it } from "vitest";
import { readSources } from "../../scripts/source.mjs";
import { ALLOWED_MATH, forbiddenMathematics, isBound } from "./mathematics.ts";

const rejects = (text: string) => forbiddenMathematics("src/core/a.ts", text).length > 0;

describe("the mathematics of src/", () => {
  const bound = [...readSources(["src"])].filter(([path]) => isBound(path));

  it("was read", () => {
    expect(bound.length).toBeGreaterThan(3);
  });

  it("is only what every engine computes alike", () => {
    expect(bound.flatMap(([path, text]) => forbiddenMathematics(path, text))).toEqual([]);
  });

  it("binds neither the textbook nor tests", () => {
    expect(["src/core/a.ts", "src/textbook/a.ts", "src/core/a.test.ts", "node/a.ts"].map(isBound)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

describe("the rule of mathematics refuses", () => {
  it.each([
    "Math.exp(1)",
    "Math.random()",
    "Math.PI",
    "Math.round(x)",
    "Math.hypot(1, 2)",
    "Math?.pow(2, 3)",
    'Math["abs"](1)',
    "Math[name](1)",
    "const { exp } = Math",
    "const m = Math; m.exp(1)",
    "apply(Math)",
    "globalThis.Math.exp(1)",
    'globalThis["Math"].exp(1)',
    "const a = b ** 2",
    "a **= 2",
    "const text = `one $" + "{Math.exp(1)}`",
  ])("%s", (text) => {
    expect(rejects(text)).toBe(true);
  });
});

describe("the rule of mathematics accepts", () => {
  it.each([
    ...[...ALLOWED_MATH].map((name) => `Math.${name}(1, 2)`),
    "// Math.exp(1) ** 2",
    "/* Math.random() */ const a = 1;",
    'const text = "Math.exp(1) ** 2"',
    "const text = `Math.exp(1)`",
    "const pattern = /Math.exp(1)/",
  ])("%s", (text) => {
    expect(rejects(text)).toBe(false);
  });
});
