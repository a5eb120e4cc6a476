import type { Inflated } from "./host.ts";

/**
 * Inflates one raw DEFLATE stream (RFC 1951), in plain TypeScript.
 *
 * The browser's DecompressionStream neither says where a stream ended nor accepts bytes behind it, but a .gz file has a
 * checksum there, and perhaps another member; so the default host has its own decoder.
 * Accepts and refuses what zlib does: incomplete codes are refused, except a lone code of one bit.
 */

/** Bits beyond the 8 of a plain symbol: (base, extra bits) of the length codes 257 … 285 and the distance codes. */
const LENGTH_BASE = Uint16Array.of(
  ...[
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
  ],
);
const LENGTH_EXTRA = Uint8Array.of(
  ...[0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0],
);
const DISTANCE_EXTRA = Uint8Array.from({ length: 30 }, (_, i) => Math.max(0, (i >> 1) - 1));
const DISTANCE_BASE = Uint16Array.from({ length: 30 }, (_, i) =>
  i < 4 ? i + 1 : (((i & 1) + 2) << ((i >> 1) - 1)) + 1,
);
/** Order in which a dynamic block gives the lengths of its code-length code. */
const CODE_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** Thrown inside this file only. */
class Problem {
  readonly kind: NonNullable<Inflated["problem"]>;
  constructor(kind: NonNullable<Inflated["problem"]>) {
    this.kind = kind;
  }
}

/** Decoding table: the next `bits` bits of input, as they come, index an entry `symbol << 4 | code length` (0: no code). */
interface Table {
  readonly bits: number;
  readonly entries: Uint16Array;
}

/** Builds the canonical Huffman code with these code lengths (0: symbol unused). */
function huffman(lengths: Uint8Array, allowSingle: boolean): Table {
  const counts = new Uint16Array(16);
  for (const length of lengths) counts[length] = counts[length] + 1;
  counts[0] = 0;
  let bits = 15;
  while (bits > 0 && counts[bits] === 0) bits--;
  const next = new Uint16Array(17);
  let free = 1; // codes of the present length that are not taken
  for (let length = 1; length <= 15; length++) {
    free = free * 2 - counts[length];
    if (free < 0) throw new Problem("corrupt");
    next[length + 1] = (next[length] + counts[length]) << 1;
  }
  if (free > 0 && !(allowSingle && bits <= 1)) throw new Problem("corrupt");
  const entries = new Uint16Array(1 << bits);
  lengths.forEach((length, symbol) => {
    if (length === 0) return;
    const code = next[length];
    next[length] = code + 1;
    for (let i = reverse(code, length); i < entries.length; i += 1 << length) entries[i] = (symbol << 4) | length;
  });
  return { bits, entries };
}

function reverse(code: number, length: number): number {
  let reversed = 0;
  for (let i = 0; i < length; i++) reversed |= ((code >> i) & 1) << (length - 1 - i);
  return reversed;
}

let fixedTables: readonly [Table, Table] | undefined;

/** The fixed code of RFC 1951 §3.2.6. */
function fixedCodes(): readonly [Table, Table] {
  if (fixedTables === undefined) {
    const literals = new Uint8Array(288).fill(8).fill(9, 144, 256).fill(7, 256, 280);
    fixedTables = [huffman(literals, false), huffman(new Uint8Array(32).fill(5), false)];
  }
  return fixedTables;
}

/** Room for the first bytes of output: a stream may be a small part of a large input. */
const FIRST_ROOM = 1024;
const MOST_LOOKED_AT = 1 << 22;

class Inflater {
  readonly input: Uint8Array;
  readonly limit: number;
  position = 0;
  held = 0; // bits read ahead, lowest first
  heldBits = 0;
  output: Uint8Array;
  size = 0;

  constructor(input: Uint8Array, limit: number) {
    this.input = input;
    this.limit = limit;
    this.output = new Uint8Array(Math.min(limit, Math.max(FIRST_ROOM, Math.min(input.length, MOST_LOOKED_AT) * 4)));
  }

  run(): void {
    for (let last = false; !last; ) {
      last = this.take(1) === 1;
      const type = this.take(2);
      if (type === 0) this.stored();
      else if (type === 1) this.compressed(...fixedCodes());
      else if (type === 2) this.compressed(...this.dynamicCodes());
      else throw new Problem("corrupt");
    }
  }

  /** Bytes used so far: those read ahead whole are given back. */
  consumed(): number {
    return this.position - (this.heldBits >> 3);
  }

  fill(bits: number): void {
    while (this.heldBits < bits && this.position < this.input.length) {
      this.held |= this.input[this.position++] << this.heldBits;
      this.heldBits += 8;
    }
  }

