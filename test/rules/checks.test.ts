// Every check of the doctor has its page and its two-sided test, and stands where its catalogue letter says.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../../scripts/source.mjs";
import { checks } from "../../src/doctor/checks/index.ts";

const ids = checks.map(({ id }) => id);

describe("the checks of the doctor", () => {
  it("are there, each once, in kebab case, in the order of the letters", () => {
    expect(ids.length).toBeGreaterThan(20);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z]+(-[a-z0-9]+)*$/);
    const letters = checks.map(({ catalogue }) => catalogue[0]);
    expect(letters).toEqual([...letters].sort());
  });

  it.each(checks.map(({ id, catalogue }) => [id, catalogue] as const))("%s (%s) has a page", (id, catalogue) => {
    const path = join(root, "docs/checks", `${id}.md`);
    expect(existsSync(path), path).toBe(true);
    const page = readFileSync(path, "utf8");
    expect(page).toContain(`\`${id}\`, ${catalogue}`);
    for (const part of ["## What it means", "## How it is measured", "## How to fix it"]) expect(page).toContain(part);
  });

  it("have no page of a check that is not there", () => {
    const pages = readdirSync(join(root, "docs/checks")).map((name) => name.replace(/\.md$/, ""));
    expect(pages.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it.each(checks.map(({ id, catalogue }) => [id, catalogue] as const))(
    "%s (%s) has a test of both sides",
    (id, catalogue) => {
      const letter = (catalogue[0] as string).toLowerCase();
      const path = join(root, "src/doctor/checks", letter, `${id}.test.ts`);
      expect(existsSync(path), path).toBe(true);
      expect(readFileSync(path, "utf8")).toMatch(/silentOn[\s\S]*firesOn/);
    },
  );

  it("explain only checks that there are", () => {
    for (const { explains = [] } of checks) expect(explains.filter((id) => !ids.includes(id))).toEqual([]);
  });
});
