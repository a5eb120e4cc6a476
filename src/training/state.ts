import type { Json } from "../core/json.ts";

/** Everything beside the parameters that a resumed run needs to end with the same bits. */
export interface TrainingState {
  readonly format: 1;
  /** Epochs finished. */
  readonly epoch: number;
  /** Mini-batches done of the next epoch. */
  readonly step: number;
  /** Settings, cost sums, history, best epoch, schedule: plain JSON. */
  readonly json: Json;
  /** Optimizer state in canonical layout, by name, for example "velocity". */
  readonly tensors: ReadonlyMap<string, Float32Array>;
}
