import { usageError } from "../core/errors.ts";
import type { RunEvent } from "../core/events.ts";
import type { Splits } from "../dataset/index.ts";
import { hasRelaxedSimd } from "../engine/index.ts";
import { Network, type NetworkOptions } from "../network/index.ts";
import { type TrainingData, type TrainingState, type TrainOptions, train } from "../training/index.ts";
import { type ExperimentConfig, partOf } from "./settings.ts";

export interface RunOptions extends TrainOptions {
  /** The network to train; by default `createNetwork(data, config)`. */
  readonly network?: Network;
}

/**
 * Refuses what this machine cannot do, before anything is loaded.
 *
 * @throws MyelinError FAST_UNAVAILABLE (usage).
 */
export function checkMachine(config: ExperimentConfig): void {
  if (!config.fast || hasRelaxedSimd()) return;
  const sentence = "--fast needs WebAssembly relaxed SIMD, which this platform does not have (Node has it from 22 on)";
  throw usageError("FAST_UNAVAILABLE", `${sentence}: use a newer one, or leave --fast out.`);
}

/** The events of an experiment, and what is needed to save it and to go on with it. */
export interface ExperimentRun extends AsyncGenerator<RunEvent, void, undefined> {
  /** After each `epoch` and `run-end` event it has the current weights. */
  readonly network: Network;
  /** Everything beside the weights, at the last event. */
  state(): TrainingState;
}

/**
 * The network that an experiment starts from: as many inputs as an image has pixels, the hidden layers of the settings,
 * as many outputs as there are classes, first weights from the seed.
 *
 * @param data what will be learnt from; only its shape and its class names are looked at.
 */
export function createNetwork(data: Splits, config: ExperimentConfig): Network {
  const { size, classes } = data.training;
  return Network.create([size, ...config.hidden, classes.length], networkOptions(data, config));
}

function networkOptions(data: Splits, config: ExperimentConfig): NetworkOptions {
  const { shape, classes } = data.training;
  return { seed: config.seed, initialisation: config.init, inputShape: shape, classes };
}

/**
 * Runs an experiment: creates the network, trains it, and passes the events of training on.
 *
 * @param data training images, and validation and test images where there are any.
 * @param config a complete experiment, from `parseExperimentConfig`.
 * @throws MyelinError as `train`.
 */
export function run(data: TrainingData, config: ExperimentConfig, options: RunOptions = {}): ExperimentRun {
  const { network = createNetwork(data, config), ...rest } = options;
  const training = train(network, data, partOf(config, "training"), { fast: config.fast, ...rest });
  return Object.assign(passOn(training), { network, state: () => training.state() });
}

async function* passOn(events: AsyncIterable<RunEvent>): AsyncGenerator<RunEvent, void, undefined> {
  yield* events;
}
