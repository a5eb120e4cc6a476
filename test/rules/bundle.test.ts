import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { root } from "../../scripts/source.mjs";
import { staticImports } from "./bundle.ts";
import { doors } from "./doors.ts";

describe("what a door loads at once is our own code", () => {
  it.each(doors().filter((door) => !door.startsWith("node/")))("%s", async (door) => {
    expect(existsSync(join(root, door)), `${door} is there`).toBe(true);
    expect(await staticImports(join(root, door))).toEqual([]);
  });
});

describe("the rule of the bundle", () => {
  const folder = mkdtempSync(join(tmpdir(), "myelin-bundle-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  it("finds a package and a node: module, also behind another file", async () => {
    write("inner.ts", 'import { Command } from "commander";\nexport const name = Command.name;');
    const entry = write(
      "outer.ts",
      'import { sep } from "node:path";\nexport { name } from "./inner.ts";\nexport { sep };',
    );
    expect(await staticImports(entry)).toEqual(["commander", "node:path"]);
  });

  it("does not follow import()", async () => {
    write("late.ts", 'import { Command } from "commander";\nexport const name = Command.name;');
    const entry = write(
      "lazy.ts",
      'export const load = () => import("./late.ts");\nexport const pkg = () => import("zod");',
    );
    expect(await staticImports(entry)).toEqual([]);
  });
});
