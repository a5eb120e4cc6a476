import { log } from "../../core/math.ts";
import type { Cost } from "./cost.ts";

/** −ln a_y of the right class y, gradient −yᵤ / aᵤ; for softmax outputs. Nielsen, chapter 3. */
export const logLikelihood: Cost = {
  value: (a, y) => -log(a[y.indexOf(1)]!),
  gradient: (a, y) => a.map((value, u) => (y[u] === 1 ? -1 / value : 0)),
};
