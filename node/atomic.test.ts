import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MyelinError } from "../src/core/errors.ts";
import { FaultyFileSystem } from "../test/support/faulty-file-system.ts";
import { MemoryDisk } from "../test/support/memory-disk.ts";
import { AppendFile } from "./append-file.ts";
import { isTemporary, writeFileAtomic } from "./atomic.ts";
import { type FileSystem, nodeFileSystem, systemError } from "./file-system.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "myelin-atomic-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const bytes = (text: string) => new TextEncoder().encode(text);

/** The calls that a file system meets, in order. */
function traced(base: FileSystem): { fs: FileSystem; calls: string[] } {
  const calls: string[] = [];
  const fs: FileSystem = {
    ...base,
    async open(path, flags) {
      calls.push(`open ${flags}`);
      const file = await base.open(path, flags);
      const told = <T>(name: string, call: () => T) => {
        calls.push(name);
        return call();
      };
      return {
        write: (data) => told("write", () => file.write(data)),
        sync: () => told("sync", () => file.sync()),
        close: () => told("close", () => file.close()),
      };
    },
    rename: (from, to) => {
      calls.push("rename");
      return base.rename(from, to);
    },
    syncFolder: (path) => {
      calls.push("syncFolder");
      return base.syncFolder(path);
    },
  };
  return { fs, calls };
}

describe("writeFileAtomic", () => {
  it("writes, syncs, closes, renames and syncs the folder, in this order, in the file's own folder", async () => {
    const { fs, calls } = traced(nodeFileSystem);
    await writeFileAtomic(join(folder, "a"), bytes("old"), fs);
    await writeFileAtomic(join(folder, "a"), bytes("new"), fs);
    expect(calls.slice(6)).toEqual(["open wx", "write", "sync", "close", "rename", "syncFolder"]);
    expect(await readFile(join(folder, "a"), "utf8")).toBe("new");
    expect(await readdir(folder)).toEqual(["a"]);
    await writeFileAtomic(join(folder, "empty"), bytes(""));
    expect(await readFile(join(folder, "empty"), "utf8")).toBe("");
  });

  it("goes on until every byte is out when a write takes fewer (F3)", async () => {
    const fs = new FaultyFileSystem(nodeFileSystem, { fault: "short", call: 1, forEver: true, only: ["write"] });
    await writeFileAtomic(join(folder, "a"), bytes("abcdefghij"), fs);
    expect(await readFile(join(folder, "a"), "utf8")).toBe("abcdefghij");
    expect(fs.faults).toBeGreaterThan(3);
  });

  it("stops when the system takes no byte at all", async () => {
    const open: FileSystem["open"] = async (path, flags) => {
      const file = await nodeFileSystem.open(path, flags);
      return { ...file, write: async () => 0 };
    };
    const error = writeFileAtomic(join(folder, "a"), bytes("x"), { ...nodeFileSystem, open });
    await expect(error).rejects.toMatchObject({ code: "FILE_WRITE", facts: { errno: "ESHORT" } });
    expect(await readdir(folder)).toEqual([]);
  });

  it("tries a refused rename again where the system is known for it (F15)", async () => {
    let refusals = 3;
    const rename: FileSystem["rename"] = async (from, to) => {
      if (refusals-- > 0) throw Object.assign(new Error("busy"), { code: "EBUSY" });
      await nodeFileSystem.rename(from, to);
    };
    await writeFileAtomic(join(folder, "a"), bytes("x"), { ...nodeFileSystem, rename, renamePatience: 10_000 });
    expect(await readFile(join(folder, "a"), "utf8")).toBe("x");
    refusals = Number.POSITIVE_INFINITY;
    const patient = { ...nodeFileSystem, rename, renamePatience: 50 };
    await expect(writeFileAtomic(join(folder, "a"), bytes("y"), patient)).rejects.toMatchObject({ code: "FILE_WRITE" });
    expect(await readFile(join(folder, "a"), "utf8")).toBe("x");
  });

  it("meets real refusals in one sentence: missing folder, file as folder, folder as file", async () => {
    await writeFile(join(folder, "file"), "x");
    await mkdir(join(folder, "dir", "full"), { recursive: true });
    const refused = async (path: string) => {
      const error: unknown = await writeFileAtomic(join(folder, path), bytes("x")).catch((error: unknown) => error);
      if (!(error instanceof MyelinError)) throw error;
      expect(error.message).toMatch(/^[^\n]+ could not be written: [^\n]+\.$/);
      return error.facts.errno;
    };
    expect(await refused("none/a")).toBe("ENOENT");
    expect(await refused("file/a")).toBe("ENOTDIR");
    expect(["EISDIR", "ENOTEMPTY", "EEXIST", "EPERM"]).toContain(await refused("dir"));
    expect((await readdir(folder)).sort()).toEqual(["dir", "file"]);
    if (process.getuid?.() !== 0 && process.platform !== "win32") {
      await chmod(join(folder, "dir"), 0o500);
      expect(await refused("dir/a")).toBe("EACCES");
    }
  });

  it("knows its own temporary names and no others", () => {
    expect(isTemporary(".last.safetensors.12-0123abcd.tmp", ["last.safetensors"])).toBe(true);
    for (const name of ["last.safetensors", ".last.safetensors.tmp", ".mine.12-0123abcd.tmp", "x.12-0123abcd.tmp"]) {
      expect(isTemporary(name, ["last.safetensors"])).toBe(false);
    }
  });
});

describe("reading", () => {
  it("notices a file that changes while it is read (F36, S29)", async () => {
    const path = join(folder, "growing");
    await writeFile(path, new Uint8Array(8_000_000));
    let noticed = 0;
    for (let i = 0; i < 200 && noticed === 0; i++) {
      const reading = nodeFileSystem.read(path).catch((error: unknown) => error);
      await writeFile(path, "x", { flag: "a" });
      const result = await reading;
      if (!(result instanceof MyelinError)) continue;
      expect(result).toMatchObject({ code: "INPUT_CHANGED", kind: "io" });
      noticed++;
    }
    expect(noticed).toBe(1);
  });
});

describe("AppendFile", () => {
  it("holds exactly what was added, whatever failed in between", async () => {
    const fault = fc.record({
      fault: fc.constantFrom("ENOSPC" as const, "EIO" as const, "short" as const),
      call: fc.integer({ min: 1, max: 6 }),
      forEver: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.array(fc.tuple(fc.string(), fault)), async (begin, parts) => {
        const disk = new MemoryDisk();
        const fs = new FaultyFileSystem(disk);
        const file = new AppendFile("a", begin, fs);
        let text = begin;
        for (const [part, injection] of parts) {
          fs.break({ ...injection, ...(injection.fault === "short" && { only: ["write"] }) });
          file.add(part);
          text += part;
          await file.flush().catch((error: unknown) => expect(error).toBeInstanceOf(MyelinError));
        }
        fs.heal();
        await file.flush();
        await file.close();
        expect(file.behind).toBe(false);
        expect(new TextDecoder().decode(disk.files().get("a"))).toBe(new TextDecoder().decode(bytes(text)));
      }),
      { numRuns: 300 },
    );
  });
});

describe("systemError", () => {
  it("makes names and texts of the system harmless (X1)", () => {
    const error = systemError(
      "written",
      "\u001b]52;c;x\u0007\n\u202e",
      Object.assign(new Error("\u001b[2J"), { code: "E\u001b" }),
    );
    expect(error.message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(systemError("read", "x", new Error("odd")).message).toBe(
      "x could not be read: odd; correct that and try again.",
    );
  });
});
