import { describe, expect, it } from "vitest";
import { readSources } from "../../scripts/source.mjs";
import { doors } from "./doors.ts";
import { exportsOf, SCREEN, undocumented } from "./public.ts";

const files = readSources(["src", "node", "browser"]);

describe("the public doors", () => {
  it("src/index.ts fits one screen and exports something", () => {
    expect(files.get("src/index.ts")?.split("\n").length).toBeLessThanOrEqual(SCREEN);
    expect(exportsOf(files, "src/index.ts").size).toBeGreaterThan(5);
  });

  it.each(doors())("every function and class of %s has a doc comment", (door) => {
    expect(undocumented(files, door)).toEqual([]);
  });
});

describe("the rule of doc comments", () => {
  const door = (declaration: string, line = 'export { a } from "./a.ts";') =>
    undocumented(new Map(Object.entries({ "src/index.ts": line, "src/a.ts": declaration })), "src/index.ts");

  it.each([
    "export function a() {}",
    "export class a {}",
    "export const a = () => 1;",
    "export async function* a() {}",
    "// not a doc comment\nexport function a() {}",
    "/** of something else */\nconst b = 1;\nexport function a() {}",
    "function a() {}\nexport { a };",
  ])("refuses %j", (declaration) => {
    expect(door(declaration)).toHaveLength(1);
  });

  it("refuses a bare name behind export *, and one that was renamed", () => {
    expect(door("export function a() {}", 'export * from "./a.ts";')).toHaveLength(1);
    expect(door("export function a() {}", 'export { a as b } from "./a.ts";')).toEqual(["src/a.ts:1 b"]);
  });

  it.each([
    "/** Explains. */\nexport function a() {}",
    "/** Explains. */\nexport class a {}",
    "/** Explains. */\nexport const a = () => 1;",
    "/** Explains. */\nexport function a(x: string): void;\nexport function a(x: unknown) {}",
    "export const a = 1;",
    "export interface a {}",
    "/** Explains. */\nfunction a() {}\nexport { a };",
  ])("accepts %j", (declaration) => {
    expect(door(declaration)).toEqual([]);
  });
});
