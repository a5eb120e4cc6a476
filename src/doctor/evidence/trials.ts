import { type LayerSpec, type Network, type NetworkSpec, standardised } from "../../network/index.ts";
import type { TrainingSettings } from "../../training/index.ts";
import type { KnownSettings } from "../input.ts";
import type { TrialPlan, TrialResult } from "../probes/trial.ts";
import { pairCount, type Sample } from "../sample.ts";
import { lift } from "./agreement.ts";
import { rowsOf } from "./answered.ts";
import { classNumbers } from "./classes.ts";
import { type Measure, type Measuring, NotMeasured } from "./measure.ts";
import { networkAndSample, workOf } from "./network-rows.ts";
import { probe } from "./probe.ts";
import { progress } from "./progress.ts";
import { pick, spreadRows } from "./rows.ts";
import { settings as knownSettings } from "./settings.ts";

export type Change = "none" | "learning rate" | "inputs" | "initialisation" | "penalties" | "width" | "activation";

/** A small training with one thing changed, everything else as the person has it. */
export interface Trial {
  readonly change: Change;
  /** What it was changed to: `0.3`, `he-normal`, `without dropout`. */
  readonly to: string;
  /** New learning rate / old one. */
  readonly factor?: number;
  readonly accuracy: number;
  /** (accuracy − majority) / (1 − majority): 0 for always the same answer. */
  readonly lift: number;
  readonly costBefore: number;
  readonly cost: number;
  readonly finite: boolean;
}

export interface Trials {
  readonly rows: number;
  readonly steps: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly asIs: Trial;
  /** Tried only where `asIs` does not learn. */
  readonly tried: readonly Trial[];
  /** Lift of the simple classifier, 0.3 where it is not known: what these data allow at least. */
  readonly possible: number;
  /** True where the trials start from the network's own parameters, false where from its spec's initial ones. */
  readonly ownStart: boolean;
  /** Steps that the whole training has, where that is known. */
  readonly allSteps?: number;
  /** As it is from other initial parameters, where the first trial came much further than the person's network. */
  readonly again?: readonly Trial[];
}

/** Rows, and multiplications, of one trial. */
const ROWS = 2000;
const BUDGET = 1.5e9;
const STEPS = 600;
/** Below this share of what is possible a trial counts as one that does not learn. */
const LEARNS = 0.4;
/** A trial that is this much further than the person's network is done again from other initial parameters. */
const FAR = 0.1;

/**
 * Counterfactuals: at most 600 steps with the person's own network, data and learning rate; where these do not learn, the same
 * steps with the inputs scaled, other initial weights, without penalties, wider, with ReLU, and with other learning rates.
 */
export const trials: Measure<Trials> = {
  name: "trials",
  async take(measuring) {
    if (measuring.quick) throw new NotMeasured("small trainings take longer than the quick checks may");
    const { network, sample } = networkAndSample(measuring.case);
    const settings = await measuring.get(knownSettings);
    const { learningRate } = settings;
    if (learningRate === undefined) throw new NotMeasured("the learning rate is not known");
    if (!(learningRate > 0 && learningRate < Number.POSITIVE_INFINITY))
      throw new NotMeasured(`the learning rate is ${learningRate}`);
    const bench = await workbench(measuring, network, sample, { ...settings, learningRate });
    const asIs = await bench.run("none", "as it is", {});
    const tried = asIs.lift < LEARNS * bench.possible || !asIs.finite ? await tryChanges(bench) : [];
    const { rows, steps, batchSize, possible, ownStart, allSteps } = bench;
    const known = allSteps === undefined ? {} : { allSteps };
    const found = { rows, steps, batchSize, learningRate, asIs, tried, possible, ownStart, ...known };
    const state = await measuring.maybe(progress);
    const ahead = state !== undefined && asIs.finite && asIs.accuracy > state.accuracy + FAR;
    return ahead && allSteps !== undefined && steps <= allSteps ? { ...found, again: await otherSeeds(bench) } : found;
  },
};

