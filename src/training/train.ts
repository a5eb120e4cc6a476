import { defaultHost } from "../core/default-host.ts";
import type { TrainingEvent } from "../core/events.ts";
import type { Network } from "../network/index.ts";
import type { TrainingData, TrainOptions } from "./options.ts";
import { checkResumedEpochs } from "./progress.ts";
import { Run } from "./run.ts";
import { checkTrainingSettings, type TrainingSettings } from "./settings.ts";
import type { TrainingState } from "./state.ts";

/** The events of a training run, and what is needed to go on with it. */
export interface TrainingRun extends AsyncGenerator<TrainingEvent, void, undefined> {
  /** State at the last event, to be saved beside the network's parameters, which it brings up to date. */
  state(): TrainingState;
}

/**
 * Trains a network by mini-batch stochastic gradient descent, as in chapter 1 of the book: each epoch takes the training set
 * in a new order and moves the parameters by −η times the mean gradient of each mini-batch.
 *
 * `network.parameters` holds the current canonical parameters at each `epoch` and `run-end` event. The generator prints
 * nothing and gives its thread back at least every 50 ms.
 *
 * @throws MyelinError SETTINGS_* for settings out of range, RESUME_EPOCHS where a run cannot be made longer, ENGINE_* for
 *   data that does not fit, DIVERGED when a cost or a parameter is not finite; `network.parameters` are then those of the
 *   last finished epoch
 */
export function train(
  network: Network,
  data: TrainingData,
  settings: TrainingSettings,
  options: TrainOptions = {},
): TrainingRun {
  checkTrainingSettings(settings, data.validation !== undefined, data.training.count);
  checkResumedEpochs(settings, options.resume);
  const run = new Run(network, data, settings, options, options.host ?? defaultHost);
  return Object.assign(run.events(), { state: () => run.state() });
}
