import type { EpochEvent, FindingEvent, RunEvent, RunStartEvent } from "../../core/events.ts";
import type { Run } from "../../runlog/index.ts";
import { blocked, runCheck } from "../diagnose.ts";
import { Evidence } from "../evidence/measure.ts";
import { type Case, caseOf, type DoctorInput } from "../input.ts";
import { accuses, judge, type Unjudged } from "../judgement.ts";
import { alarm } from "./alarm.ts";
import { runningChecks } from "./checks.ts";
import { RunningEvidence } from "./evidence.ts";

/**
 * The running checks: looks at a run after each epoch and says, once a run, why its network does not learn. It speaks only
 * where the log and a few rows show a mechanical reason, and only of faults and likely faults.
 */
export class Watch {
  readonly #case: Case;
  readonly #once: Evidence;
  #start: RunStartEvent | undefined;
  readonly #epochs: EpochEvent[] = [];
  readonly #told: FindingEvent[] = [];

  /**
   * @param input the data, and the network that is trained: at each `epoch` event it has the parameters of that epoch
   * @param before of a run that goes on: its events so far
   */
  constructor(input: Pick<DoctorInput, "training" | "validation" | "test" | "network">, before: readonly RunEvent[]) {
    this.#case = caseOf(input);
    this.#once = new Evidence(this.#case, true);
    for (const event of before) this.#keep(event);
  }

  /** Takes every event of the run. @returns what there is to say behind this one, the cause first */
  async see(event: RunEvent): Promise<FindingEvent[]> {
    this.#keep(event);
    return event.type === "epoch" ? this.#look(event.epoch, this.#run(this.#epochs)) : [];
  }

  /** What there is to say where training ended in this epoch, because a cost or a parameter was not finite. */
  async diverged(epoch: number): Promise<FindingEvent[]> {
    const { learningRate = Number.NaN } = this.#epochs.at(-1) ?? {};
    const broken = { type: "epoch", epoch, cost: Number.POSITIVE_INFINITY, trainingSeconds: 0, learningRate } as const;
    const end = {
      type: "run-end",
      reason: "diverged",
      epochs: epoch - 1,
      trainingSeconds: 0,
      weightsSha256: "",
    } as const;
    return this.#look(epoch, { ...this.#run([...this.#epochs, broken]), end });
  }

  #keep(event: RunEvent): void {
    if (event.type === "run-start") this.#start = event;
    else if (event.type === "epoch") this.#epochs.push(event);
    else if (event.type === "finding") this.#told.push(event);
  }

  /** Without curves and sums, which no running check looks at: an epoch may be shorter than adding them up. */
  #run(epochs: readonly EpochEvent[]): Run {
    const start = this.#start === undefined ? {} : { start: this.#start };
    return {
      ...start,
      resumed: [],
      epochs,
      checkpoints: [],
      warnings: [],
      findings: [],
      curves: NONE,
      trainingSeconds: 0,
    };
  }

  async #look(epoch: number, run: Run): Promise<FindingEvent[]> {
    // One cause a run: what else shows later is most likely its consequence.
    if (this.#told.some((event) => event.epoch > 0)) return [];
    const evidence = new RunningEvidence({ ...this.#case, run }, this.#once);
    if (epoch > 1 && (await evidence.maybe(alarm)) === undefined) return [];
    const found: Unjudged[] = [];
    for (const check of runningChecks)
      if (blocked(check, [...this.#told, ...found]) === undefined) await runCheck(check, evidence, found);
    const events = judge(found)
      .filter((finding) => accuses(finding) && finding.explainedBy === undefined)
      .filter(({ id }, i, all) => all.findIndex((other) => other.id === id) === i && !this.#hasTold(id))
      .map((finding) => ({ type: "finding" as const, epoch, finding }));
    this.#told.push(...events);
    return events;
  }

  #hasTold(id: string): boolean {
    return this.#told.some(({ finding }) => finding.id === id);
  }
}

const NONE: Run["curves"] = { epoch: [], cost: [], trainingSeconds: [], training: [], validation: [], test: [] };
