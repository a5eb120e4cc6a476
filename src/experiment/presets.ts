import { usageError } from "../core/errors.ts";
import { list, nearest, printable } from "../core/text.ts";
import type { ExperimentConfig } from "./settings.ts";

/**
 * Named settings to start from; settings that are given beside one win over it. How `good` was chosen: docs/book.md.
 *
 * `good` reads at least 98.4 % of MNIST's test images right. It was chosen on the last 10,000 training images only.
 * `conv` is the book's last network of chapter 6 with what was found since: two convolutions, relu, he-normal, nesterov,
 * one-cycle.
 */
export const PRESETS = {
  good: {
    hidden: [400],
    epochs: 20,
    batchSize: 10,
    learningRate: 0.1,
    cost: "log-likelihood",
    activation: "relu",
    init: "he-normal",
    schedule: "cosine",
    l2: 2,
    dropout: 0.4,
  },
  conv: {
    layers: "conv 20 5x5, max-pool 2, conv 40 5x5, max-pool 2, dense 100",
    epochs: 8,
    batchSize: 10,
    learningRate: 0.01,
    cost: "log-likelihood",
    activation: "relu",
    init: "he-normal",
    optimizer: "nesterov",
    schedule: "one-cycle",
    l2: 5,
  },
} as const satisfies Record<string, Partial<ExperimentConfig>>;

export type PresetName = keyof typeof PRESETS;
export const PRESET_NAMES = Object.keys(PRESETS) as readonly PresetName[];

/** The settings of a preset. @throws MyelinError PRESET_UNKNOWN (usage) with the nearest name */
export function presetOf(name: string): Partial<ExperimentConfig> {
  if (Object.hasOwn(PRESETS, name)) return PRESETS[name as PresetName];
  const near = nearest(name, PRESET_NAMES);
  const hint = near === undefined ? `there is ${list(PRESET_NAMES)}` : `did you mean ${near}?`;
  throw usageError("PRESET_UNKNOWN", `there is no preset "${printable(name, 60)}"; ${hint}${near ? "" : "."}`, {
    name,
  });
}
