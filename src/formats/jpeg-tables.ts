/** The order in which the 64 coefficients of a block are stored: ZIGZAG[k] is the place in rows of 8. */
export const ZIGZAG = makeZigzag();

function makeZigzag(): Uint8Array {
  const order = new Uint8Array(64);
  let at = 0;
  for (let sum = 0; sum < 15; sum++) {
    for (let i = Math.max(0, sum - 7); i <= Math.min(7, sum); i++) {
      const row = sum % 2 === 0 ? sum - i : i;
      order[at++] = 8 * row + (sum - row);
    }
  }
  return order;
}

/** Bits that the quick table of a Huffman code looks at. */
export const QUICK_BITS = 9;

/** A Huffman code: short codes by a table, longer ones by the largest code of their length. */
export interface HuffmanCode {
  /** The next 9 bits → symbol << 4 | length of its code; 0 where the code is longer. */
  readonly quick: Uint16Array;
  /** Largest code of each length 1 … 16; −1 where there is none. */
  readonly largest: Int32Array;
  /** symbols[code + shift[length]] */
  readonly shift: Int32Array;
  readonly symbols: Uint8Array;
}

/** @returns undefined when there are more codes than their lengths allow. */
export function huffmanCode(counts: Uint8Array, symbols: Uint8Array): HuffmanCode | undefined {
  const quick = new Uint16Array(1 << QUICK_BITS);
  const largest = new Int32Array(17).fill(-1);
  const shift = new Int32Array(17);
  let code = 0;
  let used = 0;
  for (let length = 1; length <= 16; length++) {
    const count = counts[length - 1]!;
    if (code + count > 1 << length) return undefined;
    shift[length] = used - code;
    for (let i = 0; i < count && length <= QUICK_BITS; i++) {
      const free = QUICK_BITS - length;
      const from = (code + i) << free;
      quick.fill((symbols[used + i]! << 4) | length, from, from + (1 << free));
    }
    if (count > 0) largest[length] = code + count - 1;
    used += count;
    code = (code + count) << 1;
  }
  return { quick, largest, shift, symbols };
}

/** One colour component of a JPEG picture. */
export interface Component {
  readonly id: number;
  /** Sampling factors: blocks of this component in one unit, across and down. */
  readonly across: number;
  readonly down: number;
  readonly quantization: number;
  /** Samples that belong to the picture. */
  readonly width: number;
  readonly height: number;
  /** Blocks that are stored, padded to whole units. */
  readonly blocksAcross: number;
  readonly blocksDown: number;
  /** blocks × 64 coefficients, in rows of 8. */
  readonly coefficients: Int16Array;
}

/** What a frame header says. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly progressive: boolean;
  /** Largest sampling factors. */
  readonly across: number;
  readonly down: number;
  /** Units of the picture, across and down. */
  readonly unitsAcross: number;
  readonly unitsDown: number;
  readonly components: readonly Component[];
}
