import type { EpochEvent, ProgressEvent, RunEndEvent, RunStartEvent, Score, TrainingEvent } from "../core/events.ts";
import type { Host } from "../core/host.ts";
import { VERSION } from "../core/version.ts";
import { pictureForm, splitsSha256 } from "../dataset/index.ts";
import { Engine } from "../engine/index.ts";
import { type Network, standardised } from "../network/index.ts";
import { divergence } from "./divergence.ts";
import { healthRowCount, healthRows, layerHealth } from "./health.ts";
import type { TrainingData, TrainOptions } from "./options.ts";
import { Progress } from "./progress.ts";
import { parseNumbers } from "./saved-numbers.ts";
import { isOver, momentaOfEpoch, ratesOfEpoch } from "./schedule.ts";
import { type TrainingSettings, updateSpec } from "./settings.ts";
import { putBack, type Snapshot, savedSnapshot, saveSnapshot, snapshotOf } from "./snapshot.ts";
import { checkTensors, type TrainingState } from "./state.ts";

/** At most one progress event in this many milliseconds. */
const PROGRESS_EVERY = 100;

/** One training run: an engine, where the run is, and the events that tell of it. */
export class Run {
  readonly #progress: Progress;
  readonly #network: Network;
  readonly #data: TrainingData;
  readonly #settings: TrainingSettings;
  readonly #options: TrainOptions;
  readonly #host: Host;
  #engine!: Engine;
  readonly #healthRows: readonly Float64Array[];
  /** The network's numbers at the best epoch, kept where early stopping may go back to them. */
  #best: Snapshot | undefined;
  /** Parameters at the start of the epoch, which its health is told by. */
  #atStart: Float32Array;
  /** Those of the last epoch, where the network has got the best one's at the end: a longer run goes on with them. */
  #last: Snapshot | undefined;
  #lastProgress = 0;
  /** True when the engine has trained on since the network's parameters were taken from it. */
  #ahead = false;

  constructor(network: Network, data: TrainingData, settings: TrainingSettings, options: TrainOptions, host: Host) {
    this.#progress = new Progress(options.resume);
    this.#best = savedSnapshot(options.resume?.tensors, "best", network);
    this.#atStart = options.resume?.tensors.get("start") ?? network.parameters;
    this.#network = network;
    this.#data = data;
    this.#settings = settings;
    this.#options = options;
    this.#host = host;
    const training = standardised(data.training, network.spec.input);
    this.#healthRows = healthRows(training, network.spec.input, healthRowCount(network));
  }

