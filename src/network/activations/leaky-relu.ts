import type { Activation } from "./activation.ts";

/** Slope for z < 0. */
export const LEAK = 0.01;

/** z for z > 0, else 0.01·z. Maas, Hannun, Ng 2013. */
export const leakyRelu: Activation = {
  value: (z) => (z > 0 ? z : LEAK * z),
  slope: (z) => (z > 0 ? 1 : LEAK),
};
