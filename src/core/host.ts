/**
 * What differs by platform. `defaultHost` uses only what Node and browsers share; `myelin/node` and `myelin/browser`
 * hand in their own, faster or more tolerant one as an argument.
 */
export interface Host {
  /** SHA-256 over the parts one after the other. @returns 64 lower-case hexadecimal digits. */
  sha256(parts: readonly Uint8Array[]): Promise<string>;
  /**
   * Inflates one raw DEFLATE stream that starts at `bytes[0]`; bytes behind its end are left alone.
   *
   * @param limit most bytes that may come out; one more is `"over-limit"`.
   * @returns the output and how many input bytes the stream took; `problem` says why it stopped early.
   */
  inflateRaw(bytes: Uint8Array, limit: number): Promise<Inflated>;
  /** CRC-32 (gzip, ZIP, PNG) where the platform has a fast one; 0 … 2³² − 1. */
  crc32?(bytes: Uint8Array): number;
  /** Milliseconds on a clock that never goes back. */
  now(): number;
  /** Gives the thread back: resolves after the platform has had a turn for timers, input and painting. */
  pause(): Promise<void>;
}

export interface Inflated {
  readonly output: Uint8Array;
  /** Input bytes used, 0 … bytes.length. */
  readonly consumed: number;
  readonly problem?: "truncated" | "corrupt" | "over-limit";
}
