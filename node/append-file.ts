import { MyelinError } from "../src/core/errors.ts";
import { writeAll, writeFileAtomic } from "./atomic.ts";
import { type FileSystem, type OpenFile, systemError } from "./file-system.ts";

/**
 * A text file that grows. What could not be written stays in memory and is written by a later `flush`, from the very
 * byte where the earlier one stopped, so that a disk that was full for a while costs nothing.
 */
export class AppendFile {
  readonly path: string;
  readonly #fs: FileSystem;
  #begin: Uint8Array | undefined;
  #waiting: Uint8Array = new Uint8Array(0);
  #file: OpenFile | undefined;

  /** @param begin what the file holds first; an older file is replaced as a whole, when the first bytes are written. */
  constructor(path: string, begin: string, fs: FileSystem) {
    this.path = path;
    this.#fs = fs;
    this.#begin = new TextEncoder().encode(begin);
  }

  add(text: string): void {
    const more = new TextEncoder().encode(text);
    const joined = new Uint8Array(this.#waiting.length + more.length);
    joined.set(this.#waiting);
    joined.set(more, this.#waiting.length);
    this.#waiting = joined;
  }

  /** True when there is something that is not in the file yet. */
  get behind(): boolean {
    return this.#begin !== undefined || this.#waiting.length > 0;
  }

  /** Not to be called again before it has ended. @throws FILE_WRITE */
  async flush(): Promise<void> {
    try {
      if (this.#begin) await writeFileAtomic(this.path, this.#begin, this.#fs);
      this.#begin = undefined;
      this.#file ??= await this.#fs.open(this.path, "a");
      await writeAll(this.#file, this.#waiting, (count) => {
        this.#waiting = this.#waiting.subarray(count);
      });
    } catch (error) {
      throw error instanceof MyelinError ? error : systemError("written", this.path, error);
    }
  }

  /** Puts everything on the disk and closes the file. @throws FILE_WRITE; the file is closed in any case. */
  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    try {
      await file?.sync();
    } catch (error) {
      throw systemError("written", this.path, error);
    } finally {
      await file?.close().catch(() => {});
    }
  }
}
