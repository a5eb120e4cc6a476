import { defaultHost } from "../core/default-host.ts";
import { MyelinError, usageError } from "../core/errors.ts";
import type { FindingEvent, RunEvent } from "../core/events.ts";
import type { Host } from "../core/host.ts";
import { type Dataset, expandByShifts, type Splits, splitOff } from "../dataset/index.ts";
import type { Watch } from "../doctor/running/watch.ts";
import { hasRelaxedSimd } from "../engine/index.ts";
import { Network, standardiseFor } from "../network/index.ts";
import type { TrainingData, TrainingState, TrainOptions } from "../training/index.ts";
import { train } from "../training/train.ts";
import { hiddenLayers } from "./layers.ts";
import { type ExperimentConfig, partOf } from "./settings.ts";

export interface RunOptions extends TrainOptions {
  /** The network to train; by default `createNetwork(data, config)`. */
  readonly network?: Network;
  /** False leaves the doctor out, which otherwise looks at the data before training and at the run after each epoch. */
  readonly doctor?: boolean;
  /** Of a run that goes on: its events so far. What the doctor said there is not said again. */
  readonly before?: readonly RunEvent[];
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
 * The network that an experiment starts from: the picture of the data, the hidden layers of the settings, as many outputs
 * as there are classes, first weights from the seed.
 *
 * Float32 data, which are tables, are standardised by the training rows, unless the settings divide by another number than 255.
 *
 * @param data what will be learnt from; of pictures only their shape and the class names are looked at.
 * @throws MyelinError SPEC_SHAPE for layers that do not fit the pictures
 */
export function createNetwork(data: Splits, config: ExperimentConfig): Network {
  const { shape: input, classes } = data.training;
  const { seed, init, cost, activation, divideBy } = config;
  const functions = { initialisation: init, cost, activation, ...scaling(data.training, divideBy) };
  return Network.create({ input, layers: hiddenLayers(config), classes, seed, ...functions });
}

/** Numbers that are no pixels are standardised, unless the settings say what else they are to be divided by. */
function scaling(training: Dataset, divideBy: number) {
  const standardise = training.pixels instanceof Float32Array && divideBy === 255 && training.count > 0;
  return standardise ? { standardise: standardiseFor(training) } : { divideBy };
}

/**
 * The data with the validation images that the experiment asks for taken off the end of the training images; data that
 * have validation images of their own stay as they are.
 *
 * @throws MyelinError DATA_SPLIT when there are not as many training images.
 */
export function splitData<T extends Splits>(data: T, { validation }: Pick<ExperimentConfig, "validation">): T & Splits {
  return data.validation || validation === 0 ? data : { ...data, ...splitOff(data.training, validation) };
}

/**
 * Runs an experiment: splits validation images off, creates the network, trains it, and passes the events of training on.
 * Where there is something to say, findings come between them: behind the first event those of the doctor's quick checks of
 * the data (of a run that goes on they were looked at before), behind an epoch, at most once a run, the reason why the
 * network does not learn.
 *
 * @param data training images, and validation and test images where there are any.
 * @param config a complete experiment, from `parseExperimentConfig`.
 * @throws MyelinError as `train`.
 */
export function run(data: TrainingData, config: ExperimentConfig, options: RunOptions = {}): ExperimentRun {
  const splits = splitData(data, config);
  const { network = createNetwork(splits, config), doctor = true, before = [], ...rest } = options;
  // The doctor looks at the images as they came: it would call their moved copies duplicates.
  const learnt = config.expand ? { ...splits, training: expandByShifts(splits.training) } : splits;
  const training = train(network, learnt, partOf(config, "training"), { fast: config.fast, ...rest });
  const fresh = rest.resume === undefined;
  const events = doctor ? withDoctor(training, { splits, network, host: rest.host, before, fresh }) : passOn(training);
  return Object.assign(events, { network, state: () => training.state() });
}

async function* passOn(events: AsyncIterable<RunEvent>): AsyncGenerator<RunEvent, void, undefined> {
  yield* events;
}

interface Watched {
  readonly splits: Splits;
  readonly network: Network;
  readonly host: Host | undefined;
  readonly before: readonly RunEvent[];
  /** False for a run that goes on: its data were looked at before. */
  readonly fresh: boolean;
}

/** The events, and behind them what the doctor has to say: of the data before training, of the run after each epoch. */
async function* withDoctor(
  events: AsyncIterable<RunEvent>,
  { splits, network, host = defaultHost, before, fresh }: Watched,
): AsyncGenerator<RunEvent, void, undefined> {
  let watch: Watch | undefined;
  try {
    for await (const event of events) {
      yield event;
      if (event.type === "progress") continue;
      watch ??= await openWatch({ ...splits, network }, before);
      const found = await watch.see(event);
      if (event.type === "run-start" && fresh) found.push(...(await quickFindings(splits, watch, host)));
      yield* found;
    }
  } catch (error) {
    const epoch = error instanceof MyelinError && error.kind === "diverged" ? Number(error.facts.epoch) : 0;
    if (watch !== undefined && epoch > 0) yield* await watch.diverged(epoch);
    throw error;
  }
}

async function openWatch(input: Splits & { network: Network }, before: readonly RunEvent[]): Promise<Watch> {
  const { Watch } = await import("../doctor/running/watch.ts");
  return new Watch(input, before);
}

async function quickFindings(splits: Splits, watch: Watch, host: Host): Promise<FindingEvent[]> {
  const { diagnose } = await import("../doctor/diagnose.ts");
  const { findings } = await diagnose(splits, { quick: true, host });
  const told = findings.filter(({ confidence }) => confidence !== "advice");
  const events = told.map((finding): FindingEvent => ({ type: "finding", epoch: 0, finding }));
  for (const event of events) await watch.see(event);
  return events;
}
