import type { Network } from "../network/index.ts";

/** Whether the network takes rows of a table: no height, no channels, and no layer that looks at neighbours. */
export function takesRows({ layers }: Pick<Network, "layers">): boolean {
  const { height, channels } = layers[0]!.input;
  const known = ["dense", "batch-norm", "dropout"];
  return height === 1 && channels === 1 && layers.every(({ kind }) => known.includes(kind));
}
