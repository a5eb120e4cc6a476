import { NumberList } from "./number-list.ts";

/** A column in which cells may be numbers or texts: labels, class names, what a log has in it. */
export interface MixedColumn {
  /** The numbers; 0 where the cell is a text. */
  readonly numbers: Uint8Array | Float64Array;
  /** 0 where the cell is a number, else 1 + the place of its text in `texts`; undefined when all are numbers. */
  readonly codes: Uint8Array | Float64Array | undefined;
  /** The different texts, in the order in which they occur. */
  readonly texts: readonly ColumnText[];
}

export interface ColumnText {
  readonly text: string;
  /** Row (from 0) and line of the file (from 1) where it occurs first. */
  readonly row: number;
  readonly line: number;
}

const SLOTS = 1024;

/** Builds a mixed column. A text that occurs again costs one comparison of its bytes, and four bytes of memory at most. */
export class MixedColumnBuilder {
  private readonly numbers = new NumberList();
  private codes: NumberList | undefined;
  private readonly texts: ColumnText[] = [];
  private readonly places = new Map<string, number>();
  /** The bytes of each text, and for each hash the code of a text that has it. */
  private readonly spelled: Uint8Array[] = [];
  private readonly slots = new Int32Array(SLOTS);

  get different(): number {
    return this.texts.length;
  }

  number(value: number): void {
    this.numbers.reserve(1);
    this.numbers.push(value);
    this.code(0);
  }

  /** @returns false when these bytes are no text that is known; then nothing happened. */
  knownText(bytes: Uint8Array, from: number, to: number): boolean {
    const code = this.slots[slotOf(bytes, from, to)];
    if (code === 0) return false;
    const spelled = this.spelled[code - 1];
    if (spelled.length !== to - from) return false;
    for (let i = 0; i < spelled.length; i++) if (spelled[i] !== bytes[from + i]) return false;
    this.textOf(code);
    return true;
  }

  text(text: string, row: number, line: number): void {
    let code = this.places.get(text);
    if (code === undefined) {
      code = this.texts.push({ text, row, line });
      this.places.set(text, code);
      const spelled = new TextEncoder().encode(text);
      this.spelled.push(spelled);
      this.slots[slotOf(spelled, 0, spelled.length)] = code;
    }
    this.textOf(code);
  }

  /** Takes the last cells back. */
  cutTo(rows: number): void {
    this.numbers.cutTo(rows);
    this.codes?.cutTo(rows);
  }

  finish(): MixedColumn {
    return { numbers: this.numbers.finish(), codes: this.codes?.finish(), texts: this.texts };
  }

  private textOf(code: number): void {
    if (this.codes === undefined) {
      this.codes = new NumberList();
      for (let i = 0; i < this.numbers.length; i++) this.code(0);
    }
    this.numbers.reserve(1);
    this.numbers.push(0);
    this.code(code);
  }

  private code(code: number): void {
    this.codes?.reserve(1);
    this.codes?.push(code);
  }
}

/** Where a text would be: by its length, its first and its last bytes. */
function slotOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = to - from;
  for (let i = from, end = Math.min(to, from + 16); i < end; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
  if (to > from) hash = Math.imul(hash ^ bytes[to - 1], 0x01000193);
  return (hash ^ (hash >>> 15)) & (SLOTS - 1);
}
