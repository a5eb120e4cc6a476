import type { InputForm } from "./input-form.ts";
import type { Kernels } from "./kernel-table.ts";
import type { Share } from "./op.ts";
import type { InputPlan, Plan } from "./plan.ts";
import type { SetPlan } from "./set-plan.ts";

/** Brings rows order[0 … batch − 1] into the form that the first layer reads, at x, their counts of entries at counts. */
export type Gather = (order: number, batch: number, x: number, counts: number) => void;

export function gatherOf(plan: Plan, set: SetPlan, kernels: Kernels): Gather {
  const { stride } = plan.input;
  const inputs = plan.layers[0]!.inputs;
  const divisor = Math.fround(plan.spec.divideBy);
  const forms: Record<InputForm, Gather> = {
    "sparse-bytes": (order, batch, x, counts) => {
      kernels.u8_gather_sparse_rows(set.rows, set.index, order, batch, x, stride, counts);
    },
    "sparse-floats": (order, batch, x, counts) => {
      kernels.f32_gather_sparse_rows(set.rows, set.index, order, batch, x, stride, counts);
    },
    "dense-bytes": (order, batch, x) =>
      kernels.u8_gather_dense_rows(set.rows, order, batch, inputs, divisor, x, stride),
    "dense-floats": (order, batch, x) => kernels.f32_gather_dense_rows(set.rows, order, batch, inputs, x, stride),
  };
  return forms[plan.spec.form];
}

/** Where the mini-batch of a step is, for one thread. */
export function slotOf({ slots }: InputPlan, step: number, thread: number): { x: number; counts: number } {
  const slot = slots[step % slots.length]!;
  return { x: slot.rows[thread]!, counts: slot.counts[thread]! };
}

/**
 * Gathers a thread's part of the mini-batch of a step: all rows where each thread has its own slot, else its share of them.
 */
export function gatherPart(
  input: InputPlan,
  gather: Gather,
  order: number,
  batch: number,
  step: number,
  share: Share,
): void {
  const { x, counts } = slotOf(input, step, share.index);
  const from = input.shared ? Math.floor((batch * share.index) / share.active) : 0;
  const to = input.shared ? Math.floor((batch * (share.index + 1)) / share.active) : batch;
  gather(order + 4 * from, to - from, x + from * input.stride, counts + 4 * from);
}