interface Bench {
  readonly network: Network;
  readonly settings: TrainingSettings;
  readonly largestInput: number;
  readonly rows: number;
  readonly steps: number;
  readonly batchSize: number;
  readonly possible: number;
  readonly ownStart: boolean;
  readonly allSteps: number | undefined;
  run(change: Change, to: string, plan: Partial<TrialPlan>, factor?: number): Promise<Trial>;
}

async function workbench(
  measuring: Measuring,
  network: Network,
  sample: Sample,
  known: KnownSettings & { learningRate: number },
): Promise<Bench> {
  const { trial, trialData } = await import("../probes/trial.ts");
  const outputs = network.sizes.at(-1) as number;
  const labels = classNumbers(sample);
  const most = Math.min(ROWS, Math.max(200, BUDGET / (3 * workOf(network))));
  const usable = spreadRows(pairCount(sample), most).filter(
    (row) => Number.isInteger(labels[row]) && labels[row] >= 0 && labels[row] < Math.min(outputs, 256),
  );
  if (usable.length < 20) throw new NotMeasured("there are fewer than 20 rows that the network could learn");
  const images = rowsOf(sample, usable);
  const pixels = images instanceof Uint8Array ? images : Float32Array.from(images, (x) => (x * 0 === 0 ? x : 0));
  const data = trialData(pixels, pick(labels, usable), network.spec.input.shape as [number, number], outputs);
  const settings = settingsFor(known, usable.length, pairCount(sample), workOf(network));
  const state = await measuring.maybe(progress);
  const ownStart = state !== undefined && !state.trained && state.state === "stuck";
  const own = (await measuring.maybe(probe))?.of.training?.ownAgreement;
  const majority = majorityOf(data.labels);
  const stepsPerEpoch = known.batchSize === undefined ? undefined : Math.ceil(pairCount(sample) / known.batchSize);
  const start = ownStart ? { parameters: network.parameters } : {};
  return {
    network,
    settings,
    largestInput: largestOf(standardised(data, network.spec.input).pixels) / network.spec.input.divideBy,
    rows: usable.length,
    steps: settings.epochs * Math.ceil(usable.length / settings.batchSize),
    batchSize: settings.batchSize,
    possible: own !== undefined && own.z > 6 ? lift(own) : 0.3,
    ownStart,
    allSteps: known.epochs === undefined || stepsPerEpoch === undefined ? undefined : known.epochs * stepsPerEpoch,
    async run(change, to, plan, factor) {
      const result = await trial({ spec: network.spec, ...start, data, settings, ...plan });
      return { change, to, ...(factor === undefined ? {} : { factor }), ...outcome(result, majority) };
    },
  };
}

function outcome({ correct, total, costBefore, cost, finite }: TrialResult, majority: number) {
  const accuracy = correct / total;
  return { accuracy, lift: (accuracy - majority) / Math.max(1e-9, 1 - majority), costBefore, cost, finite };
}

function largestOf(values: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]));
  return largest;
}

function majorityOf(labels: Uint8Array): number {
  const counts = new Int32Array(256);
  for (const label of labels) counts[label]++;
  return counts.reduce((a, b) => Math.max(a, b)) / labels.length;
}

/** The person's settings for a short run: no schedule, no early stopping; penalties per image stay as strong as they are. */
function settingsFor(
  known: KnownSettings & { learningRate: number },
  rows: number,
  all: number,
  parameters: number,
): TrainingSettings {
  const { shuffle, epochs, schedule, scheduleFactor, scheduleEvery, warmupEpochs, patience, ...rest } = known;
  const { monitorTraining, monitorCost, l1, l2, ...kept } = rest;
  const batchSize = Math.min(known.batchSize ?? 10, 100, rows);
  const fewer = rows / all;
  const steps = Math.min(STEPS, Math.max(60, BUDGET / (3 * parameters * batchSize)));
  return {
    ...kept,
    ...(l1 === undefined ? {} : { l1: l1 * fewer }),
    ...(l2 === undefined ? {} : { l2: l2 * fewer }),
    batchSize,
    epochs: Math.max(1, Math.floor((steps * batchSize) / rows + 0.5)),
  };
}

