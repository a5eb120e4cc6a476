import { log } from "../../core/math.ts";
import type { CostName } from "../../network/index.ts";
import type { Measure } from "../evidence/measure.ts";
import { specification } from "../evidence/specification.ts";
import { classShares } from "./class-shares.ts";

/** Cost of the answer that knows only the class shares pₖ, which is the best one that looks at no image. */
export const plainCost: Measure<number> = {
  name: "cost of the class shares",
  async take(measuring) {
    const { cost } = await measuring.get(specification);
    const shares = await measuring.get(classShares);
    return shares.reduce((sum, share) => sum + OF_SHARE[cost](share), 0);
  },
};

const entropy = (p: number) => (p === 0 ? 0 : -p * log(p));

/** What output k adds to the mean cost: ½·p(1 − p), −p·ln p − (1 − p)·ln(1 − p), −p·ln p. */
const OF_SHARE: Readonly<Record<CostName, (share: number) => number>> = {
  quadratic: (p) => 0.5 * p * (1 - p),
  "cross-entropy": (p) => entropy(p) + entropy(1 - p),
  "log-likelihood": entropy,
};
