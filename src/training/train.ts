import { defaultHost } from "../core/default-host.ts";
import type { EpochEvent, ProgressEvent, RunEndEvent, RunStartEvent, Score, TrainingEvent } from "../core/events.ts";
import type { Host } from "../core/host.ts";
import { VERSION } from "../core/version.ts";
import { batchOrder, type Splits, splitsSha256 } from "../dataset/index.ts";
import { Engine, type ThreadPool } from "../engine/index.ts";
import { type Network, parameterCount } from "../network/index.ts";
import { divergence } from "./divergence.ts";
import { Progress } from "./progress.ts";
import { checkTrainingSettings, type TrainingSettings } from "./settings.ts";
import type { TrainingState } from "./state.ts";

/** Data to train on; `name` is what the run calls it, by default the training set's own name. */
export interface TrainingData extends Splits {
  readonly name?: string;
}

export interface TrainOptions {
  /** Ends the run after the mini-batches under way; the last event is `run-end` with reason "interrupted". */
  readonly signal?: AbortSignal;
  /** Opened by `myelin/node` or `myelin/browser`; without it one thread, with the same bits. */
  readonly threads?: ThreadPool;
  readonly host?: Host;
  /** Go on where another run stopped; `network` must hold that run's parameters. */
  readonly resume?: TrainingState;
  /** "typescript" runs the naive twins of the kernels: slow, with the same bits. */
  readonly kernels?: "wasm" | "typescript";
  /** Relaxed SIMD: faster, and outside the bits contract. */
  readonly fast?: boolean;
}

/** The events of a training run, and what is needed to go on with it. */
export interface TrainingRun extends AsyncGenerator<TrainingEvent, void, undefined> {
  /** State at the last event, to be saved beside the network's parameters. */
  state(): TrainingState;
}

/** At most one progress event in this many milliseconds. */
const PROGRESS_EVERY = 100;

/**
 * Trains a network by mini-batch stochastic gradient descent, as in chapter 1 of the book: each epoch takes the training set
 * in a new order and moves the parameters by −η times the mean gradient of each mini-batch.
 *
 * `network.parameters` holds the current canonical parameters at each `epoch` and `run-end` event. The generator prints
 * nothing and gives its thread back at least every 50 ms.
 *
 * @throws MyelinError SETTINGS_* for settings out of range, ENGINE_* for data that does not fit, DIVERGED when a cost or
 *   a parameter is not finite; `network.parameters` are then those of the last finished epoch
 */
export function train(
  network: Network,
  data: TrainingData,
  settings: TrainingSettings,
  options: TrainOptions = {},
): TrainingRun {
  checkTrainingSettings(settings);
  const run = new Run(network, data, settings, options);
  return Object.assign(run.events(), { state: () => run.progress.state() });
}

class Run {
  readonly progress: Progress;
  readonly #network: Network;
  readonly #data: TrainingData;
  readonly #settings: TrainingSettings;
  readonly #options: TrainOptions;
  readonly #host: Host;
  #engine!: Engine;
  #lastProgress = 0;

  constructor(network: Network, data: TrainingData, settings: TrainingSettings, options: TrainOptions) {
    this.progress = new Progress(options.resume);
    this.#network = network;
    this.#data = data;
    this.#settings = settings;
    this.#options = options;
    this.#host = options.host ?? defaultHost;
  }

  async *events(): AsyncGenerator<TrainingEvent, void, undefined> {
    const { training, validation, test } = this.#data;
    const sets = { training, ...(validation ? { validation } : {}), ...(test ? { test } : {}) };
    this.#engine = await Engine.open(this.#network, sets, {
      ...this.#options,
      host: this.#host,
      batchSize: this.#settings.batchSize,
    });
    try {
      yield await this.#startEvent();
      let reason: RunEndEvent["reason"] = "finished";
      while (this.progress.epoch < this.#settings.epochs && reason === "finished") {
        if (!this.#aborted && (yield* this.#trainEpoch())) yield await this.#finishEpoch();
        else reason = "interrupted";
      }
      yield await this.#endEvent(reason);
    } finally {
      this.#engine.close();
    }
  }

  /** Trains to the end of the epoch. @returns false when the signal came first */
  async *#trainEpoch(): AsyncGenerator<ProgressEvent, boolean, undefined> {
    const { progress } = this;
    const engine = this.#engine;
    let since = this.#host.now();
    const elapsed = () => {
      const now = this.#host.now();
      const seconds = (now - since) / 1000;
      since = now;
      return seconds;
    };
    engine.setOrder(batchOrder(this.#data.training.count, this.#seed, progress.epoch + 1));
    while (progress.step < engine.stepsPerEpoch) {
      const stretch = await engine.train(progress.step, this.#settings.learningRate, 0);
      progress.step += stretch.steps;
      progress.costSum += stretch.costSum;
      progress.epochSeconds += elapsed();
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
    progress.epochSeconds += elapsed();
    return true;
  }

  async #finishEpoch(): Promise<EpochEvent> {
    const { progress } = this;
    this.#takeParameters();
    const { validation, test } = this.#data;
    const event: EpochEvent = {
      type: "epoch",
      epoch: progress.epoch + 1,
      cost: progress.costSum / progress.step,
      trainingSeconds: progress.epochSeconds,
      learningRate: this.#settings.learningRate,
      ...(validation ? { validation: await this.#score("validation") } : {}),
      ...(test ? { test: await this.#score("test") } : {}),
    };
    progress.finish(event);
    return event;
  }

  async #score(set: "validation" | "test"): Promise<Score> {
    const { correct, total } = await this.#engine.evaluate(set);
    return { correct, total };
  }

  async #startEvent(): Promise<RunStartEvent> {
    const { training, validation, test, name } = this.#data;
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
      },
      network: this.#network.spec,
      parameters: parameterCount(this.#network.sizes),
      settings: { ...this.#settings, seed: this.#seed },
      engine: this.#engine.description,
      resumedAfter: this.progress.epoch,
    };
  }

  #progressEvent(): ProgressEvent {
    const { epoch, step, costSum } = this.progress;
    return { type: "progress", epoch: epoch + 1, step, steps: this.#engine.stepsPerEpoch, cost: costSum / step };
  }

  async #endEvent(reason: RunEndEvent["reason"]): Promise<RunEndEvent> {
    this.#takeParameters();
    const { epoch, best, trainingSeconds, epochSeconds } = this.progress;
    return {
      type: "run-end",
      reason,
      epochs: epoch,
      ...(best ? { best } : {}),
      trainingSeconds: trainingSeconds + epochSeconds,
      weightsSha256: await this.#network.weightsSha256(this.#host),
    };
  }

  /** The engine's parameters become the network's, unless the last step has left one that is not finite. */
  #takeParameters(): void {
    const parameters = this.#network.parameters.slice();
    this.#engine.readParameters(parameters);
    if (!parameters.every(Number.isFinite)) throw this.#divergence();
    this.#network.parameters.set(parameters);
  }

  #divergence() {
    const parameters = this.#network.parameters.slice();
    this.#engine.readParameters(parameters);
    const { epoch, step, costSum } = this.progress;
    return divergence(this.#network, parameters, { epoch: epoch + 1, step, costSum }, this.#settings.learningRate);
  }

  get #aborted(): boolean {
    return this.#options.signal?.aborted ?? false;
  }

  get #seed(): number {
    return this.#settings.seed ?? this.#network.spec.seed;
  }
}