/** One start may be lucky, and small networks are often stuck at another. */
async function otherSeeds({ network: { spec }, run }: Bench): Promise<Trial[]> {
  const found: Trial[] = [];
  for (const step of [1, 2]) found.push(await run("none", "another start", fresh({ ...spec, seed: spec.seed + step })));
  return found;
}

async function tryChanges(bench: Bench): Promise<Trial[]> {
  const { network, settings, largestInput, run } = bench;
  const { spec } = network;
  const hidden = network.layers.slice(0, -1).filter(({ spec: layer }) => "activation" in layer);
  const found: Trial[] = [];
  if (largestInput > 2 && spec.input.standardise === undefined) {
    const input = { ...spec.input, divideBy: spec.input.divideBy * largestInput };
    found.push(await run("inputs", `divided by ${Number(largestInput.toPrecision(3))}`, { spec: { ...spec, input } }));
  }
  const scheme = hidden.some(({ activation }) => /relu/.test(activation)) ? "he-normal" : "lecun-normal";
  found.push(await run("initialisation", scheme, fresh({ ...spec, initialisation: scheme })));
  const without = withoutPenalties(settings);
  if (without !== undefined) found.push(await run("penalties", without.words, { settings: without.settings }));
  if (hidden.some(({ kind, outputs }) => kind === "dense" && outputs <= 3))
    found.push(
      await run(
        "width",
        "30 units",
        fresh(
          changedHidden(spec, (layer) => ("units" in layer ? { ...layer, units: Math.max(30, layer.units) } : layer)),
        ),
      ),
    );
  if (hidden.length >= 2) {
    const relu = changedHidden(spec, withRelu);
    for (const factor of [1, 0.1]) {
      const slower = { ...settings, learningRate: settings.learningRate * factor };
      found.push(
        await run("activation", "relu", { ...fresh({ ...relu, initialisation: "he-normal" }), settings: slower }),
      );
    }
  }
  for (const factor of [0.1, 0.01, 0.001, 10, 100, 1000, 10_000, 100_000]) {
    const learningRate = settings.learningRate * factor;
    const to = String(Number(learningRate.toPrecision(6)));
    found.push(await run("learning rate", to, { settings: { ...settings, learningRate } }, factor));
  }
  return found;
}

/** From the spec's own initial parameters, whatever the trials start from otherwise. */
function fresh(spec: NetworkSpec): Partial<TrialPlan> {
  return { spec, parameters: undefined };
}

/** Beside other layers a linear one is linear for what stands behind it. */
function withRelu(layer: LayerSpec): LayerSpec {
  const bends = "activation" in layer && (layer.kind === undefined || layer.activation !== "linear");
  return bends ? ({ ...layer, activation: "relu" } as LayerSpec) : layer;
}

function changedHidden(spec: NetworkSpec, change: (layer: LayerSpec) => LayerSpec): NetworkSpec {
  const last = spec.layers.length - 1;
  return { ...spec, layers: spec.layers.map((layer, i) => (i === last ? layer : change(layer))) };
}

function withoutPenalties(settings: TrainingSettings) {
  const names = (["l1", "l2", "weightDecay", "dropout", "maxNorm", "clipNorm"] as const).filter(
    (name) => settings[name],
  );
  if (names.length === 0) return undefined;
  const rest = Object.fromEntries(Object.entries(settings).filter(([name]) => !names.some((one) => one === name)));
  return { words: `without ${names.join(", ")}`, settings: rest as unknown as TrainingSettings };
}

/** The first trial with this change that comes clearly further than as it is; `further` is a share of what is possible. */
export function helped({ asIs, tried, possible }: Trials, change: Change, further = 0.3): Trial | undefined {
  return tried.find(
    (one) =>
      one.change === change &&
      one.finite &&
      one.lift >= asIs.lift + further * possible &&
      one.lift >= LEARNS * possible,
  );
}

/** True where the network learns as it is, as far as so few steps can show. */
export function learns({ asIs, possible }: Trials): boolean {
  return asIs.finite && asIs.lift >= LEARNS * possible;
}
