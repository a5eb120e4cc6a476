import { type Measure, NotMeasured } from "./measure.ts";
import { weightedLayers } from "./weights.ts";

/** How far a layer's weights went in training, from the run's log. */
export interface WeightMovement {
  /** From 1. */
  readonly layer: number;
  readonly epochs: number;
  /** Sum over the epochs of ‖ΔW‖ / ‖W‖. */
  readonly total: number;
  /** Largest and smallest of an epoch. */
  readonly largest: number;
  readonly smallest: number;
  /** Of the last epoch. */
  readonly slope: number;
  readonly dead: number;
}

/** The health that the run logged, layer by layer over all epochs. */
export const movement: Measure<readonly WeightMovement[]> = {
  name: "movement of the weights",
  take({ case: { run, network } }) {
    const epochs = run?.epochs.flatMap(({ health }) => (health === undefined ? [] : [health])) ?? [];
    const last = epochs.at(-1);
    if (last === undefined) throw new NotMeasured("the run has no record of its layers");
    const learning = network && weightedLayers(network).map(({ number }) => number);
    const there = last.filter(({ layer }) => learning?.includes(layer) ?? true);
    return there.map(({ layer, slope, dead }) => {
      const ratios = epochs.map((health) => health.find((one) => one.layer === layer)?.updateRatio ?? 0);
      return {
        layer,
        epochs: ratios.length,
        total: ratios.reduce((sum, ratio) => sum + ratio, 0),
        largest: ratios.reduce((a, b) => Math.max(a, b)),
        smallest: ratios.reduce((a, b) => Math.min(a, b)),
        slope,
        dead,
      };
    });
  },
};