  /** State at the last event, which the network's parameters then belong to. */
  state(): TrainingState {
    if (this.#ahead) this.#takeParameters();
    const { tensors, scale } = this.#engine.state();
    saveSnapshot(tensors, "best", this.#best);
    saveSnapshot(tensors, "last", this.#last);
    if (this.#progress.step > 0) tensors.set("start", this.#atStart);
    return this.#progress.state({ tensors, scale }, this.#settings.epochs);
  }

  async *events(): AsyncGenerator<TrainingEvent, void, undefined> {
    this.#engine = await this.#openEngine();
    try {
      if (this.#options.resume) this.#restore(this.#options.resume);
      yield await this.#startEvent();
      let interrupted = false;
      while (!interrupted && !this.#progress.over && this.#progress.epoch < this.#settings.epochs) {
        if (!this.#aborted && (yield* this.#trainEpoch())) yield await this.#finishEpoch();
        else interrupted = true;
      }
      yield await this.#endEvent(interrupted);
    } finally {
      this.#engine.close();
    }
  }

  async #openEngine(): Promise<Engine> {
    const { training, validation, test } = this.#data;
    const sets = { training, ...(validation ? { validation } : {}), ...(test ? { test } : {}) };
    const update = updateSpec(this.#settings, training.count, this.#seed);
    const options = { ...this.#options, host: this.#host, batchSize: this.#settings.batchSize, update };
    const { augment } = this.#settings;
    return Engine.open(this.#network, sets, augment ? { ...options, augment } : options);
  }

  /** Hands the engine what it knew when the run was interrupted. */
  #restore({ tensors, json }: TrainingState): void {
    checkTensors(tensors, this.#engine.state().tensors.keys(), this.#network);
    const last = savedSnapshot(tensors, "last", this.#network);
    if (last) {
      putBack(this.#network, last);
      this.#engine.writeParameters(last.parameters);
      this.#engine.writeStatistics(last.statistics);
    }
    this.#engine.restore(tensors, parseNumbers(json).scale);
  }

  /** Trains to the end of the epoch. @returns false when the signal came first */
  async *#trainEpoch(): AsyncGenerator<ProgressEvent, boolean, undefined> {
    const progress = this.#progress;
    const engine = this.#engine;
    const epoch = progress.epoch + 1;
    let since = this.#host.now();
    const countTime = () => {
      const now = this.#host.now();
      progress.epochSeconds += (now - since) / 1000;
      since = now;
    };
    if (progress.step === 0) this.#atStart = this.#network.parameters.slice();
    engine.beginEpoch(this.#seed, epoch, {
      rates: this.#rates(epoch),
      momenta: momentaOfEpoch(this.#settings, epoch, engine.stepsPerEpoch),
    });
    while (progress.step < engine.stepsPerEpoch) {
      const stretch = await engine.train(epoch, progress.step, progress.costSum);
      this.#ahead = true;
      progress.step += stretch.steps;
      progress.costSum = stretch.costSum;
      countTime();
      if (!Number.isFinite(stretch.costSum)) throw this.#divergence();
      if (since - this.#lastProgress >= PROGRESS_EVERY) {
        this.#lastProgress = since;
        yield this.#progressEvent();
      }
      await this.#host.pause();
      since = this.#host.now();
      if (this.#aborted && progress.step < engine.stepsPerEpoch) return false;
    }
    engine.fold();
    countTime();
    return true;
  }

  async #finishEpoch(): Promise<EpochEvent> {
    const progress = this.#progress;
    this.#takeParameters();
    const { validation, test } = this.#data;
    const epoch = progress.epoch + 1;
    const event: EpochEvent = {
      type: "epoch",
      epoch,
      cost: progress.costSum / progress.step,
      trainingSeconds: progress.epochSeconds,
      learningRate: this.#rates(epoch).at(-1)!,
      ...(this.#settings.monitorTraining ? { training: await this.#score("training") } : {}),
      ...(validation ? { validation: await this.#score("validation") } : {}),
      ...(test ? { test: await this.#score("test") } : {}),
      health: layerHealth(this.#network, this.#atStart, this.#healthRows),
    };
    const isBest = progress.finish(event);
    if (isBest && this.#settings.patience !== undefined) this.#best = snapshotOf(this.#network);
    this.#decideEnd();
    return event;
  }

  /** Halves η or ends the run when the validation result has stood still for too long. */
  #decideEnd(): void {
    const progress = this.#progress;
    const { patience, schedule, scheduleEvery = 10 } = this.#settings;
    if (schedule === "halve" && progress.standstill >= scheduleEvery) {
      progress.halvings++;
      progress.standstill = 0;
      progress.over = isOver(this.#settings, progress.halvings);
    }
    if (patience !== undefined && progress.best && progress.epoch - progress.best.epoch >= patience)
      progress.over = true;
  }

  #rates(epoch: number): Float64Array {
    return ratesOfEpoch(this.#settings, epoch, this.#progress.halvings, this.#engine.stepsPerEpoch);
  }

  async #score(set: "training" | "validation" | "test"): Promise<Score> {
    const { correct, total, cost } = await this.#engine.evaluate(set);
    return this.#settings.monitorCost ? { correct, total, cost } : { correct, total };
  }

  async #startEvent(): Promise<RunStartEvent> {
    const { training, validation, test, name } = this.#data;
    const pictures = pictureForm(training);
    return {
      type: "run-start",
      format: 1,
      myelin: VERSION,
      data: {
        name: name ?? training.name,
        training: training.count,
        validation: validation?.count ?? 0,
        test: test?.count ?? 0,
        sha256: await splitsSha256(this.#data, this.#host),
        ...(pictures && { pictures }),
      },
      network: this.#network.spec,
      parameters: this.#network.parameters.length,
      settings: { ...this.#settings, seed: this.#seed },
      engine: this.#engine.description,
      resumedAfter: this.#progress.epoch,
    };
  }

  #progressEvent(): ProgressEvent {
    const { epoch, step, costSum } = this.#progress;
    return { type: "progress", epoch: epoch + 1, step, steps: this.#engine.stepsPerEpoch, cost: costSum / step };
  }

  async #endEvent(interrupted: boolean): Promise<RunEndEvent> {
    this.#takeParameters();
    if (!interrupted && this.#best) {
      this.#last = snapshotOf(this.#network);
      putBack(this.#network, this.#best);
    }
    const { epoch, best, trainingSeconds, epochSeconds, over } = this.#progress;
    return {
      type: "run-end",
      reason: interrupted ? "interrupted" : over ? "stopped-early" : "finished",
      epochs: epoch,
      ...(best ? { best } : {}),
      trainingSeconds: trainingSeconds + epochSeconds,
      weightsSha256: await this.#network.weightsSha256(this.#host),
    };
  }

  /** The engine's parameters become the network's, unless the last step has left one that is not finite. */
  #takeParameters(): void {
    const parameters = this.#network.parameters.slice();
    const statistics = this.#network.statistics.slice();
    this.#engine.readParameters(parameters);
    this.#engine.readStatistics(statistics);
    if (!allFinite(parameters) || !allFinite(statistics)) throw this.#divergence();
    putBack(this.#network, { parameters, statistics });
    this.#ahead = false;
  }

  #divergence() {
    const parameters = this.#network.parameters.slice();
    this.#engine.readParameters(parameters);
    const { epoch, step, costSum } = this.#progress;
    return divergence(this.#network, parameters, { epoch: epoch + 1, step, costSum }, this.#settings.learningRate);
  }

  get #aborted(): boolean {
    return this.#options.signal?.aborted ?? false;
  }

  get #seed(): number {
    return this.#settings.seed ?? this.#network.spec.seed;
  }
}

/** A loop, because it runs every epoch over all parameters: `every` takes ten times as long. */
function allFinite(numbers: Float32Array): boolean {
  for (let i = 0; i < numbers.length; i++) if (!Number.isFinite(numbers[i])) return false;
  return true;
}
