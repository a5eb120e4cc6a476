/** Steps of the first measured pieces: enough to see a difference, short enough not to cost time. */
const TRIAL_STEPS = 100;
/** A piece of work should take about this long (ms): well under the 50 ms after which the thread is given back. */
const PIECE = 20;
/** Milliseconds of work after which the other number of threads is tried again. */
const TRY_AGAIN_AFTER = 1000;

/**
 * Chooses how many threads work, 1 or all, and how many steps a piece has, from how fast the pieces before were. The number
 * of threads never changes bits, so it may follow the machine: another program on a core makes every barrier wait.
 */
export class Pace {
  readonly #threads: number;
  /** Milliseconds a step, last seen, with one thread and with all. */
  readonly #perStep = new Map<number, number>();
  #sinceTrial = 0;
  #warm = false;

  constructor(threads: number) {
    this.#threads = threads;
  }

  /** Threads and steps of the next piece. */
  next(): { active: number; steps: number } {
    const untried = [this.#threads, 1].find((threads) => !this.#perStep.has(threads));
    if (!this.#warm || untried !== undefined) return { active: untried ?? this.#threads, steps: TRIAL_STEPS };
    const best = this.#best();
    if (this.#threads > 1 && this.#sinceTrial > TRY_AGAIN_AFTER) {
      this.#sinceTrial = 0;
      return { active: best === 1 ? this.#threads : 1, steps: TRIAL_STEPS };
    }
    return { active: best, steps: Math.max(1, Math.floor(PIECE / Math.max(this.#perStep.get(best)!, 1e-4))) };
  }

  /** @param milliseconds what `steps` steps with `active` threads took */
  saw(active: number, steps: number, milliseconds: number): void {
    if (steps === 0) return;
    this.#sinceTrial += milliseconds;
    // The first piece runs code that is still being compiled: it says nothing.
    if (!this.#warm) this.#warm = true;
    else this.#perStep.set(active, milliseconds / steps);
  }

  #best(): number {
    return this.#perStep.get(this.#threads)! <= this.#perStep.get(1)! ? this.#threads : 1;
  }
}
