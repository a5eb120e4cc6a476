import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { measure } from "../../scripts/sizes.mjs";
import { root } from "../../scripts/source.mjs";

it("measures files and functions", () => {
  const text = "export function a() {\n  return 1;\n}\nconst b = () => 2;\n";
  expect(measure("src/core/a.ts", text)).toEqual({
    path: "src/core/a.ts",
    lines: 4,
    functions: [
      { name: "a", line: 1, lines: 3 },
      { name: "b", line: 4, lines: 1 },
    ],
  });
});

it("prints a table of the rooms", () => {
  const printed = execFileSync(process.execPath, [join(root, "scripts/sizes.mjs")], { encoding: "utf8" });
  expect(printed).toContain("src/core");
  expect(printed).toMatch(/Over 400 lines a file or 60 lines a function \(kernels excepted\): \d+/);
});
