import { deltaOps } from "./backward.ts";
import { dropoutOps } from "./dropout.ts";
import { forwardOps } from "./forward.ts";
import type { Kernels } from "./kernel-table.ts";
import type { Op, Share, StepContext } from "./op.ts";
import { costOps, slopeOps } from "./output.ts";
import type { Plan } from "./plan.ts";
import type { SetPlan } from "./set-plan.ts";
import { updateOps } from "./update.ts";

/**
 * One step of training as the short list of kernel calls that this thread makes: forward pass, deltas from the last layer to
 * the first, then all updates in place. Barriers stand where a thread needs what another has computed, and before weights
 * change that another may still read.
 */
export function compileStep(plan: Plan, set: SetPlan, kernels: Kernels, share: Share, c: StepContext, meet: Op): Op[] {
  return [
    ...dropoutOps(plan, kernels, share, c),
    ...forwardOps(plan, kernels, share, c, meet, true),
    ...costOps(plan, set, kernels, share, c, plan.spec.update.labelSmoothing),
    ...slopeOps(plan, kernels, share, c),
    ...deltaOps(plan, kernels, share, c, meet),
    ...updateOps(plan, kernels, share, c, meet),
  ];
}

/** The barrier of the active threads; nothing for a single one. */
export function meetOp(plan: Plan, kernels: Kernels, share: Share, c: StepContext): Op {
  if (share.active === 1) return () => {};
  return () => {
    if (!c.lost) c.lost = kernels.barrier_wait(plan.control.barrier, share.active, plan.spec.spins) !== 0;
  };
}
