import { log } from "../../core/math.ts";
import type { Cost } from "./cost.ts";

/** Σᵤ −yᵤ ln aᵤ, gradient −yᵤ / aᵤ; for softmax outputs. With a one-hot y it is −ln a of the right class: Nielsen, chapter 3. */
export const logLikelihood: Cost = {
  value: (a, y) => a.reduce((sum, value, u) => sum - (y[u]! > 0 ? y[u]! * log(value) : 0), 0),
  gradient: (a, y) => a.map((value, u) => (y[u]! > 0 ? -y[u]! / value : 0)),
};
