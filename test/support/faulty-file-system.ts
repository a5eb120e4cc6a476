import type { FileSystem, OpenFile } from "../../node/file-system.ts";

/** What goes wrong at a call. */
export type Fault = "ENOSPC" | "EIO" | "EACCES" | "EDQUOT" | "EROFS" | "EMFILE" | "short";

export interface Injection {
  readonly fault: Fault;
  /** The call, from 1, at which it goes wrong. */
  readonly call: number;
  /** Also at every call after that. */
  readonly forEver: boolean;
  /** Only count calls of these names; default: all. */
  readonly only?: readonly string[];
}

/** A file system in which one call, or all from one call on, go wrong (the method of SQLite's I/O tests). */
export class FaultyFileSystem implements FileSystem {
  readonly renamePatience = 0;
  /** Calls so far, and how many of them went wrong. */
  calls = 0;
  faults = 0;
  readonly #base: FileSystem;
  #injection: Injection | undefined;

  constructor(base: FileSystem, injection?: Injection) {
    this.#base = base;
    this.#injection = injection;
  }

  /** Counts anew, with another injection. */
  break(injection: Injection): void {
    this.#injection = injection;
    this.calls = 0;
    this.faults = 0;
  }

  /** The disk is well again. */
  heal(): void {
    this.#injection = undefined;
  }

  /** Counts a call; true when it must go wrong. */
  #wrong(name: string): Fault | undefined {
    const injection = this.#injection;
    if (injection?.only && !injection.only.includes(name)) return undefined;
    this.calls++;
    const wrong = injection && (injection.forEver ? this.calls >= injection.call : this.calls === injection.call);
    if (!wrong || (injection.fault === "short" && name !== "write")) return undefined;
    this.faults++;
    return injection.fault;
  }

  #check(name: string): void {
    const fault = this.#wrong(name);
    if (fault !== undefined) throw Object.assign(new Error(`${fault}: injected at ${name}`), { code: fault });
  }

  async open(path: string, flags: "wx" | "a"): Promise<OpenFile> {
    this.#check("open");
    const file = await this.#base.open(path, flags);
    return {
      write: async (bytes) => {
        const fault = this.#wrong("write");
        // A full disk takes what still fits.
        const half = bytes.subarray(0, Math.floor(bytes.length / 2));
        if (fault === "short") return file.write(bytes.length > 1 ? half : bytes);
        if (fault === "ENOSPC" && half.length > 0 && this.faults === 1) return file.write(half);
        if (fault !== undefined) throw Object.assign(new Error(`${fault}: injected at write`), { code: fault });
        return file.write(bytes);
      },
      sync: async () => {
        this.#check("sync");
        await file.sync();
      },
      close: async () => {
        // The system closes the file even where it reports an error.
        await file.close();
        this.#check("close");
      },
    };
  }

  async read(path: string): Promise<Uint8Array> {
    this.#check("read");
    return this.#base.read(path);
  }

  async rename(from: string, to: string): Promise<void> {
    this.#check("rename");
    await this.#base.rename(from, to);
  }

  async remove(path: string): Promise<void> {
    this.#check("remove");
    await this.#base.remove(path);
  }

  async list(folder: string): Promise<string[]> {
    this.#check("list");
    return this.#base.list(folder);
  }

  async makeFolder(path: string): Promise<void> {
    this.#check("makeFolder");
    await this.#base.makeFolder(path);
  }

  async makeFolders(path: string): Promise<void> {
    this.#check("makeFolders");
    await this.#base.makeFolders(path);
  }

  async syncFolder(path: string): Promise<void> {
    this.#check("syncFolder");
    await this.#base.syncFolder(path);
  }
}
