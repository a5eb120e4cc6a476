import { choice, integer, type Kind, numberAbove, text, toggle, widths } from "./kinds.ts";

/**
 * What a setting decides:
 * - `data`: what is learnt from;
 * - `network`: shape and first weights of the network;
 * - `training`: handed to `train` under the same name;
 * - `machine`: how the work is done; it may change when a run resumes.
 */
export type Part = "data" | "network" | "training" | "machine";

/** One row of the table. `D` is the type of the default: `undefined` where the setting may be left out. */
export interface Setting<T, P extends Part, D extends T | undefined> {
  readonly kind: Kind<T>;
  readonly part: P;
  readonly default: D;
  /** What one unit of the number is, for help and controls. */
  readonly unit?: string;
  /** One line for the help. */
  readonly help: string;
  /** What happens when it is left out, where there is no default value. */
  readonly otherwise?: string;
  /** True where a resumed run may ask for more than before. */
  readonly mayRaise?: boolean;
  /** What people call it elsewhere; only for "did you mean". */
  readonly alias?: readonly string[];
}

/** Biggest seed: whole numbers up to it are exact in JSON and in JavaScript. */
const largestSeed = Number.MAX_SAFE_INTEGER;

/**
 * The one definition of every setting. Type, check, JSON Schema, flags, help and the lab's controls are made from it:
 * to add a setting, add a row here. A `training` row is handed to `train` under its own name; a `network` row needs a
 * line in `networkOptions` (run.ts).
 */
export const settings = {
  data: row("data", text("<name|folder>", "the name of a data set or a folder"), undefined, {
    help: "mnist, fashion-mnist, digits (built in), or a folder with the four MNIST files",
    otherwise: "mnist, else digits",
    alias: ["dataset", "input"],
  }),
  hidden: row("network", widths("<widths>", 16_384, 64), [30], {
    unit: "units",
    help: "widths of the hidden layers, such as 30, or 100,30; none for no hidden layer",
    alias: ["layers", "sizes", "units"],
  }),
  epochs: row("training", integer("<count>", 1, 100_000), 30, {
    unit: "epochs",
    help: "how often training goes through all training images",
    mayRaise: true,
    alias: ["iterations", "rounds"],
  }),
  batchSize: row("training", integer("<count>", 1, 1_000_000), 10, {
    unit: "images",
    help: "images in a mini-batch: one update of the weights each",
    alias: ["batch", "miniBatchSize"],
  }),
  learningRate: row("training", numberAbove("<number>", 0), 3, {
    help: "step size η of gradient descent",
    alias: ["lr", "eta", "rate", "stepSize"],
  }),
  seed: row("network", integer("<number>", 0, largestSeed), 1, {
    help: "the same seed gives the same first weights, the same order of images, the same result",
  }),
  init: row("network", choice("gaussian", "scaled"), "gaussian", {
    help: "first weights: gaussian N(0,1) as in chapter 1, scaled N(0,1/inputs) as in chapter 3",
    alias: ["initialisation", "initialization"],
  }),
  threads: row("machine", integer("<count>", 1, 64), undefined, {
    unit: "threads",
    help: "processor threads; their number never changes the result",
    otherwise: "as many as help, at most 4",
    alias: ["workers", "cores", "jobs"],
  }),
  fast: row("machine", toggle(), false, {
    help: "relaxed SIMD: faster, but the last bits may differ between machines (Node 22 or newer)",
  }),
} as const satisfies Record<string, Setting<unknown, Part, unknown>>;

export type Settings = typeof settings;
export type SettingName = keyof Settings;

type ValueOf<S> = S extends Setting<infer T, Part, infer _D> ? T : never;
type Optional = { [K in SettingName]: undefined extends Settings[K]["default"] ? K : never }[SettingName];
type Flat<T> = { [K in keyof T]: T[K] };

/** A whole experiment as plain JSON: what `config.json`, the flags, the lab's address and a bug report hold. */
export type ExperimentConfig = Flat<
  { readonly [K in Exclude<SettingName, Optional>]: ValueOf<Settings[K]> } & {
    readonly [K in Optional]?: ValueOf<Settings[K]>;
  }
>;

/** The settings that decide one part of an experiment. */
export type PartOfConfig<P extends Part> = Flat<
  Pick<ExperimentConfig, { [K in SettingName]: Settings[K]["part"] extends P ? K : never }[SettingName]>
>;

export const settingNames = Object.keys(settings) as SettingName[];

/** The row of a setting, with its precise types let go, for code that treats all rows alike. */
export function settingOf(name: SettingName): Setting<unknown, Part, unknown> {
  return settings[name] as Setting<unknown, Part, unknown>;
}

/** The settings of one part, under their own names. */
export function partOf<P extends Part>(config: ExperimentConfig, part: P): PartOfConfig<P> {
  const names = settingNames.filter((name) => settings[name].part === part && config[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, config[name]])) as PartOfConfig<P>;
}

type RowText = Pick<Setting<unknown, Part, unknown>, "help" | "unit" | "otherwise" | "mayRaise" | "alias">;

function row<T, P extends Part, D extends T | undefined>(
  part: P,
  kind: Kind<T>,
  byDefault: D,
  words: RowText,
): Setting<T, P, D> {
  return { part, kind, default: byDefault, ...words };
}
