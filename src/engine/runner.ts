import { type Command, EVALUATE, type EvaluateCommand, TRAIN, type TrainCommand } from "./control.ts";
import type { Kernels } from "./kernel-table.ts";
import type { MemoryViews } from "./memory-views.ts";
import { newContext, type Op, type StepContext } from "./op.ts";
import { outputOf, type Plan } from "./plan.ts";
import type { SetName } from "./set-plan.ts";
import type { Share } from "./share.ts";
import { EVALUATION_ROWS } from "./signal.ts";
import { compileEvaluation, compileStep } from "./step.ts";

/** What came of it; every thread comes to the same training answer. */
export interface Answer {
  /** Steps done: fewer than asked for when a cost was not finite. */
  readonly steps: number;
  /** Sum over the epoch's steps so far of the mean cost of the mini-batch. */
  readonly costSum: number;
  readonly scale: number;
  /** True when another thread did not come. */
  readonly lost: boolean;
}

/** One thread's part of the work, compiled for all that it may be asked. */
export class Runner {
  readonly #plan: Plan;
  readonly #memory: MemoryViews;
  readonly #kernels: Kernels;
  readonly #share: Share;
  readonly #context: StepContext = newContext();
  readonly #step: readonly Op[];
  readonly #evaluations = new Map<SetName, readonly Op[]>();

  constructor(plan: Plan, memory: MemoryViews, kernels: Kernels, share: Share) {
    this.#plan = plan;
    this.#memory = memory;
    this.#kernels = kernels;
    this.#share = share;
    const training = plan.sets.training;
    this.#step = training ? compileStep(training, { plan, memory, kernels, share, c: this.#context }) : [];
  }

  execute(command: Command): Answer {
    if (command.kind === TRAIN) return this.#train(command);
    if (command.kind === EVALUATE) return this.#evaluate(command);
    return { steps: 0, costSum: 0, scale: 1, lost: false };
  }

  #train({ epoch, from, to, scale, costSum: before }: TrainCommand): Answer {
    const c = this.#context;
    c.scale = scale;
    c.epoch = epoch;
    const { order, rates, momenta, sets, spec } = this.#plan;
    const rateOf = new Float64Array(this.#memory.f32.buffer, rates, to);
    const momentumOf = new Float64Array(this.#memory.f32.buffer, momenta, to);
    let costSum = before;
    let step = from;
    while (step < to) {
      c.first = step * spec.batchSize;
      c.order = order + 4 * c.first;
      // The last mini-batch of an epoch may be short.
      c.batch = Math.min(spec.batchSize, sets.training!.count - c.first);
      c.parity = (step & 1) as 0 | 1;
      c.step = step;
      c.rate = rateOf[step]!;
      c.momentum = Math.fround(momentumOf[step]!);
      for (const op of this.#step) op();
      step++;
      costSum += c.cost / c.batch;
      if (c.lost || !Number.isFinite(costSum)) break;
    }
    return { steps: step - from, costSum, scale: c.scale, lost: c.lost };
  }

  /** Every active thread takes its share of the blocks of rows; costs go to their block's place, classes to their row's. */
  #evaluate({ set: name, from: first, to: last, scale }: EvaluateCommand): Answer {
    const c = this.#context;
    c.scale = scale;
    const { count } = this.#plan.sets[name]!;
    const ops = this.#evaluation(name);
    const blocks = last - first;
    const from = first + Math.floor((blocks * this.#share.index) / this.#share.active);
    const to = first + Math.floor((blocks * (this.#share.index + 1)) / this.#share.active);
    for (let block = from; block < to; block++) {
      c.first = block * EVALUATION_ROWS;
      c.order = this.#plan.identity + 4 * c.first;
      c.batch = Math.min(EVALUATION_ROWS, count - c.first);
      c.parity = 0;
      for (const op of ops) op();
      this.#store(block, c.first);
    }
    return { steps: to - from, costSum: 0, scale: c.scale, lost: false };
  }

  #evaluation(name: SetName): readonly Op[] {
    const known = this.#evaluations.get(name);
    if (known) return known;
    const [plan, memory, kernels] = [this.#plan, this.#memory, this.#kernels];
    const set = plan.sets[name]!;
    const share: Share = { index: this.#share.index, active: 1, alone: true };
    const ops = compileEvaluation(set, { plan, memory, kernels, share, c: this.#context });
    this.#evaluations.set(name, ops);
    return ops;
  }

  /** Cost and classes (the first maximum) of one block. */
  #store(block: number, first: number): void {
    const { f32, u8 } = this.#memory;
    const { stride, numbers: units } = outputOf(this.#plan);
    for (let m = 0; m < this.#context.batch; m++) {
      const row = (this.#plan.answers[this.#share.index]! + m * stride) >>> 2;
      let best = 0;
      for (let u = 1; u < units; u++) if (f32[row + u]! > f32[row + best]!) best = u;
      u8[this.#plan.evaluationClasses + first + m] = best;
      if (this.#plan.spec.keepAnswers)
        f32.copyWithin((this.#plan.evaluationAnswers >>> 2) + (first + m) * units, row, row + units);
    }
    new DataView(f32.buffer).setFloat64(this.#plan.evaluationCosts + 8 * block, this.#context.cost, true);
  }
}
