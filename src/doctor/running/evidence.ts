import { classes } from "../evidence/classes.ts";
import { history } from "../evidence/history.ts";
import { Evidence, type Measure, NotMeasured } from "../evidence/measure.ts";
import { settings } from "../evidence/settings.ts";
import { specification } from "../evidence/specification.ts";
import type { Case } from "../input.ts";
import { alarm } from "./alarm.ts";
import { classShares } from "./class-shares.ts";
import { fewRows } from "./few-rows.ts";
import { largestInput } from "./largest-input.ts";
import { WHILE_TRAINING } from "./measures.ts";
import { plainCost } from "./plain-cost.ts";

/** What does not change while the network learns: taken once a run. */
const ONCE = new Set<Measure<unknown>>([classes, classShares, fewRows, largestInput, specification, plainCost]);
/** Cheap enough as they are. */
const CHEAP = new Set<Measure<unknown>>([alarm, settings, history]);

/** The measures after one epoch: cheap ones, or a closer look on alarm; whatever costs more is not taken. */
export class RunningEvidence extends Evidence {
  readonly #once: Evidence;

  /** @param once evidence that all epochs of the run share */
  constructor(given: Case, once: Evidence) {
    super(given, true);
    this.#once = once;
  }

  override get<T>(measure: Measure<T>): Promise<T> {
    if (ONCE.has(measure)) return this.#once.get(measure);
    const other = WHILE_TRAINING.get(measure) as Measure<T> | undefined;
    if (other !== undefined) return super.get(other);
    if (CHEAP.has(measure)) return super.get(measure);
    return Promise.reject(new NotMeasured("it takes longer than a look while training may"));
  }
}
