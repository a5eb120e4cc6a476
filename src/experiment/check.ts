import { usageError } from "../core/errors.ts";
import type { CostName } from "../network/costs/index.ts";
import { withActivations } from "../network/hidden-layers.ts";
import { parseNetworkSpec } from "../network/parse-spec.ts";
import { checkTrainingSettings } from "../training/settings.ts";
import { checkLayers, hiddenLayers } from "./layers.ts";
import { type ExperimentConfig, partOf, type SettingName } from "./settings.ts";

/**
 * Refuses settings that do not go together, before any data is loaded: each of them was checked before.
 *
 * @param nameOf how messages call a setting.
 * @throws MyelinError SETTINGS_UNUSED, SETTINGS_VALIDATION, LAYERS_TEXT, or SPEC_* for a network too large for any data (usage)
 */
export function checkTogether(config: ExperimentConfig, nameOf: (name: SettingName) => string): void {
  checkWatched(config, nameOf);
  checkLayers(config, nameOf);
  if (config.dropout !== undefined && !hiddenLayers(config).some(({ kind = "dense" }) => kind === "dense")) {
    const sentence = `${nameOf("dropout")} has no effect without hidden dense layers`;
    throw usageError("SETTINGS_UNUSED", `${sentence}: give ${nameOf("hidden")}, or leave ${nameOf("dropout")} out.`, {
      name: "dropout",
    });
  }
  checkTrainingSettings(partOf(config, "training"), config.validation > 0);
  if (config.layers !== undefined) return; // What their shapes are depends on the picture.
  // The smallest data there can be: one pixel, two classes.
  parseNetworkSpec({
    input: { shape: [1, 1], divideBy: config.divideBy },
    layers: [
      ...withActivations(hiddenLayers(config), config.activation),
      { units: 2, activation: outputFor(config.cost) },
    ],
    cost: config.cost,
    initialisation: config.init,
    seed: config.seed,
  });
}

const outputFor = (cost: CostName) => (cost === "log-likelihood" ? "softmax" : "sigmoid");

/** What watches the validation images needs some. */
function checkWatched(config: ExperimentConfig, nameOf: (name: SettingName) => string): void {
  const watching = config.patience !== undefined ? "patience" : config.schedule === "halve" ? "schedule" : undefined;
  if (watching === undefined || config.validation > 0) return;
  const what = watching === "patience" ? nameOf(watching) : `${nameOf(watching)} halve`;
  const advice = `give ${nameOf("validation")}, such as 10000`;
  throw usageError("SETTINGS_VALIDATION", `${what} needs validation images to watch, and there are none: ${advice}.`, {
    name: watching,
  });
}
