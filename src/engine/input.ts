import { augmentStage } from "./augment.ts";
import { type Gather, gatherOf, type RowOrder } from "./gather.ts";
import { type Compile, rowsAt } from "./op.ts";
import type { SetPlan } from "./set-plan.ts";
import { type Stage, touches } from "./stage.ts";

/** The mini-batch's rows, in the form that the first layer reads; in training changed, where that is asked for. */
export function inputStage(set: SetPlan, on: Compile): Stage {
  const { plan, kernels, share, c } = on;
  if (plan.augmentation && !share.alone) return augmentStage(set, on);
  const order: RowOrder = share.alone
    ? { order: plan.identity, index: set.index }
    : { order: plan.order, index: plan.orderedIndex };
  const gather: Gather = gatherOf(plan, set, order, kernels);
  const [x, counts] = [rowsAt(plan.input.signal, on), countsAt(on)];
  return { op: () => gather(c.first, c.batch, x(), counts), writes: touches(plan.input.counts, "all") };
}

/** How many entries each row of the mini-batch has. */
export function countsAt({ plan, share }: Compile): number {
  const { counts, alone } = plan.input;
  return (share.alone ? alone : counts)[share.index]!;
}
