/** A cache line: buffers start on one, so that threads writing different buffers never share a line. */
export const LINE = 64;

/** Hands out addresses in a memory that is made afterwards, when its size is known. */
export class Arena {
  #next = LINE;

  /** Address of `bytes` fresh bytes, aligned to 64. */
  take(bytes: number): number {
    const address = this.#next;
    this.#next = Math.ceil((address + bytes) / LINE) * LINE;
    return address;
  }

  /** Bytes handed out so far. */
  get size(): number {
    return this.#next;
  }
}
