import { describe, expect, it } from "vitest";
import { readSources } from "../../scripts/source.mjs";
import { ALLOWED, circles, forbiddenImports, ORDER, roomOf } from "./house.ts";

const files = readSources(["src", "node", "browser", "cli", "lab"]);
const fixture = (path: string, text: string) => forbiddenImports(new Map([[path, text]]));

describe("the house", () => {
  it("was read: there are files in src/core", () => {
    expect([...files.keys()].filter((path) => roomOf(path) === "core").length).toBeGreaterThan(3);
  });

  it("has an allow-table that only points up", () => {
    ORDER.forEach((room, place) => {
      for (const other of ALLOWED[room] ?? []) expect(ORDER.indexOf(other as never), other).toBeLessThan(place);
    });
  });

  it("has no room that the table does not know", () => {
    for (const path of files.keys()) expect(ALLOWED, path).toHaveProperty(roomOf(path));
  });

  it("imports only what the table allows", () => {
    expect(forbiddenImports(files)).toEqual([]);
  });

  it("has no circle inside a room", () => {
    expect(circles(files)).toEqual([]);
  });
});

describe("the rule of the house refuses", () => {
  it.each([
    ["a room below", "src/core/a.ts", 'import { b } from "../network/b.ts";'],
    ["a room that the table does not list", "src/digits/a.ts", 'import type { B } from "../formats/b.ts";'],
    ["a lazy import of a room below", "src/core/a.ts", 'const b = await import("../doctor/b.ts");'],
    ["a type in import(…)", "src/core/a.ts", 'let b: import("../engine/b.ts").B;'],
    ["a re-export from a room below", "src/core/a.ts", 'export * from "../training/b.ts";'],
    ["the textbook outside a test", "src/engine/a.ts", 'import { Network } from "../textbook/network.ts";'],
    ["the textbook in an edge", "cli/a.ts", 'import { Network } from "../src/textbook/network.ts";'],
    ["an edge in src", "src/report/a.ts", 'import { b } from "../../node/b.ts";'],
    ["node/ in browser/", "browser/a.ts", 'import { b } from "../node/b.ts";'],
    ["browser/ in cli/", "cli/a.ts", 'import { b } from "../browser/b.ts";'],
    ["a room by its file in the lab", "lab/a.ts", 'import { b } from "../src/core/b.ts";'],
    ["Node in src", "src/core/a.ts", 'import { readFileSync } from "node:fs";'],
    ["Node in the browser", "browser/a.ts", 'await import("node:fs");'],
    ["a static package in src", "src/core/a.ts", 'import zod from "zod";'],
    ["a missing .ts", "src/core/a.ts", 'import { b } from "./b";'],
    ["a test", "src/core/a.ts", 'import { b } from "./b.test.ts";'],
  ])("%s", (_what, path, text) => {
    expect(fixture(path, text)).toHaveLength(1);
  });

  it("a circle", () => {
    const circle = new Map([
      ["src/core/a.ts", 'import "./b.ts";'],
      ["src/core/b.ts", 'import type { C } from "./c.ts";'],
      ["src/core/c.ts", 'export { a } from "./a.ts";'],
    ]);
    expect(circles(circle)).toEqual(["src/core/a.ts → src/core/b.ts → src/core/c.ts → src/core/a.ts"]);
  });
});

describe("the rule of the house accepts", () => {
  it.each([
    ["a room above", "src/network/a.ts", 'import { b } from "../core/b.ts";'],
    ["the same room", "src/core/a.ts", 'import { b } from "./b.ts";'],
    ["a lazy package", "src/formats/a.ts", 'const { parquetRead } = await import("hyparquet");'],
    ["node/ in cli/", "cli/a.ts", 'import { b } from "../node/b.ts"; import { c } from "commander";'],
    ["the textbook in a test", "src/engine/a.test.ts", 'import { Network } from "../textbook/network.ts";'],
    [
      "an import in a comment or string",
      "src/core/a.ts",
      '// import "../doctor/b.ts"\nconst s = \'import "node:fs"\';',
    ],
  ])("%s", (_what, path, text) => {
    expect(fixture(path, text)).toEqual([]);
  });
});
