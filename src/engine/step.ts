import { inputStage } from "./input.ts";
import { kindOf } from "./layers/index.ts";
import type { Compile, Op } from "./op.ts";
import { answerStage, costStages } from "./output.ts";
import type { SetPlan } from "./set-plan.ts";
import { arrange, type Stage } from "./stage.ts";
import { updateStages } from "./update.ts";

/**
 * One step of training as the short list of kernel calls that this thread makes: forward pass, deltas from the last layer to
 * the first, then all updates. Barriers stand where a thread needs what another has computed, and before something changes
 * that another may still read.
 */
export function compileStep(set: SetPlan, on: Compile): Op[] {
  const { layers } = on.plan;
  const stages = [
    inputStage(set, on),
    ...forwardStages(on),
    ...costStages(set, on, true),
    ...[...layers].reverse().flatMap((layer) => kindOf(layer).backward(layer, on)),
    ...updateStages(on),
  ];
  return arrange(stages, meetOp(on));
}

/** Rows through the network and what they cost, for a thread that works alone. */
export function compileEvaluation(set: SetPlan, on: Compile): Op[] {
  return arrange([inputStage(set, on), ...forwardStages(on), ...costStages(set, on, false)], undefined);
}

function forwardStages(on: Compile): Stage[] {
  const { layers } = on.plan;
  return [
    ...layers.flatMap((layer) => kindOf(layer).prepare?.(layer, on) ?? []),
    ...layers.flatMap((layer) => kindOf(layer).forward(layer, on)),
    answerStage(on),
  ];
}

/** The barrier of the active threads; none for a single one. */
function meetOp({ plan, kernels, share, c }: Compile): Op | undefined {
  if (share.active === 1) return undefined;
  return () => {
    if (!c.lost) c.lost = kernels.barrier_wait(plan.control.barrier, share.active, plan.spec.spins) !== 0;
  };
}
