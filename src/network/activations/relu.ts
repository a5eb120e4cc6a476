import type { Activation } from "./activation.ts";

/** max(z, 0); slope 1 for z > 0, else 0 (also at 0). Nielsen, chapter 3. */
export const relu: Activation = {
  value: (z) => Math.max(z, 0),
  slope: (z) => (z > 0 ? 1 : 0),
};
