import { type Component, type Frame, type HuffmanCode, QUICK_BITS, ZIGZAG } from "./jpeg-tables.ts";

/** Thrown inside the JPEG decoder only: what is wrong with the bits, and where. */
export class ScanProblem {
  readonly what: string;
  readonly offset: number;
  constructor(what: string, offset: number) {
    this.what = what;
    this.offset = offset;
  }
}

/** One component of a scan with its codes. */
export interface ScanComponent {
  readonly component: Component;
  readonly dc: HuffmanCode | undefined;
  readonly ac: HuffmanCode | undefined;
}

/** What a scan header says. */
export interface ScanHeader {
  readonly parts: readonly ScanComponent[];
  /** First and last coefficient, in zigzag order. */
  readonly first: number;
  readonly last: number;
  /** Bits of the coefficients that earlier scans left out, and that this one leaves out. */
  readonly high: number;
  readonly low: number;
  /** Units between restart markers; 0: there are none. */
  readonly restart: number;
}

/** The bits between two markers; a byte ff is followed by 00. */
class Bits {
  readonly bytes: Uint8Array;
  at: number;
  held = 0;
  count = 0;

  constructor(bytes: Uint8Array, at: number) {
    this.bytes = bytes;
    this.at = at;
  }

  /** Reads ahead while there are bytes; behind the last one come zeros that `drop` refuses. */
  fill(): void {
    const { bytes } = this;
    while (this.count <= 24 && this.at < bytes.length) {
      const byte = bytes[this.at]!;
      if (byte === 0xff && bytes[this.at + 1] !== 0) return;
      this.at += byte === 0xff ? 2 : 1;
      this.held = (this.held << 8) | byte;
      this.count += 8;
    }
  }

  /** The next bits without taking them, filled up with zeros. */
  peek(bits: number): number {
    if (this.count < bits) this.fill();
    const missing = bits - this.count;
    const value = missing > 0 ? this.held << missing : this.held >>> -missing;
    return value & ((1 << bits) - 1);
  }

  drop(bits: number): void {
    if (bits > this.count) throw new ScanProblem("ends in the middle of its pixel data", this.at);
    this.count -= bits;
  }

  take(bits: number): number {
    if (bits === 0) return 0;
    const value = this.peek(bits);
    this.drop(bits);
    return value;
  }

  symbol({ quick, largest, shift, symbols }: HuffmanCode): number {
    const entry = quick[this.peek(QUICK_BITS)]!;
    if (entry > 0) {
      this.drop(entry & 15);
      return entry >> 4;
    }
    const next = this.peek(16);
    for (let length = QUICK_BITS + 1; length <= 16; length++) {
      const code = next >> (16 - length);
      if (code > largest[length]!) continue;
      this.drop(length);
      return symbols[code + shift[length]!]!;
    }
    if (this.count < 16) this.drop(16);
    throw new ScanProblem("has a code in its pixel data that no table knows", this.at);
  }

  /** A number of `bits` bits, of which the first is its sign. */
  signed(bits: number): number {
    const value = this.take(bits);
    return bits > 0 && value < 1 << (bits - 1) ? value - (1 << bits) + 1 : value;
  }

  /** Skips to the next marker and gives its second byte. */
  marker(): number {
    const { bytes } = this;
    this.held = 0;
    this.count = 0;
    while (
      this.at + 1 < bytes.length &&
      !(bytes[this.at] === 0xff && bytes[this.at + 1]! > 0 && bytes[this.at + 1] !== 0xff)
    )
      this.at++;
    if (this.at + 1 >= bytes.length) throw new ScanProblem("ends in the middle of its pixel data", bytes.length);
    return bytes[this.at + 1]!;
  }
}

type DecodeBlock = (block: Int16Array, part: ScanComponent, index: number) => void;

/** Decodes the pixel data of one scan, which begin at `start`. @returns where the next marker is. @throws ScanProblem */
export function decodeScan(bytes: Uint8Array, start: number, frame: Frame, header: ScanHeader): number {
  const scan = new Scan(new Bits(bytes, start), frame, header);
  scan.run();
  scan.bits.marker();
  return scan.bits.at;
}

class Scan {
  readonly bits: Bits;
  readonly frame: Frame;
  readonly header: ScanHeader;
  readonly predictions: Int32Array;
  readonly decode: DecodeBlock;
  /** Blocks without anything new that are still to come. */
  emptyBlocks = 0;

  constructor(bits: Bits, frame: Frame, header: ScanHeader) {
    this.bits = bits;
    this.frame = frame;
    this.header = header;
    this.predictions = new Int32Array(header.parts.length);
    this.decode = this.decoder().bind(this);
  }

  decoder(): DecodeBlock {
    if (!this.frame.progressive) return this.baseline;
    if (this.header.first === 0) return this.header.high === 0 ? this.dcFirst : this.dcRefined;
    return this.header.high === 0 ? this.acFirst : this.acRefined;
  }

