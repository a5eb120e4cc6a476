import type { RunEvent } from "../core/events.ts";
import type { Splits } from "../dataset/index.ts";
import { Network, type NetworkOptions } from "../network/index.ts";
import { type TrainOptions, train } from "../training/index.ts";
import { type ExperimentConfig, partOf } from "./settings.ts";

export interface RunOptions extends TrainOptions {
  /** The network to train; by default `createNetwork(data, config)`. After each event it has the current weights. */
  readonly network?: Network;
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
export async function* run(data: Splits, config: ExperimentConfig, options: RunOptions = {}): AsyncGenerator<RunEvent> {
  const { network = createNetwork(data, config), ...rest } = options;
  yield* train(network, data, partOf(config, "training"), rest);
}
