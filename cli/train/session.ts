import { nodeHost } from "../../node/host.ts";
import { defaultThreads, openThreads } from "../../node/threads.ts";
import { MyelinError } from "../../src/core/errors.ts";
import type { RunEndEvent, RunStartEvent } from "../../src/core/events.ts";
import type { Finding } from "../../src/core/finding.ts";
import { integer, list, printable } from "../../src/core/text.ts";
import type { ThreadPool } from "../../src/engine/index.ts";
import { checkMachine, type ExperimentRun, run, splitData } from "../../src/experiment/run.ts";
import { findingSentence } from "../../src/report/text/diagnosis.ts";
import { quoted } from "../data.ts";
import type { OptionValues } from "../settings-options.ts";
import { type Interruption, listen } from "../signals.ts";
import { Output } from "../terminal.ts";
import { writeCard } from "./card.ts";
import { begin, type Prepared } from "./prepare.ts";
import { readRequest, type TrainRequest } from "./request.ts";
import { trainResult } from "./result.ts";
import { TrainView } from "./view.ts";

/** `myelin train` */
export async function train(options: OptionValues): Promise<void> {
  const output = new Output({ json: options.json === true, quiet: options.quiet === true });
  output.keepGoing();
  const request = readRequest(options);
  checkMachine(request.config);
  // While the data are unpacked on another thread, this one reads what the doctor consists of.
  if (options.doctor !== false) void import("../../src/doctor/running/watch.ts");
  const prepared = request.resume === undefined ? await begin(request, output) : await goOn(request, output);
  const doctor = options.doctor === false ? { doctor: false } : {};
  await new Session({ ...prepared, options: { ...prepared.options, ...doctor } }, output).run();
}

async function goOn(request: TrainRequest, output: Output): Promise<Prepared> {
  const { resume } = await import("./resume.ts");
  return resume(request, output);
}

/** One run from its first event to its last line. */
class Session {
  readonly #prepared: Prepared;
  readonly #output: Output;
  readonly #view: TrainView;
  #start: RunStartEvent | undefined;
  #experiment: ExperimentRun | undefined;
  /** True once the doctor has said something. */
  #accused = false;

  constructor(prepared: Prepared, output: Output) {
    this.#prepared = prepared;
    this.#output = output;
    this.#view = new TrainView(output, prepared.config);
  }

  async run(): Promise<void> {
    const { data, config, options, before } = this.#prepared;
    if (before !== undefined) this.#view.resumed(before);
    this.#view.data(data.name, data);
    const interruption = this.#listen();
    let end: RunEndEvent | undefined;
    let threads: ThreadPool | undefined;
    try {
      threads = await openThreads(config.threads ?? defaultThreads(options.network.sizes));
      const experiment = run(data, config, { ...options, host: nodeHost, threads, signal: interruption.signal });
      this.#experiment = experiment;
      end = await this.#follow(experiment);
    } finally {
      await threads?.close();
      await this.#finish();
      interruption.done();
    }
    if (end === undefined) return;
    await this.#writeCard(end);
    this.#conclude(end, interruption);
  }

  /** Shows and keeps every event. @returns the last one. */
  async #follow(experiment: ExperimentRun): Promise<RunEndEvent | undefined> {
    const { folder } = this.#prepared;
    let end: RunEndEvent | undefined;
    try {
      for await (const event of experiment) {
        const whole = event.type === "epoch" || event.type === "run-end";
        folder.record(event, whole ? { network: experiment.network, state: experiment.state() } : undefined);
        if (event.type === "run-start") this.#begin(event, experiment);
        else if (event.type === "progress") this.#view.progress(event);
        else if (event.type === "epoch") this.#view.epoch(event);
        else if (event.type === "warning") this.#output.warn(event.message);
        else if (event.type === "finding") this.#tell(event.finding);
        else if (event.type === "run-end") end = event;
      }
    } catch (error) {
      if (error instanceof MyelinError && error.kind === "diverged") await this.#recordDivergence(experiment);
      throw error;
    }
    return end;
  }

  #begin(event: RunStartEvent, { network }: ExperimentRun): void {
    this.#start = event;
    this.#view.start(event, network, this.#prepared.folder.path);
  }

  /** That a cost is not finite is told by the error which ends the run. */
  #tell(finding: Finding): void {
    this.#accused = true;
    if (finding.evidence.seen !== "loss") this.#output.explain(findingSentence(finding));
  }

  /** The log ends with what happened; the checkpoints stay those of the last epoch that had finite numbers. */
  async #recordDivergence({ network }: ExperimentRun): Promise<void> {
    const epochs = this.#view.epochs;
    const trainingSeconds = epochs.reduce((sum, event) => sum + event.trainingSeconds, 0);
    const weightsSha256 = await network.weightsSha256(nodeHost);
    const counted = { epochs: epochs.length, trainingSeconds, weightsSha256 };
    this.#prepared.folder.record({ type: "run-end", reason: "diverged", ...counted });
    const kept = epochs.length > 0 ? `the network after epoch ${epochs.length} is kept` : "no epoch was finished";
    const run = this.#prepared.folder.path;
    this.#output.note(`${printable(run)}: ${kept}. Why: myelin doctor ${quoted(run)}`);
  }

  #listen(): Interruption {
    return listen({
      first: () => this.#output.note("Stopping: finishing the mini-batch and saving. Once more to leave at once."),
      second: () => {
        this.#output.clear();
        this.#output.note("Left at once: what came after the last checkpoint is not saved.");
      },
    });
  }

  async #finish(): Promise<void> {
    this.#output.clear();
    await this.#prepared.folder.finish();
  }

  async #writeCard(end: RunEndEvent): Promise<void> {
    const { folder, data, config } = this.#prepared;
    const start = this.#start;
    if (start === undefined) return;
    const problem = await writeCard({ path: folder.path, data: splitData(data, config), config, start, end });
    if (problem !== undefined) this.#output.warn(problem.message);
  }

  /** `after 11 epochs and 2,345 mini-batches` */
  #place(): string {
    const { epoch = 0, step = 0 } = this.#experiment?.state() ?? {};
    const parts = [
      ...(epoch > 0 || step === 0 ? [`${integer(epoch)} ${epoch === 1 ? "epoch" : "epochs"}`] : []),
      ...(step > 0 ? [`${integer(step)} ${step === 1 ? "mini-batch" : "mini-batches"}`] : []),
    ];
    return `after ${list(parts)}`;
  }

  #conclude(end: RunEndEvent, interruption: Interruption): void {
    const { folder, loading, config } = this.#prepared;
    const run = folder.path;
    const times = { load: loading, total: performance.now() / 1000 };
    this.#view.end(end, this.#prepared.options.network, run, times.total);
    if (end.reason === "interrupted") {
      this.#output.say(`\nInterrupted ${this.#place()}; all of it is saved.`);
      this.#output.conclude(`Go on: myelin train --resume ${quoted(run)}`);
      process.exitCode = interruption.exitCode() ?? 0;
    } else this.#output.say(`\nNext: myelin ${this.#accused ? "doctor" : "evaluate"} ${quoted(run)}`);
    const start = this.#start;
    if (start === undefined) return;
    this.#output.object(trainResult(start, config.seed, this.#view.epochs, end, times, run));
  }
}
