import type { InputForm } from "./input-form.ts";
import type { Kernels } from "./kernel-table.ts";
import type { Plan } from "./plan.ts";
import type { SetPlan } from "./set-plan.ts";

/** Brings `batch` rows from place `first` of the order on into the form that the first layer reads, at x, and counts their entries. */
export type Gather = (first: number, batch: number, x: number, counts: number) => void;

/** In what order a set's rows are taken: their numbers, and with sparse rows their index. */
export interface RowOrder {
  readonly order: number;
  readonly index: number;
}

export function gatherOf(plan: Plan, set: SetPlan, { order, index }: RowOrder, kernels: Kernels): Gather {
  const { stride, numbers: inputs } = plan.input.signal;
  const divisor = Math.fround(plan.spec.divideBy);
  const forms: Record<InputForm, Gather> = {
    "sparse-bytes": (first, batch, x, counts) => {
      kernels.u8_gather_sparse_rows(set.rows, index + 8 * first, batch, x, stride, counts);
    },
    "sparse-floats": (first, batch, x, counts) => {
      kernels.f32_gather_sparse_rows(set.rows, index + 8 * first, batch, x, stride, counts);
    },
    "dense-bytes": (first, batch, x) =>
      kernels.u8_gather_dense_rows(set.rows, order + 4 * first, batch, inputs, divisor, x, stride),
    "dense-floats": (first, batch, x) =>
      kernels.f32_gather_dense_rows(set.rows, order + 4 * first, batch, inputs, x, stride),
  };
  return forms[plan.spec.form];
}
