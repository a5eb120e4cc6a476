import { type KernelBuild, loadKernels } from "./binary.ts";
import { CLOSE, type Command, REST, readCommand, writeCommand } from "./control.ts";
import type { Kernels } from "./kernel-table.ts";
import { type KernelMemory, viewsOf } from "./memory-views.ts";
import type { Plan } from "./plan.ts";
import { type Answer, Runner } from "./runner.ts";

/** What a thread needs to know to take part. */
export interface ThreadJob {
  readonly plan: Plan;
  readonly memory: KernelMemory;
  readonly build: KernelBuild;
}

/** Threads that work on one plan. */
export interface Team {
  readonly size: number;
  /** @param active how many threads take part: all, or 1, and then the others sleep before it begins */
  execute(command: Command, active: number): Promise<Answer> | Answer;
  close(): void;
}

/** Threads opened by `myelin/node` or `myelin/browser`, used by one training after the other. */
export interface ThreadPool {
  readonly size: number;
  /** True when the threads can only work on memory that is shared. */
  readonly shared: boolean;
  /** Cores of the machine: whether each thread may have one. */
  readonly cores: number;
  /** True when every step is made by all threads, also where one would be faster: to prove that bits do not change. */
  readonly steady: boolean;
  /** Why there are fewer threads than asked for: a sentence for people. */
  readonly notice?: string;
  start(job: ThreadJob): Promise<Team>;
  close(): Promise<void>;
}

/**
 * Looks of a waiting thread before it sleeps: about 50 ms. While all are at work it never waits so long, so a thread keeps its
 * core: systems that wake a thread on a core in use, to save others, move it only after some 20 ms.
 */
const PATIENT_SPINS = 50_000_000;
/** The same where threads must share cores, about 20 µs: who is waited for may need the core of who waits. */
const HASTY_SPINS = 20_000;

/** How long threads look before they sleep. */
export function spinsOf(pool: ThreadPool | undefined): number {
  return pool && pool.size > pool.cores ? HASTY_SPINS : PATIENT_SPINS;
}

const NOTHING_DONE: Answer = { steps: 0, costSum: 0, scale: 1, lost: true };

/** The calling thread as thread 0; the others, if any, run `serveThread` on the same job. */
export class LeadTeam implements Team {
  readonly size: number;
  readonly #plan: Plan;
  readonly #memory: KernelMemory;
  readonly #kernels: Kernels;
  readonly #alone: Runner;
  readonly #together: Runner | undefined;
  /** True when the others sleep, as they do before their first command. */
  #resting = true;

  constructor(plan: Plan, memory: KernelMemory, kernels: Kernels) {
    const views = viewsOf(memory.buffer);
    this.size = plan.spec.threads;
    this.#plan = plan;
    this.#memory = memory;
    this.#kernels = kernels;
    this.#alone = new Runner(plan, views, kernels, { index: 0, active: 1 });
    if (this.size > 1) this.#together = new Runner(plan, views, kernels, { index: 0, active: this.size });
  }

  execute(command: Command, active: number): Answer {
    if (active === 1 || !this.#together) {
      const lost = this.#rest();
      return lost ? NOTHING_DONE : this.#alone.execute(command);
    }
    this.#resting = false;
    this.#publish(command);
    const answer = this.#together.execute(command);
    const lost = this.#meet();
    return { ...answer, lost: answer.lost || lost };
  }

  /**
   * Sends the others to sleep and waits until each has heard it. A thread that looks for work costs another one that shares its
   * core, so that one thread would seem slower than it is. @returns true when one did not come
   */
  #rest(): boolean {
    if (this.#resting) return false;
    this.#resting = true;
    this.#publish({ kind: REST });
    return this.#meet();
  }

  /** @returns true when another thread did not come */
  #meet(): boolean {
    return this.#kernels.barrier_wait(this.#plan.control.barrier, this.size, this.#plan.spec.spins) !== 0;
  }

  close(): void {
    if (this.#together) this.#publish({ kind: CLOSE });
  }

  #publish(command: Command): void {
    const { control } = this.#plan;
    writeCommand(new Float64Array(this.#memory.buffer, control.command, 8), command);
    const generation = new Int32Array(this.#memory.buffer, control.generation, 1);
    Atomics.add(generation, 0, 1);
    Atomics.notify(generation, 0);
  }
}

/**
 * Thread `index` of the job: does what thread 0 publishes until it says close. Blocks; call it in a worker.
 *
 * @param ready called when the thread can take commands
 */
export async function serveThread({ plan, memory, build }: ThreadJob, index: number, ready: () => void): Promise<void> {
  const kernels = await loadKernels(build, memory);
  const { threads: active, spins } = plan.spec;
  const runner = new Runner(plan, viewsOf(memory.buffer), kernels, { index, active });
  const numbers = new Float64Array(memory.buffer, plan.control.command, 8);
  ready();
  let looks = 0;
  for (let seen = 0; ; seen++) {
    kernels.await_change(plan.control.generation, seen, looks);
    const command = readCommand(numbers);
    if (command.kind === CLOSE) return;
    looks = command.kind === REST ? 0 : spins;
    runner.execute(command);
    kernels.barrier_wait(plan.control.barrier, active, spins);
  }
}
