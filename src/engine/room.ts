import type { Arena } from "./arena.ts";

/** One address a thread; all equal where the threads share the buffer. */
export type Buffer = readonly number[];

/** Hands out the buffers of a plan for its threads. */
export class Room {
  readonly threads: number;
  /** Most rows of a mini-batch or of a block of evaluated rows. */
  readonly rows: number;
  readonly #arena: Arena;
  #scratch = 0;

  constructor(arena: Arena, threads: number, rows: number) {
    this.#arena = arena;
    this.threads = threads;
    this.rows = rows;
  }

  /** A buffer for each thread. */
  own(bytes: number): Buffer {
    return Array.from({ length: this.threads }, () => this.#arena.take(bytes));
  }

  /** One buffer for all threads. */
  shared(bytes: number): Buffer {
    return new Array<number>(this.threads).fill(this.#arena.take(bytes));
  }

  /** Asks for scratch of at least so many bytes a thread, which is whose call it is. */
  needScratch(bytes: number): void {
    this.#scratch = Math.max(this.#scratch, bytes);
  }

  /** The scratch that was asked for. */
  takeScratch(): Buffer {
    return this.own(this.#scratch);
  }
}
