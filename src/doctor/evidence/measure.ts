import { MyelinError } from "../../core/errors.ts";
import type { Case } from "../input.ts";

/**
 * One thing that can be measured, by name: `export const overlap: Measure<Overlap> = { name: "overlap", take }`.
 *
 * A measure is taken at most once a diagnosis and only when a check or another measure asks for it. It must be
 * deterministic. It throws NotMeasured with the reason where what it needs is missing; the checks are then listed as not
 * checked. What is costly is done only on alarm: such a measure looks at cheaper ones first.
 */
export interface Measure<T> {
  readonly name: string;
  take(measuring: Measuring): T | Promise<T>;
}

/** What a measure works with. */
export interface Measuring {
  readonly case: Case;
  /** True before training: about 0.4 s for everything, on a subsample. */
  readonly quick: boolean;
  /** Another measure; throws NotMeasured where that one could not be taken. */
  get<T>(measure: Measure<T>): Promise<T>;
  /** Another measure, or undefined where it could not be taken. */
  maybe<T>(measure: Measure<T>): Promise<T | undefined>;
}

/** Thrown by a measure whose input is missing; the reason is shown: `there is no test set`. */
export class NotMeasured extends Error {
  override readonly name = "NotMeasured";
}

/** Measures taken so far, each at most once. */
export class Evidence implements Measuring {
  readonly case: Case;
  readonly quick: boolean;
  readonly #taken = new Map<Measure<unknown>, Promise<unknown>>();

  constructor(input: Case, quick = false) {
    this.case = input;
    this.quick = quick;
  }

  get<T>(measure: Measure<T>): Promise<T> {
    let value = this.#taken.get(measure);
    if (value === undefined) {
      value = (async () => measure.take(this))();
      this.#taken.set(measure, value);
    }
    return value as Promise<T>;
  }

  async maybe<T>(measure: Measure<T>): Promise<T | undefined> {
    try {
      return await this.get(measure);
    } catch (error) {
      if (error instanceof NotMeasured || error instanceof MyelinError) return undefined;
      throw error;
    }
  }
}