  run(): void {
    const { parts, restart } = this.header;
    const { unitsAcross, unitsDown } = this.frame;
    const [{ component }] = parts as [ScanComponent];
    // A scan of one component has the blocks that its own samples need, and no others.
    const alone = parts.length === 1;
    const across = alone ? Math.ceil(component.width / 8) : unitsAcross;
    const units = across * (alone ? Math.ceil(component.height / 8) : unitsDown);
    for (let unit = 0, next = 0; unit < units; unit++) {
      if (restart > 0 && unit > 0 && unit % restart === 0) this.restart(next++ & 7);
      const [x, y] = [unit % across, Math.trunc(unit / across)];
      if (alone) this.block(0, x, y);
      else this.unit(x, y);
    }
  }

  unit(x: number, y: number): void {
    this.header.parts.forEach(({ component: { across, down } }, index) => {
      for (let j = 0; j < down; j++) for (let i = 0; i < across; i++) this.block(index, x * across + i, y * down + j);
    });
  }

  block(index: number, x: number, y: number): void {
    const part = this.header.parts[index]!;
    const at = 64 * (y * part.component.blocksAcross + x);
    this.decode(part.component.coefficients.subarray(at, at + 64), part, index);
  }

  restart(expected: number): void {
    const found = this.bits.marker();
    if (found !== 0xd0 + expected) {
      const name = `ff ${found.toString(16)}`;
      throw new ScanProblem(`has the marker ${name} in its pixel data where ff d${expected} is expected`, this.bits.at);
    }
    this.bits.at += 2;
    this.predictions.fill(0);
    this.emptyBlocks = 0;
  }

  code(code: HuffmanCode | undefined): HuffmanCode {
    if (code === undefined) throw new ScanProblem("uses a Huffman table that it does not have", this.bits.at);
    return code;
  }

  difference(part: ScanComponent, index: number): number {
    const length = this.bits.symbol(this.code(part.dc));
    if (length > 15) throw new ScanProblem(`has a difference of ${length} bits in its pixel data`, this.bits.at);
    this.predictions[index] = this.predictions[index]! + this.bits.signed(length);
    return this.predictions[index]!;
  }

  baseline(block: Int16Array, part: ScanComponent, index: number): void {
    block[0] = this.difference(part, index);
    const { bits } = this;
    const code = this.code(part.ac);
    for (let k = 1; k < 64; k++) {
      const symbol = bits.symbol(code);
      const length = symbol & 15;
      const zeros = symbol >> 4;
      if (length === 0 && zeros < 15) return;
      k += zeros;
      if (k > 63) throw this.tooFar();
      if (length > 0) block[ZIGZAG[k]!] = bits.signed(length);
    }
  }

  tooFar(): ScanProblem {
    return new ScanProblem("has more than 64 coefficients in a block of its pixel data", this.bits.at);
  }

  dcFirst(block: Int16Array, part: ScanComponent, index: number): void {
    block[0] = this.difference(part, index) << this.header.low;
  }

  dcRefined(block: Int16Array): void {
    block[0] = block[0]! | (this.bits.take(1) << this.header.low);
  }

  acFirst(block: Int16Array, part: ScanComponent): void {
    if (this.emptyBlocks > 0) {
      this.emptyBlocks--;
      return;
    }
    const { bits } = this;
    const { first, last, low } = this.header;
    const code = this.code(part.ac);
    for (let k = first; k <= last; k++) {
      const symbol = bits.symbol(code);
      const length = symbol & 15;
      const zeros = symbol >> 4;
      if (length === 0 && zeros < 15) {
        this.emptyBlocks = (1 << zeros) + bits.take(zeros) - 1;
        return;
      }
      k += zeros;
      if (k > last) throw this.tooFar();
      if (length > 0) block[ZIGZAG[k]!] = bits.signed(length) << low;
    }
  }

  /** One more bit of every coefficient that is not zero yet, and the first bit of new ones. */
  acRefined(block: Int16Array, part: ScanComponent): void {
    const { bits } = this;
    const { first, last, low } = this.header;
    let k = first;
    if (this.emptyBlocks === 0) {
      const code = this.code(part.ac);
      for (; k <= last; k++) {
        const symbol = bits.symbol(code);
        const zeros = symbol >> 4;
        if ((symbol & 15) > 1)
          throw new ScanProblem("has a new coefficient of several bits in a refining scan", bits.at);
        if ((symbol & 15) === 0 && zeros < 15) {
          this.emptyBlocks = (1 << zeros) + bits.take(zeros);
          break;
        }
        const value = (symbol & 15) === 0 ? 0 : bits.take(1) === 1 ? 1 << low : -1 << low;
        k = this.refine(block, k, zeros);
        if (value !== 0 && k > last) throw this.tooFar();
        if (value !== 0) block[ZIGZAG[k]!] = value;
      }
    }
    if (this.emptyBlocks > 0) {
      this.refine(block, k, 64);
      this.emptyBlocks--;
    }
  }

  /** Refines coefficients from k on until `zeros` zero ones have been passed. @returns the place of the next zero one */
  refine(block: Int16Array, from: number, zeros: number): number {
    const { last, low } = this.header;
    let left = zeros;
    let k = from;
    for (; k <= last; k++) {
      const place = ZIGZAG[k]!;
      const value = block[place]!;
      if (value === 0) {
        if (left-- === 0) return k;
      } else if (this.bits.take(1) === 1 && (value & (1 << low)) === 0) {
        block[place] = value + (value > 0 ? 1 << low : -1 << low);
      }
    }
    return k;
  }
}
