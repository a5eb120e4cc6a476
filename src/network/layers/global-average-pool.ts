import { bare, type LayerKind } from "./layer-kind.ts";

/** The mean of each channel over the whole picture. */
export interface GlobalAveragePoolSpec {
  readonly kind: "global-average-pool";
}

export const globalAveragePool: LayerKind<GlobalAveragePoolSpec> = {
  names: [],
  parse: () => ({ kind: "global-average-pool" }),
  shape: (_, { channels }) => bare({ height: 1, width: 1, channels }),
  words: () => "global-average-pool",
  form: "global-average-pool",
  read: () => ({ kind: "global-average-pool" }),
};
