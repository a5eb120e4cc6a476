import type { EpochEvent, LayerHealth } from "../../core/events.ts";
import type { NetworkSpec } from "../../network/index.ts";
import type { Run } from "../../runlog/index.ts";
import { type Measure, NotMeasured } from "../evidence/measure.ts";
import type { KnownSettings } from "../input.ts";
import { classShares } from "./class-shares.ts";
import { largestInput } from "./largest-input.ts";
import { plainCost } from "./plain-cost.ts";

/** What in the log of a run asks for a closer look. */
export interface Alarm {
  /** A cost or a parameter was not finite, or a thousand times the first cost. */
  readonly exploded: boolean;
  /** A layer hardly lets gradients through, or most of its units have no gradient. */
  readonly flat: boolean;
  /** All epochs together can hardly move the weights. */
  readonly slow: boolean;
  /** Large inputs, and a first layer that is flat. */
  readonly large: boolean;
}

/** Epochs, and mini-batches, without which nobody can say that a network stands still: a full batch is one step an epoch. */
const EPOCHS = 3;
const STEPS = 200;
/** Of the way from one answer for everything to all right: further, a network learns; with large inputs, in spite of them. */
const BEGUN = 0.1;
const BEGUN_WITH_LARGE_INPUTS = 0.8;
/** Where one class is more than this, answering it always is what a sound network may do for long. */
const IMBALANCED = 0.8;
/** Mean slope of a flat hidden layer: the book's network begins with 0.04. */
const FLAT = 0.01;
/** The same behind large inputs; N(0, 1) weights and bytes have 0.0002. */
const VERY_FLAT = 0.002;
/** Share of itself that a layer may move in all epochs together without having learned; the book's layers move by 0.5 in the first. */
export const REACH = 0.1;
/** Share of itself that no layer moves by in an epoch any more, where flat units hold the network fast. */
const STILL = 0.05;
/** A network that moves on, at so many times the cost of knowing the class shares only, is on no way back. */
const LOST = 5;
const EXPLODED = 1e3;

/**
 * The only thing that is looked at in every epoch: does the log show a reason why the network could not learn, and no sign
 * that it does? A network that merely stands still is given time: five sigmoid layers may need thousands of steps.
 */
export const alarm: Measure<Alarm> = {
  name: "alarm",
  async take(measuring) {
    const { run } = measuring.case;
    if (run === undefined) throw new NotMeasured("there is no run");
    const none = { exploded: false, flat: false, slow: false, large: false };
    if (hasExploded(run)) return { ...none, exploded: true };
    const { batchSize = 10, warmupEpochs = 0, epochs = 0 } = (run.start?.settings ?? {}) as KnownSettings;
    if (!longEnough(run, batchSize, warmupEpochs)) throw new NotMeasured("too little was trained to say so");
    const shares = await measuring.get(classShares);
    if (shares.some((share) => share > IMBALANCED)) throw new NotMeasured("one class is nearly everything");
    const last = run.epochs[run.epochs.length - 1];
    const { health = [] } = last;
    const ends = bounded(run.start?.network as NetworkSpec | undefined);
    const begun = progressOf(last, shares);
    const veryFlat = ends(health[0]) && health.length > 1 && health[0].slope < VERY_FLAT;
    const found = {
      ...none,
      flat:
        begun < BEGUN &&
        (hasFlatLayer(health.filter(ends), health.at(-1)?.layer ?? 0, shares) || hasDeadLayer(health)) &&
        (health.every(({ updateRatio }) => updateRatio < STILL) || last.cost > LOST * (await measuring.get(plainCost))),
      slow: begun < BEGUN && health.every(({ updateRatio }) => updateRatio * epochs < REACH),
      large: veryFlat && begun < BEGUN_WITH_LARGE_INPUTS && (await measuring.get(largestInput)) > 20,
    };
    if (found.flat || found.slow || found.large) return found;
    throw new NotMeasured("the log shows no reason why the network should not learn");
  },
};

function hasExploded({ end, epochs }: Run): boolean {
  const [first, last] = [epochs[0], epochs[epochs.length - 1]];
  return end?.reason === "diverged" || last.cost > EXPLODED * Math.max(1e-3, first.cost);
}

/** Epochs with the full learning rate, and mini-batches of them. */
function longEnough({ start, epochs }: Run, batchSize: number, warmupEpochs: number): boolean {
  const full = epochs.filter(({ epoch }) => epoch > warmupEpochs).length;
  return full >= EPOCHS && full * Math.ceil((start?.data.training ?? 0) / batchSize) >= STEPS;
}

/** How far the logged accuracy is from one answer for everything (0) to all right (1); 0 where none was logged. */
function progressOf({ training, validation, test }: EpochEvent, shares: readonly number[]): number {
  const score = training ?? validation ?? test;
  const most = shares.reduce((a, b) => Math.max(a, b), 0);
  return score === undefined || score.total === 0 ? 0 : (score.correct / score.total - most) / (1 - most);
}

/** True of layers whose activation is flat at its ends. */
function bounded(spec: NetworkSpec | undefined) {
  return (one: LayerHealth | undefined) => {
    const layer = one && spec?.layers[one.layer - 1];
    return layer !== undefined && "activation" in layer && /sigmoid|tanh|softmax/.test(layer.activation);
  };
}

/** Outputs that know only the class shares pₖ have the mean slope of pₖ(1 − pₖ), which is small where there are many classes. */
function hasFlatLayer(health: readonly LayerHealth[], layers: number, shares: readonly number[]): boolean {
  const knowing = shares.reduce((sum, share) => sum + share * (1 - share), 0) / shares.length;
  return health.some(({ slope, layer }) => slope < (layer === layers ? Math.min(FLAT, 0.1 * knowing) : FLAT));
}

function hasDeadLayer(health: readonly LayerHealth[]): boolean {
  return health.slice(0, -1).some(({ dead }) => dead > 0.5);
}
