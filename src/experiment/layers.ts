import { MyelinError, usageError } from "../core/errors.ts";
import type { HiddenLayer } from "../network/layers/index.ts";
import { readLayers } from "../network/layers-text.ts";
import type { ExperimentConfig, SettingName } from "./settings.ts";

type Layered = Pick<ExperimentConfig, "hidden" | "layers">;

/** The hidden layers of an experiment: those of `layers`, else dense ones of the widths of `hidden`. */
export function hiddenLayers({ hidden = [], layers }: Layered): readonly HiddenLayer[] {
  return layers === undefined ? hidden.map((units) => ({ units })) : readLayers(layers);
}

/** @throws MyelinError SETTINGS_UNUSED where both are given, LAYERS_TEXT and SPEC_INVALID for a text that says no layers */
export function checkLayers(config: Layered, nameOf: (name: SettingName) => string): void {
  const { hidden, layers } = config;
  if (hidden !== undefined && layers !== undefined) {
    const sentence = `${nameOf("hidden")} and ${nameOf("layers")} both say what the hidden layers are`;
    throw usageError("SETTINGS_UNUSED", `${sentence}: leave one of them out.`, { name: "hidden" });
  }
  try {
    hiddenLayers(config);
  } catch (error) {
    if (!(error instanceof MyelinError)) throw error;
    throw usageError(error.code, `${nameOf("layers")}: ${error.message}`, error.facts);
  }
}
