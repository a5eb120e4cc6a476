/** Milliseconds of the pieces by which a speed is judged: the last ones, because machines change. */
const WINDOW = 100;

interface Piece {
  readonly steps: number;
  readonly milliseconds: number;
}

/** How fast the last pieces were, by the time and the steps of all of them: a single one may be chance. */
export class Speed {
  #pieces: readonly Piece[] = [];

  add(steps: number, milliseconds: number): void {
    this.#pieces = [...this.#pieces, { steps, milliseconds }];
    while (sumOf(this.#pieces.slice(1), "milliseconds") >= WINDOW) this.#pieces = this.#pieces.slice(1);
  }

  clear(): void {
    this.#pieces = [];
  }

  /** Milliseconds a step; without pieces infinite. */
  get perStep(): number {
    const steps = sumOf(this.#pieces, "steps");
    return steps === 0 ? Number.POSITIVE_INFINITY : sumOf(this.#pieces, "milliseconds") / steps;
  }
}

function sumOf(pieces: readonly Piece[], what: keyof Piece): number {
  return pieces.reduce((sum, piece) => sum + piece[what], 0);
}
