import type { Cost } from "./cost.ts";
import { crossEntropy } from "./cross-entropy.ts";
import { logLikelihood } from "./log-likelihood.ts";
import { quadratic } from "./quadratic.ts";

export type { Cost } from "./cost.ts";

export const COSTS = { quadratic, "cross-entropy": crossEntropy, "log-likelihood": logLikelihood } satisfies Record<
  string,
  Cost
>;

export type CostName = keyof typeof COSTS;
export const COST_NAMES = Object.keys(COSTS) as readonly CostName[];
