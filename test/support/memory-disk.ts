import { basename, dirname } from "node:path";
import type { FileSystem, OpenFile } from "../../node/file-system.ts";

/** A file: what programs read, and what is on the disk since the last sync. */
interface Inode {
  current: Uint8Array;
  durable: Uint8Array;
}

/** A change of a folder that is not on the disk before the folder is synced. */
type NameChange =
  | { readonly kind: "set"; readonly path: string; readonly inode: Inode }
  | { readonly kind: "remove"; readonly path: string }
  | { readonly kind: "rename"; readonly from: string; readonly to: string };

/** What a power loss leaves of bytes that were not synced. */
export type Unsynced = "lost" | "kept" | "half" | "zeros";

function failure(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/**
 * A disk in memory that forgets what was not synced when its power is cut, as ALICE (OSDI 2014) models it: bytes of a
 * file may be missing, half there or zeros, and changes of names may be there or not, each for itself and in any mix.
 */
export class MemoryDisk implements FileSystem {
  readonly renamePatience = 0;
  /** Calls so far; from the call `cutAt` on, every call fails: the power is gone. */
  calls = 0;
  cutAt = Number.POSITIVE_INFINITY;
  readonly #folders: Set<string>;
  readonly #names: Map<string, Inode>;
  readonly #durableNames: Map<string, Inode>;
  #changes: NameChange[] = [];

  constructor(files: ReadonlyMap<string, Uint8Array> = new Map(), folders: Iterable<string> = []) {
    this.#names = new Map([...files].map(([path, bytes]) => [path, { current: bytes, durable: bytes }]));
    this.#durableNames = new Map(this.#names);
    this.#folders = new Set([".", "/", ...folders, ...[...files.keys()].map(dirname)]);
  }

  /** How many changes of names are not synced. */
  get pendingNames(): number {
    return this.#changes.length;
  }

  files(): Map<string, Uint8Array> {
    return new Map([...this.#names].map(([path, { current }]) => [path, current]));
  }

  /** The disk after power loss and restart. @param keep which pending changes of names made it to the disk */
  afterPowerLoss(unsynced: Unsynced, keep: (change: number) => boolean): MemoryDisk {
    const names = new Map(this.#durableNames);
    this.#changes
      .filter((_, i) => keep(i))
      .forEach((change) => {
        apply(names, change);
      });
    const files = [...names].map(([path, inode]) => [path, survivor(inode, unsynced)] as const);
    return new MemoryDisk(new Map(files), this.#folders);
  }

  #call(): void {
    this.calls++;
    if (this.calls >= this.cutAt) throw failure("EIO");
  }

  #change(change: NameChange): void {
    apply(this.#names, change);
    this.#changes.push(change);
  }

  async open(path: string, flags: "wx" | "a"): Promise<OpenFile> {
    this.#call();
    if (!this.#folders.has(dirname(path))) throw failure("ENOENT");
    let inode = this.#names.get(path);
    if (inode && flags === "wx") throw failure("EEXIST");
    if (!inode) {
      inode = { current: new Uint8Array(0), durable: new Uint8Array(0) };
      this.#change({ kind: "set", path, inode });
    }
    const file = inode;
    return {
      write: async (bytes) => {
        this.#call();
        file.current = joined(file.current, bytes);
        return bytes.length;
      },
      sync: async () => {
        this.#call();
        file.durable = file.current;
      },
      close: async () => this.#call(),
    };
  }

  async read(path: string): Promise<Uint8Array> {
    this.#call();
    if (this.#folders.has(path)) throw failure("EISDIR");
    const inode = this.#names.get(path);
    if (!inode) throw failure("ENOENT");
    return inode.current.slice();
  }

  async rename(from: string, to: string): Promise<void> {
    this.#call();
    if (!this.#names.has(from)) throw failure("ENOENT");
    this.#change({ kind: "rename", from, to });
  }

  async remove(path: string): Promise<void> {
    this.#call();
    if (!this.#names.has(path)) throw failure("ENOENT");
    this.#change({ kind: "remove", path });
  }

  async list(folder: string): Promise<string[]> {
    this.#call();
    if (!this.#folders.has(folder)) throw failure("ENOENT");
    return [...this.#names.keys()].filter((path) => dirname(path) === folder).map((path) => basename(path));
  }

  async makeFolder(path: string): Promise<void> {
    this.#call();
    if (this.#folders.has(path)) throw failure("EEXIST");
    this.#folders.add(path);
  }

  async makeFolders(path: string): Promise<void> {
    this.#call();
    this.#folders.add(path);
  }

  /** One folder is enough for these tests: all names become durable. */
  async syncFolder(): Promise<void> {
    this.#call();
    this.#durableNames.clear();
    for (const [path, inode] of this.#names) this.#durableNames.set(path, inode);
    this.#changes = [];
  }
}

function apply(names: Map<string, Inode>, change: NameChange): void {
  if (change.kind === "set") names.set(change.path, change.inode);
  else if (change.kind === "remove") names.delete(change.path);
  else {
    const inode = names.get(change.from);
    if (inode) names.set(change.to, inode);
    names.delete(change.from);
  }
}

function survivor({ current, durable }: Inode, unsynced: Unsynced): Uint8Array {
  const tail = current.subarray(durable.length);
  if (unsynced === "lost") return durable.slice();
  if (unsynced === "kept") return current.slice();
  if (unsynced === "half") return joined(durable, tail.subarray(0, tail.length >> 1));
  return joined(durable, new Uint8Array(tail.length));
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
