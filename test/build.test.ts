// The build script in a small project of its own, with a compiler and kernels that only note that they were called.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";

const script = fileURLToPath(new URL("../scripts/build.mjs", import.meta.url));

const COMPILER = `
const { appendFileSync, existsSync, mkdirSync, writeFileSync } = require("node:fs");
appendFileSync("log", "tsc " + process.argv.slice(2).join(" ") + "\\n");
if (existsSync("broken")) { console.log("src/index.ts(1,1): error"); process.exit(2); }
for (const room of ["src", "node", "browser", "cli"]) mkdirSync("dist/" + room, { recursive: true });
for (const file of ["src/index", "src/extra", "cli/main"])
  if (existsSync(file + ".ts")) writeFileSync("dist/" + file + ".js", "");
`;
const KERNELS = `
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
export async function buildKernels(root) {
  appendFileSync(join(root, "log"), "kernels\\n");
  mkdirSync(join(root, "src/engine/generated"), { recursive: true });
  writeFileSync(join(root, "src/engine/generated/binaries.ts"), "");
}
`;

const STANDALONE = `
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
export async function buildStandalone(root) {
  appendFileSync(join(root, "log"), "standalone\\n");
  mkdirSync(join(root, "src/model/generated"), { recursive: true });
  writeFileSync(join(root, "src/model/generated/standalone.ts"), "");
}
`;

let folder = "";
const write = (name: string, text = "") => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
};

/** Runs the build; returns what it called, what it printed and its exit code. */
function build(...args: string[]) {
  rmSync(join(folder, "log"), { force: true });
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, "scripts/build.mjs"), ...args], {
    cwd: folder,
    encoding: "utf8",
  });
  const log = join(folder, "log");
  const called = existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : [];
  return { status, printed: stdout + stderr, called };
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "myelin-build-"));
  for (const file of ["src/index.ts", "src/index.test.ts", "src/extra.ts", "cli/main.ts", "node/index.ts"]) write(file);
  for (const file of ["browser/index.ts", "kernels/index.ts", "package.json"]) write(file);
  write("node_modules/typescript/bin/tsc", COMPILER);
  write("node_modules/typescript/package.json", "{}");
  write("scripts/build-kernels.mjs", KERNELS);
  write("scripts/build-standalone.mjs", STANDALONE);
  cpSync(script, join(folder, "scripts/build.mjs"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("builds everything from scratch, silently, then nothing", () => {
  expect(build("--if-stale")).toEqual({ status: 0, printed: "", called: ["kernels", "standalone", "tsc -b --force"] });
  expect(build("--if-stale")).toEqual({ status: 0, printed: "", called: [] });
});

it("without --if-stale always builds", () => {
  build();
  expect(build().called).toEqual(["kernels", "standalone", "tsc -b"]);
});

it("compiles when a source is newer, but not for a test", () => {
  build();
  write("src/index.test.ts", "changed");
  expect(build("--if-stale").called).toEqual([]);
  write("src/index.ts", "changed");
  expect(build("--if-stale").called).toEqual(["tsc -b"]);
  expect(build("--if-stale").called).toEqual([]);
});

it("builds the kernels when one of them is newer", () => {
  build();
  write("kernels/index.ts", "changed");
  expect(build("--if-stale").called).toEqual(["kernels", "tsc -b"]);
  expect(build("--if-stale").called).toEqual([]);
});

it("bundles the code of exports when a part of it is newer", () => {
  build();
  write("src/model/standalone/index.ts", "changed");
  expect(build("--if-stale").called).toEqual(["standalone", "tsc -b"]);
  expect(build("--if-stale").called).toEqual([]);
});

const MADE = [
  "dist/cli/main.js",
  "dist/.built",
  "src/engine/generated/binaries.ts",
  "src/model/generated/standalone.ts",
];
it.each(MADE)("builds when %s is gone", (name) => {
  build();
  rmSync(join(folder, name));
  expect(build("--if-stale").called.at(-1)).toBe("tsc -b --force");
});

it("removes what it made of a source that is gone", () => {
  build();
  rmSync(join(folder, "src/extra.ts"));
  expect(build("--if-stale").called).toEqual(["tsc -b"]);
  expect(existsSync(join(folder, "dist/src/extra.js"))).toBe(false);
  expect(existsSync(join(folder, "dist/src/index.js"))).toBe(true);
});

it("says what the compiler says, fails, and starts from scratch the next time", () => {
  build();
  write("broken");
  write("src/index.ts", "wrong");
  expect(build("--if-stale")).toMatchObject({ status: 1, printed: "src/index.ts(1,1): error\n" });
  rmSync(join(folder, "broken"));
  expect(build("--if-stale")).toMatchObject({ status: 0, called: ["tsc -b --force"] });
});

it("says in one sentence that nothing is installed", () => {
  rmSync(join(folder, "node_modules"), { recursive: true });
  expect(build("--if-stale")).toMatchObject({ status: 1, called: [] });
  expect(build("--if-stale").printed).toMatch(/^Myelin cannot be built: .* run `npm install` first\.\n$/);
});
