import type { Kind } from "./kinds.ts";

/**
 * What a setting decides:
 * - `data`: what is learnt from, and how its pixels are read;
 * - `network`: shape, functions and first weights of the network;
 * - `training`: handed to `train` under the same name;
 * - `machine`: how the work is done; it may change when a run resumes.
 */
export type Part = "data" | "network" | "training" | "machine";

/** Where people look for a setting: the headings of the help, in this order. */
export const TOPICS = {
  common: "Experiment (also keys of a config file, in camelCase)",
  data: "Data (docs/data.md)",
  network: "Network",
  optimizer: "Optimizer",
  schedule: "Learning rate from epoch to epoch",
  regularisation: "Regularisation",
  augmentation: "Training images, changed on the way",
  monitoring: "Monitoring and stopping",
  machine: "Machine",
} as const;
export type Topic = keyof typeof TOPICS;

/** Settings as far as they are known: what a default may depend on. */
export type Given = Readonly<Record<string, unknown>>;

/** One row of the table. `D` is the type of the default: `undefined` where the setting may be left out. */
export interface Setting<T, P extends Part, D extends T | undefined> {
  readonly kind: Kind<T>;
  readonly part: P;
  readonly default: D;
  readonly topic: Topic;
  /** What one unit of the number is, for help and controls. */
  readonly unit?: string;
  /** One line for the help. */
  readonly help: string;
  /** What happens when it is left out, where there is no default value or where it depends on other settings. */
  readonly otherwise?: string;
  /** The default where it depends on other settings; `default` is that of the chapter-1 run. */
  readonly defaultFor?: (given: Given) => D;
  /** True where a resumed run may ask for more than before. */
  readonly mayRaise?: boolean;
  /** What people call it elsewhere; only for "did you mean". */
  readonly alias?: readonly string[];
}

type RowText<D> = Pick<
  Setting<unknown, Part, unknown>,
  "help" | "unit" | "otherwise" | "mayRaise" | "alias" | "topic"
> & {
  readonly defaultFor?: (given: Given) => D;
};

/** A row of the table. */
export function row<T, P extends Part, D extends T | undefined>(
  part: P,
  kind: Kind<T>,
  byDefault: D,
  words: RowText<D>,
): Setting<T, P, D> {
  return { part, kind, default: byDefault, ...words };
}
