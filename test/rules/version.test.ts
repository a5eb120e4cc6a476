import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root } from "../../scripts/source.mjs";
import { VERSION } from "../../src/core/version.ts";

it("the version in the code is the one in package.json and in the lock file", () => {
  const version = (name: string) => JSON.parse(readFileSync(join(root, name), "utf8")).version;
  expect([version("package.json"), version("package-lock.json")]).toEqual([VERSION, VERSION]);
});