  /** The next `bits` (≤ 16) bits as a number. */
  take(bits: number): number {
    this.fill(bits);
    if (this.heldBits < bits) throw new Problem("truncated");
    const value = this.held & ((1 << bits) - 1);
    this.held >>>= bits;
    this.heldBits -= bits;
    return value;
  }

  symbol(table: Table): number {
    this.fill(15);
    const entry = table.entries[this.held & (table.entries.length - 1)];
    const length = entry & 15;
    if (length === 0) throw new Problem(this.heldBits < Math.max(1, table.bits) ? "truncated" : "corrupt");
    if (length > this.heldBits) throw new Problem("truncated");
    this.held >>>= length;
    this.heldBits -= length;
    return entry >> 4;
  }

  /** Makes room for `more` bytes of output, or as many as the limit allows. @returns how many there is room for */
  room(more: number): number {
    const needed = Math.min(this.limit, this.size + more);
    if (needed > this.output.length) {
      const grown = new Uint8Array(Math.min(this.limit, Math.max(needed, this.output.length * 2)));
      grown.set(this.output.subarray(0, this.size));
      this.output = grown;
    }
    return needed - this.size;
  }

  stored(): void {
    this.take(this.heldBits & 7);
    const length = this.take(16);
    if (this.take(16) !== (length ^ 0xffff)) throw new Problem("corrupt");
    const start = this.consumed();
    const there = Math.min(length, this.input.length - start);
    const fits = this.room(there);
    this.output.set(this.input.subarray(start, start + fits), this.size);
    this.size += fits;
    this.position = start + fits;
    this.held = 0;
    this.heldBits = 0;
    if (fits < there) throw new Problem("over-limit");
    if (there < length) throw new Problem("truncated");
  }

  dynamicCodes(): readonly [Table, Table] {
    const literals = this.take(5) + 257;
    const distances = this.take(5) + 1;
    const codes = this.take(4) + 4;
    if (literals > 286 || distances > 30) throw new Problem("corrupt");
    const codeLengths = new Uint8Array(19);
    for (let i = 0; i < codes; i++) codeLengths[CODE_ORDER[i]] = this.take(3);
    const lengths = this.codeLengths(huffman(codeLengths, false), literals + distances);
    if (lengths[256] === 0) throw new Problem("corrupt"); // a block that could not end
    return [huffman(lengths.subarray(0, literals), true), huffman(lengths.subarray(literals), true)];
  }

  codeLengths(table: Table, count: number): Uint8Array {
    const lengths = new Uint8Array(count);
    for (let i = 0; i < count; ) {
      const symbol = this.symbol(table);
      if (symbol < 16) {
        lengths[i++] = symbol;
        continue;
      }
      if (symbol === 16 && i === 0) throw new Problem("corrupt"); // nothing to repeat
      const value = symbol === 16 ? lengths[i - 1] : 0;
      const times = symbol === 16 ? 3 + this.take(2) : symbol === 17 ? 3 + this.take(3) : 11 + this.take(7);
      if (i + times > count) throw new Problem("corrupt");
      lengths.fill(value, i, i + times);
      i += times;
    }
    return lengths;
  }

  compressed(literals: Table, distances: Table): void {
    for (;;) {
      const symbol = this.symbol(literals);
      if (symbol < 256) {
        if (this.room(1) === 0) throw new Problem("over-limit");
        this.output[this.size++] = symbol;
      } else if (symbol === 256) return;
      else this.copy(symbol - 257, distances);
    }
  }

  copy(code: number, distances: Table): void {
    if (code > 28) throw new Problem("corrupt");
    const length = LENGTH_BASE[code] + this.take(LENGTH_EXTRA[code]);
    const distanceCode = this.symbol(distances);
    if (distanceCode > 29) throw new Problem("corrupt");
    const distance = DISTANCE_BASE[distanceCode] + this.take(DISTANCE_EXTRA[distanceCode]);
    if (distance > this.size) throw new Problem("corrupt");
    const fits = this.room(length);
    const { output } = this;
    for (let i = this.size; i < this.size + fits; i++) output[i] = output[i - distance];
    this.size += fits;
    if (fits < length) throw new Problem("over-limit");
  }
}

/** Inflates the stream that starts at `input[0]`; see {@link Host.inflateRaw} for limit and result. */
export function inflateRawPlain(input: Uint8Array, limit: number): Inflated {
  const inflater = new Inflater(input, limit);
  let problem: Problem | undefined;
  try {
    inflater.run();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    problem = error;
  }
  const output = inflater.output.subarray(0, inflater.size);
  const consumed = inflater.consumed();
  return problem === undefined ? { output, consumed } : { output, consumed, problem: problem.kind };
}
