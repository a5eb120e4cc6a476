import type { Cost } from "./cost.ts";

/** ½ Σᵤ (aᵤ − yᵤ)², gradient aᵤ − yᵤ. Nielsen, chapter 1. */
export const quadratic: Cost = {
  value: (a, y) => a.reduce((sum, value, u) => sum + 0.5 * (value - y[u]!) * (value - y[u]!), 0),
  gradient: (a, y) => a.map((value, u) => value - y[u]!),
};
