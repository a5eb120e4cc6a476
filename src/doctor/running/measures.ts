import type { LayerHealth } from "../../core/events.ts";
import { healthRowCount } from "../../training/health.ts";
import { type Activity, activity } from "../evidence/activity.ts";
import { agreement } from "../evidence/agreement.ts";
import { type AnswersOf, answered } from "../evidence/answered.ts";
import { classes } from "../evidence/classes.ts";
import { type Measure, NotMeasured } from "../evidence/measure.ts";
import { movement, type WeightMovement } from "../evidence/movement.ts";
import { forward, largest } from "../evidence/pass.ts";
import { type Progress, progress } from "../evidence/progress.ts";
import { training } from "../evidence/training.ts";
import { differentUnits, type WeightFigures, weightedLayers, weights } from "../evidence/weights.ts";
import { imageCount } from "../sample.ts";
import { alarm } from "./alarm.ts";
import { fewRows } from "./few-rows.ts";
import { largestInput } from "./largest-input.ts";

/** What the network, as it is now, answers to a few training rows. */
const fewAnswers: Measure<AnswersOf> = {
  name: answered.name,
  async take(measuring) {
    await measuring.get(alarm);
    const { values } = await measuring.get(classes);
    const { network, rows, ...batch } = await measuring.get(fewRows);
    const layers = forward(network, batch);
    const { a, units } = layers[layers.length - 1];
    const place = new Map(values.map((value, i) => [value, i]));
    const answers = largest(a, units).map((k) => place.get(k) ?? -1);
    const labels = batch.targets.map((label) => place.get(label) ?? -1);
    const found = agreement(labels, answers, values.length);
    return { training: { split: "training", rows, answers, labels, agreement: found, scores: a, width: units } };
  },
};

/** Progress of a network that stands still; one that learns is nobody's business here. */
const standstill: Measure<Progress> = {
  name: progress.name,
  async take(measuring) {
    const { exploded } = await measuring.get(alarm);
    if (exploded) throw new NotMeasured("the cost is not what it was");
    const found = await progress.take(measuring);
    if (found.state !== "stuck") throw new NotMeasured("the network learns");
    return found;
  },
};

/**
 * Slopes and dead units as the epoch's event has them, in a standstill or where inputs are large. What no event has
 * (gradients, the same network with scaled weights) is NaN or empty: no running check asks for it.
 */
const activityOfEvent: Measure<Activity> = {
  name: activity.name,
  async take(measuring) {
    const { flat, large } = await measuring.get(alarm);
    if (!large && (!flat || (await measuring.get(progress)).improving === true))
      throw new NotMeasured("the network may still learn");
    const { run, network, samples } = measuring.case;
    const last = run?.epochs.at(-1);
    if (last?.health === undefined || network === undefined)
      throw new NotMeasured("the epoch has no record of its layers");
    return {
      rows: Math.min(healthRowCount(network), samples.training ? imageCount(samples.training) : 0),
      layers: last.health.map((health) => ({
        ...UNKNOWN,
        activation: network.layers[health.layer - 1].activation,
        ...inUnits(health, network.layers[health.layer - 1].output.channels),
      })),
      cost: last.cost,
      correct: Number.NaN,
      largestInput: await measuring.get(largestInput),
      deadOutputs: [],
      scaled: { cost: Number.NaN, slopes: [] },
    };
  },
};

const UNKNOWN = { spread: Number.NaN, gradientNorm: Number.NaN };

/** The event has the share of dead units, a check their number. */
function inUnits({ layer, slope, dead, weightNorm }: LayerHealth, units: number) {
  return { layer, units, slope, weightNorm, dead: Math.floor(dead * units + 0.5) };
}

const movementInStandstill: Measure<readonly WeightMovement[]> = {
  name: movement.name,
  async take(measuring) {
    await measuring.get(progress);
    return movement.take(measuring);
  },
};

const trainingOnAlarm: Measure<true> = {
  name: training.name,
  async take(measuring): Promise<true> {
    await measuring.get(alarm);
    return true;
  },
};

/** Are units alike? After the first epoch only: what dropout or chance has parted by then learns by itself. */
const weightsOnce: Measure<WeightFigures> = {
  name: weights.name,
  take({ case: { network, run } }) {
    if (network === undefined || run?.epochs.length !== 1) throw new NotMeasured("it was looked at after epoch 1");
    // In any bit: a tolerance would find units alike that have the same few huge weights.
    const layers = weightedLayers(network).map(({ number: layer, kind, fanIn }) => {
      const units = network.biases(layer).length;
      const different = fanIn === 0 ? units : differentUnits(network, layer, 0);
      return { layer, filters: kind === "conv", units, nonFinite: 0, different, asInitial: false };
    });
    return { layers, sizes: network.sizes, digest: "" };
  },
};

/** Each measure that is taken in another way while a network is trained. */
export const WHILE_TRAINING: ReadonlyMap<Measure<unknown>, Measure<unknown>> = new Map<
  Measure<unknown>,
  Measure<unknown>
>([
  [answered, fewAnswers],
  [progress, standstill],
  [activity, activityOfEvent],
  [movement, movementInStandstill],
  [training, trainingOnAlarm],
  [weights, weightsOnce],
]);
