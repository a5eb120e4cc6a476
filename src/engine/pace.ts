/** A piece of work should take about this long (ms): well under the 50 ms after which the thread is given back. */
const PIECE = 20;
/** Milliseconds in which code is still being compiled: one thread works, because more would take the compiler's cores. */
const WARM_UP = 25;
/** Milliseconds that all threads have to become faster than one: to start, and for the system to find each a core. */
const TRIAL = 150;
/** Pieces slower than with one thread before that is taken: a single one may be chance. */
const SLOW_PIECES = 2;
/** Pieces of one thread of which the fastest is compared with: the others may have had bad luck. */
const REMEMBERED = 4;
/** Milliseconds with all threads after which one has a piece, to see what it would do now. */
const LOOK_AGAIN = 2000;
/** Milliseconds with one thread before all are tried again, at first; doubled by every trial in vain, up to MOST_WAIT. */
const FIRST_WAIT = 200;
const MOST_WAIT = 3200;

/** One thread: compiling, or alone; all: on trial, together, or together whatever it costs. */
type Phase = "warm-up" | "alone" | "trial" | "together" | "steady";

/**
 * Chooses how many threads work, 1 or all, and how many steps a piece has, from how fast the pieces before were. The number
 * of threads never changes bits, so it may follow the machine: another program on a core makes every barrier wait.
 */
export class Pace {
  readonly #threads: number;
  #phase: Phase;
  /** Milliseconds of this phase. */
  #spent = 0;
  /** Milliseconds a step: of the last piece (0 before the first), and of the last ones that a thread did alone. */
  #perStep = 0;
  #alone: readonly number[] = [];
  /** How long a thread is alone before the next trial. */
  #wait = 0;
  #slow = 0;

  /** @param steady all threads at every step */
  constructor(threads: number, steady = false) {
    this.#threads = threads;
    this.#phase = steady ? "steady" : "warm-up";
  }

  /** Threads that work best now: all until one thread has been seen to be faster. */
  get threads(): number {
    return this.#phase === "alone" && this.#wait > 0 ? 1 : this.#threads;
  }

  /** Threads and steps of the next piece. The very first is one step, and a trial begins with few: they may be slow. */
  next(): { active: number; steps: number } {
    const active = this.#phase === "warm-up" || this.#phase === "alone" ? 1 : this.#threads;
    if (this.#perStep === 0) return { active, steps: 1 };
    const milliseconds = this.#phase === "trial" && this.#spent === 0 ? PIECE / 10 : PIECE;
    return { active, steps: stepsIn(milliseconds, this.#perStep) };
  }

  /** @param milliseconds what `steps` steps of the piece took */
  saw(steps: number, milliseconds: number): void {
    if (steps === 0) return;
    const first = this.#spent === 0;
    this.#perStep = milliseconds / steps;
    this.#spent += milliseconds;
    if (this.#phase === "warm-up" && this.#spent >= WARM_UP) this.#enter("alone");
    else if (this.#phase === "alone") this.#sawAlone();
    else if (this.#phase === "trial") this.#sawTrial(first);
    else if (this.#phase === "together") this.#sawTogether();
  }

  #sawAlone(): void {
    this.#alone = [this.#perStep, ...this.#alone].slice(0, REMEMBERED);
    if (this.#threads > 1 && this.#spent >= this.#wait) this.#enter("trial");
  }

  /** The short first piece of a trial does not count: it may have been all in one turn of the system. */
  #sawTrial(first: boolean): void {
    if (!first && this.#faster) this.#enter("together");
    else if (this.#spent >= TRIAL) this.#tryLater();
  }

  /** A success that did not last counts as a trial in vain. */
  #sawTogether(): void {
    this.#slow = this.#faster ? 0 : this.#slow + 1;
    if (this.#slow === SLOW_PIECES) this.#tryLater();
    else if (this.#spent >= LOOK_AGAIN) {
      this.#wait = 0;
      this.#enter("alone");
    }
  }

  /** True when the last piece was at least as fast as one thread. */
  get #faster(): boolean {
    return this.#perStep <= Math.min(...this.#alone);
  }

  #tryLater(): void {
    this.#wait = Math.min(Math.max(FIRST_WAIT, 2 * this.#wait), MOST_WAIT);
    this.#enter("alone");
  }

  #enter(phase: Phase): void {
    this.#phase = phase;
    this.#spent = 0;
    this.#slow = 0;
  }
}

/** Steps that fit into so many milliseconds, at least one; a step counts as a tenth of a microsecond at least. */
function stepsIn(milliseconds: number, perStep: number): number {
  return Math.max(1, Math.floor(milliseconds / Math.max(perStep, 1e-4)));
}
