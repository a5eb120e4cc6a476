import { Speed } from "./speed.ts";

/** A piece of work should take about this long (ms): well under the 50 ms after which the thread is given back. */
const PIECE = 20;
/** Pieces in doubt are shorter, and the first one of all threads most of all: one that is slow may last ten times as long. */
const SHORT_PIECE = 10;
const FIRST_TOGETHER = 2;
/** Milliseconds in which code is still being compiled: one thread works, because more would take the compiler's cores. */
const WARM_UP = 25;
/** Milliseconds of one thread alone that are a measure of it; fewer where it is slower by so much that it is clear. */
const MEASURE = 40;
const CLEARLY_SLOWER = 1.15;
/** Milliseconds that all threads may waste: at first, to start and to find a core each; then, and after a trial in vain. */
const PATIENCE = 40;
const LITTLE_PATIENCE = 15;
/** Milliseconds with all threads after which one has a look: soon, since what was compiled first was slow; then seldom. */
const FIRST_LOOK_AFTER = 150;
const MOST_LOOK_AFTER = 4800;
/** Milliseconds with one thread before all are tried again, at first; doubled by every trial in vain, up to MOST_WAIT. */
const FIRST_WAIT = 800;
const MOST_WAIT = 6400;

/** One thread: compiling, alone, or having a look while all were at work; all: together, or together whatever it costs. */
type Phase = "warm-up" | "alone" | "together" | "look" | "steady";

/**
 * Chooses how many threads work, 1 or all, and how many steps a piece has, from how fast the pieces before were. The number
 * of threads never changes bits, so it may follow the machine: another program on a core makes every barrier wait, and two
 * logical processors of one core may be slower together than one of them alone.
 *
 * All threads work until the time that they have wasted, counted against the speed of one, is more than the patience there
 * is. Then, and now and then while they are faster, one thread works while the others sleep, and the faster way goes on.
 */
export class Pace {
  readonly #threads: number;
  #phase: Phase;
  /** Milliseconds of this phase. */
  #spent = 0;
  /** Milliseconds a step of the last piece, 0 before the first. */
  #perStep = 0;
  readonly #one = new Speed();
  readonly #all = new Speed();
  /** Milliseconds that all threads have wasted since they were last faster. */
  #wasted = 0;
  #patience = PATIENCE;
  #lookAfter = FIRST_LOOK_AFTER;
  /** How long a thread is alone before the next trial. */
  #wait = 0;

  /** @param steady all threads at every step */
  constructor(threads: number, steady = false) {
    this.#threads = threads;
    this.#phase = steady ? "steady" : "warm-up";
  }

  /** Threads that work now; all before the first piece. */
  get threads(): number {
    return this.#perStep === 0 || this.#phase === "together" || this.#phase === "steady" ? this.#threads : 1;
  }

  /** Threads and steps of the next piece; the very first is one step. With 1 thread the others are expected to sleep. */
  next(): { active: number; steps: number } {
    const active = this.#phase === "together" || this.#phase === "steady" ? this.#threads : 1;
    return { active, steps: this.#perStep === 0 ? 1 : stepsIn(this.#pieceLength, this.#perStep) };
  }

  get #pieceLength(): number {
    if (this.#phase === "together" && this.#spent === 0) return FIRST_TOGETHER;
    return this.#phase === "look" || this.#wasted > 0 ? SHORT_PIECE : PIECE;
  }

  /** @param milliseconds what `steps` steps of the piece took */
  saw(steps: number, milliseconds: number): void {
    if (steps === 0) return;
    const first = this.#spent === 0;
    this.#perStep = milliseconds / steps;
    this.#spent += milliseconds;
    if (this.#phase === "alone" || this.#phase === "look") this.#one.add(steps, milliseconds);
    // The first piece may have been all in one turn of the system.
    if (this.#phase === "together" && !first) this.#all.add(steps, milliseconds);
    if (this.#phase === "warm-up" && this.#spent >= WARM_UP) this.#enter("alone");
    else if (this.#phase === "alone") this.#sawAlone();
    else if (this.#phase === "together") this.#sawTogether(steps, milliseconds);
    else if (this.#phase === "look") this.#sawLook();
  }

  #sawAlone(): void {
    if (this.#threads > 1 && this.#spent >= Math.max(MEASURE, this.#wait)) this.#enter("together");
  }

  #sawTogether(steps: number, milliseconds: number): void {
    this.#wasted = Math.max(0, this.#wasted + milliseconds - steps * this.#one.perStep);
    if (this.#wasted > this.#patience) this.#patience = LITTLE_PATIENCE;
    else if (this.#spent >= this.#lookAfter) this.#patience = PATIENCE;
    else return;
    this.#enter("look");
  }

  #sawLook(): void {
    const [one, all] = [this.#one.perStep, this.#all.perStep];
    if (this.#spent < MEASURE && one < CLEARLY_SLOWER * all) return;
    if (one > all) {
      this.#lookAfter = Math.min(4 * this.#lookAfter, MOST_LOOK_AFTER);
      this.#wait = 0;
      this.#enter("together");
    } else {
      this.#lookAfter = FIRST_LOOK_AFTER;
      this.#wait = Math.min(Math.max(FIRST_WAIT, 2 * this.#wait), MOST_WAIT);
      this.#enter("alone");
    }
  }

  #enter(phase: Phase): void {
    this.#phase = phase;
    this.#spent = 0;
    this.#wasted = 0;
    if (phase === "look") this.#one.clear();
    if (phase === "together") this.#all.clear();
  }
}

/** Steps that fit into so many milliseconds, at least one; a step counts as a tenth of a microsecond at least. */
function stepsIn(milliseconds: number, perStep: number): number {
  return Math.max(1, Math.floor(milliseconds / Math.max(perStep, 1e-4)));
}
