import { log } from "../../core/math.ts";
import type { Cost } from "./cost.ts";

/** Σᵤ −yᵤ ln aᵤ − (1 − yᵤ) ln(1 − aᵤ), gradient (aᵤ − yᵤ) / (aᵤ (1 − aᵤ)); for sigmoid outputs. Nielsen, chapter 3. */
export const crossEntropy: Cost = {
  value: (a, y) => a.reduce((sum, value, u) => sum - share(y[u]!, value) - share(1 - y[u]!, 1 - value), 0),
  gradient: (a, y) => a.map((value, u) => (value - y[u]!) / (value * (1 - value))),
};

/** y·ln a, 0 where y is. */
function share(y: number, a: number): number {
  return y > 0 ? y * log(a) : 0;
}
