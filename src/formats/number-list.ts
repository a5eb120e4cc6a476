const NOTHING = new Uint8Array(0);
/** Values in the first piece, and in every later one at most. */
const FIRST = 64;
const MOST = 1 << 16;

/**
 * Numbers whose count is not known, kept piece by piece: a byte each while all of a piece are whole numbers 0 … 255, else a
 * float64 each.
 */
export class NumberList {
  private readonly full: (Uint8Array | Float64Array)[] = [];
  private before = 0;
  private bytes: Uint8Array = NOTHING;
  private doubles: Float64Array | undefined;
  private used = 0;

  get length(): number {
    return this.before + this.used;
  }

  /** Room for `count` numbers in one piece; to be called before they are pushed. */
  reserve(count: number): void {
    if (this.used + count <= (this.doubles ?? this.bytes).length) return;
    this.close();
    this.bytes = new Uint8Array(Math.max(count, FIRST, Math.min(MOST, this.before)));
  }

  push(value: number): void {
    // A byte, and not −0.
    if ((value & 255) !== value || (value === 0 && 1 / value < 0)) this.doubles ??= Float64Array.from(this.bytes);
    if (this.doubles === undefined) this.bytes[this.used++] = value;
    else this.doubles[this.used++] = value;
  }

  /** Takes the last numbers back, down to `length`; they must be of the piece that `reserve` was last called for. */
  cutTo(length: number): void {
    this.used = length - this.before;
  }

  /** All numbers; the list is empty afterwards. */
  finish(): Uint8Array | Float64Array {
    this.close();
    const { full, before } = this;
    if (full.length === 1) return full[0];
    const allBytes = full.every((piece) => piece instanceof Uint8Array);
    const whole = allBytes ? new Uint8Array(before) : new Float64Array(before);
    let at = 0;
    for (let i = 0; i < full.length; i++) {
      whole.set(full[i], at);
      at += full[i].length;
      full[i] = NOTHING; // its memory may go before the last is copied
    }
    return whole;
  }

  private close(): void {
    if (this.used > 0) this.full.push((this.doubles ?? this.bytes).subarray(0, this.used));
    this.before += this.used;
    this.used = 0;
    this.doubles = undefined;
    this.bytes = NOTHING;
  }
}
