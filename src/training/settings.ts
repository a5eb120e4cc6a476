import { type MyelinError, usageError } from "../core/errors.ts";
import { checkSeed } from "../core/random.ts";
import { nearest } from "../core/text.ts";

/** How to train: plain JSON. */
export interface TrainingSettings {
  /** Passes over the training set. */
  readonly epochs: number;
  /** Images of a mini-batch, m; a short last one divides by its own length. */
  readonly batchSize: number;
  /** η */
  readonly learningRate: number;
  /** Decides the order of the mini-batches; by default the network's. */
  readonly seed?: number;
}

const NAMES = ["epochs", "batchSize", "learningRate", "seed"] as const satisfies readonly (keyof TrainingSettings)[];

/** @throws MyelinError SETTINGS_* with the setting, what was expected and what was found */
export function checkTrainingSettings(settings: TrainingSettings): void {
  for (const key of Object.keys(settings)) {
    if ((NAMES as readonly string[]).includes(key)) continue;
    const near = nearest(key, NAMES);
    throw usageError(
      "SETTINGS_UNKNOWN",
      `Training has no setting ${JSON.stringify(key)}${near ? `: did you mean ${JSON.stringify(near)}?` : `; it has ${NAMES.join(", ")}.`}`,
    );
  }
  wholeNumber("epochs", settings.epochs, 1_000_000);
  wholeNumber("batchSize", settings.batchSize, 1_000_000);
  if (!(Number.isFinite(settings.learningRate) && settings.learningRate > 0))
    throw expected("learningRate", "a number above 0", settings.learningRate);
  if (settings.seed !== undefined) checkSeed(settings.seed);
}

function wholeNumber(name: string, value: number, most: number): void {
  if (!Number.isInteger(value) || value < 1 || value > most)
    throw expected(name, `a whole number from 1 to ${most}`, value);
}

function expected(name: string, what: string, found: unknown): MyelinError {
  return usageError("SETTINGS_INVALID", `${name} must be ${what}, but is ${JSON.stringify(found) ?? "missing"}.`, {
    name,
    found,
  });
}
