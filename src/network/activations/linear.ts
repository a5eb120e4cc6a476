import type { Activation } from "./activation.ts";

/** z itself, slope 1. */
export const linear: Activation = {
  value: (z) => z,
  slope: () => 1,
};
