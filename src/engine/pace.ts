/** A piece of work should take about this long (ms): well under the 50 ms after which the thread is given back. */
const PIECE = 20;
/** A trial of another number of threads takes about this long (ms): enough to see a difference. */
const TRIAL = 2;
/** Milliseconds of work after which the other number of threads is tried again. */
const TRY_AGAIN_AFTER = 1000;
/** Pieces that run code which is still being compiled: they only say how large the next one may be. */
const WARM_UP = 3;

/**
 * Chooses how many threads work, 1 or all, and how many steps a piece has, from how fast the pieces before were. The number
 * of threads never changes bits, so it may follow the machine: another program on a core makes every barrier wait.
 */
export class Pace {
  readonly #threads: number;
  /** Milliseconds a step, last seen, with one thread and with all. */
  readonly #perStep = new Map<number, number>();
  /** Milliseconds a step of the slowest piece so far while warming up. */
  #guess = 0;
  #pieces = 0;
  #sinceTrial = 0;

  constructor(threads: number) {
    this.#threads = threads;
  }

  /** Threads and steps of the next piece. */
  next(): { active: number; steps: number } {
    if (this.#pieces === 0) return { active: this.#threads, steps: 1 };
    if (this.#pieces < WARM_UP) return { active: this.#threads, steps: stepsIn(TRIAL, this.#guess) };
    const untried = [this.#threads, 1].find((threads) => !this.#perStep.has(threads));
    if (untried !== undefined) return { active: untried, steps: stepsIn(TRIAL, this.#guess) };
    const best = this.#best();
    if (this.#threads > 1 && this.#sinceTrial > TRY_AGAIN_AFTER) {
      this.#sinceTrial = 0;
      const other = best === 1 ? this.#threads : 1;
      return { active: other, steps: stepsIn(TRIAL, this.#perStep.get(other)!) };
    }
    return { active: best, steps: stepsIn(PIECE, this.#perStep.get(best)!) };
  }

  /** @param milliseconds what `steps` steps with `active` threads took */
  saw(active: number, steps: number, milliseconds: number): void {
    if (steps === 0) return;
    this.#sinceTrial += milliseconds;
    this.#pieces++;
    this.#guess = milliseconds / steps;
    if (this.#pieces > WARM_UP) this.#perStep.set(active, milliseconds / steps);
  }

  #best(): number {
    return this.#perStep.get(this.#threads)! <= this.#perStep.get(1)! ? this.#threads : 1;
  }
}

/** Steps that fit into so many milliseconds, at least one; a step counts as a tenth of a microsecond at least. */
function stepsIn(milliseconds: number, perStep: number): number {
  return Math.max(1, Math.floor(milliseconds / Math.max(perStep, 1e-4)));
}
