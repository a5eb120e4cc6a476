import { expect, it } from "vitest";
import { bytes, integer, list, nearest, percent, printable, seconds } from "./text.ts";

it("integer", () => {
  expect([0, 7, 999, 1000, 60000, 1234567, -1234, -0].map(integer)).toEqual(
    ["0", "7", "999", "1,000", "60,000", "1,234,567", "-1,234", "0"], // biome-ignore format: one row
  );
});

it("percent", () => {
  expect(percent(9546, 10000)).toBe("95.46 %");
  expect(percent(1, 3)).toBe("33.33 %");
  expect(percent(0, 0)).toBe("–");
});

it("seconds", () => {
  expect([0, 0.046, 0.0994, 0.1, 2.934, 9.99, 12.34, 59.97, 100, 3599.6, 7500].map(seconds)).toEqual([
    ...[
      "0 ms",
      "46 ms",
      "99 ms",
      "0.10 s",
      "2.93 s",
      "9.99 s",
      "12.3 s",
      "1 min 0 s",
      "1 min 40 s",
      "1 h 0 min",
      "2 h 5 min",
    ],
  ]);
});

it("bytes", () => {
  expect([0, 1, 840, 1000, 28881, 999_949, 999_950, 9912422, 11.6e9, 5e15].map(bytes)).toEqual([
    ...["0 bytes", "1 byte", "840 bytes", "1.0 kB", "28.9 kB", "999.9 kB", "1.0 MB", "9.9 MB", "11.6 GB", "5000.0 TB"],
  ]);
});

it("list", () => {
  expect([[], ["a"], ["a", "b"], ["a", "b", "c"]].map(list)).toEqual(["", "a", "a and b", "a, b and c"]);
});

it("printable shows what a terminal would obey", () => {
  expect(printable("\x1b[31mred\x07")).toBe("\\x1b[31mred\\x07");
  expect(printable("exe.\u202egnp")).toBe("exe.\\u202egnp");
  expect(printable("a\u200bb\ufeff\u2028c\n\t\u{e0041}\ud800")).toBe(
    "a\\u200bb\\ufeff\\u2028c\\x0a\\x09\\u{e0041}\\ud800",
  );
  expect(printable("Größe 数字 🧠.gz")).toBe("Größe 数字 🧠.gz");
  expect(printable("abcdef", 4)).toBe("abc…");
  expect(printable("🧠🧠🧠", 3)).toBe("🧠🧠🧠");
});

it("nearest", () => {
  const words = ["epochs", "batchSize", "learningRate", "seed"];
  expect(nearest("epoch", words)).toBe("epochs");
  expect(nearest("epcohs", words)).toBe("epochs");
  expect(nearest("batchsize", words)).toBe("batchSize");
  expect(nearest("learing-rate", words)).toBe("learningRate");
  expect(nearest("momentum", words)).toBeUndefined();
  expect(nearest("x", [])).toBeUndefined();
});
