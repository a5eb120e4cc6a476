import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../../scripts/source.mjs";
import { lockProblems } from "./lock.ts";

const read = (name: string) => readFileSync(join(root, name), "utf8");
const fixture = (entry: object) => lockProblems(JSON.stringify({ packages: { "node_modules/a": entry } }));

describe("the lock file", () => {
  it("has packages", () => {
    expect(Object.keys(JSON.parse(read("package-lock.json")).packages).length).toBeGreaterThan(10);
  });

  it("is complete, without install scripts and download addresses", () => {
    expect(lockProblems(read("package-lock.json"))).toEqual([]);
  });

  it(".npmrc keeps download addresses out of it", () => {
    expect(read(".npmrc").split("\n")).toContain("omit-lockfile-registry-resolved=true");
  });

  it("needs the versions that package.json names exactly", () => {
    const { dependencies, devDependencies } = JSON.parse(read("package.json"));
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies }))
      expect(version, name).toMatch(/^\d+(\.\d+){0,2}$/);
  });
});

describe("the rule of the lock file", () => {
  it("refuses an install script", () => {
    expect(fixture({ version: "1.0.0", hasInstallScript: true })).toHaveLength(1);
  });
  it("refuses a download address", () => {
    expect(fixture({ version: "1.0.0", resolved: "https://registry.example/a.tgz" })).toHaveLength(1);
  });
  it("refuses a dependency without an entry", () => {
    expect(fixture({ version: "1.0.0", optionalDependencies: { "@a/other-platform": "1.0.0" } })).toHaveLength(1);
  });
  it("accepts a plain entry", () => {
    expect(fixture({ version: "1.0.0", integrity: "sha512-…" })).toEqual([]);
  });
});
