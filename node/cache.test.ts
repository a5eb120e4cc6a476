import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "vite";
import { describe, expect, it } from "vitest";
import { expectError } from "../test/support/errors.ts";
import { temporaryFolder } from "../test/support/folder.ts";
import { noise } from "../test/support/gzip-files.ts";
import { cacheFolder, storeInCache } from "./cache.ts";

describe("cacheFolder", () => {
  it("is the usual place of each system", () => {
    const home = homedir();
    expect(cacheFolder({}, "linux")).toBe(join(home, ".cache", "myelin"));
    expect(cacheFolder({ XDG_CACHE_HOME: "/var/cache/me" }, "linux")).toBe("/var/cache/me/myelin");
    expect(cacheFolder({ XDG_CACHE_HOME: "relative" }, "linux")).toBe(join(home, ".cache", "myelin"));
    expect(cacheFolder({}, "darwin")).toBe(join(home, "Library", "Caches", "myelin"));
    expect(cacheFolder({ LOCALAPPDATA: "L" }, "win32")).toBe(join("L", "myelin", "Cache"));
    expect(cacheFolder({}, "win32")).toBe(join(home, "AppData", "Local", "myelin", "Cache"));
  });
});

describe("storeInCache", () => {
  const files = [
    { name: "a.gz", bytes: noise(100) },
    { name: "b.gz", bytes: noise(7) },
  ];

  it("makes the folder and leaves the files and nothing else", () => {
    const folder = join(temporaryFolder(), "deep", "mnist");
    storeInCache(folder, files);
    storeInCache(folder, files);
    expect(readdirSync(folder).sort()).toEqual(["a.gz", "b.gz"]);
    expect(new Uint8Array(readFileSync(join(folder, "a.gz")))).toEqual(noise(100));
  });

  it("says in one sentence why it cannot, and leaves nothing half written", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "file"), "");
    await expectError(() => storeInCache(join(folder, "file", "x"), files), "FILE_WRITE", /ENOTDIR/, "io");
    mkdirSync(join(folder, "b.gz", "full"), { recursive: true });
    await expectError(() => storeInCache(folder, files), "FILE_WRITE", /b\.gz could not be written/, "io");
    expect(readdirSync(folder).sort()).toEqual(["a.gz", "b.gz", "file"]);
  });

  it("of two processes at once leaves whole files at every moment", async () => {
    const folder = temporaryFolder();
    const cache = join(folder, "cache");
    await build({
      root: import.meta.dirname,
      configFile: false,
      logLevel: "silent",
      build: {
        ssr: "cache.ts",
        outDir: join(folder, "built"),
        rolldownOptions: { output: { entryFileNames: "cache.mjs" } },
      },
    });
    const program = `
      import { storeInCache } from "./cache.mjs";
      const bytes = new Uint8Array(300_000).fill(7);
      for (let i = 0; i < 60; i++) storeInCache(${JSON.stringify(cache)}, [{ name: "a.gz", bytes }]);`;
    writeFileSync(join(folder, "built", "program.mjs"), program);
    const run = () => promisify(execFile)(process.execPath, [join(folder, "built", "program.mjs")]);
    let running = true;
    const both = Promise.all([run(), run()]).finally(() => {
      running = false;
    });
    let looks = 0;
    while (running) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      if (!readdirSync(folder).includes("cache") || !readdirSync(cache).includes("a.gz")) continue;
      expect(readFileSync(join(cache, "a.gz"))).toHaveLength(300_000);
      looks++;
    }
    await both;
    expect(looks).toBeGreaterThan(0);
    expect(readdirSync(cache)).toEqual(["a.gz"]);
  });
});
