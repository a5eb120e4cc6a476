import type { Dataset } from "../dataset/index.ts";
import type { InputForm } from "./input-form.ts";
import type { Kernels } from "./kernel-table.ts";
import type { MemoryViews } from "./memory-views.ts";
import { type Plan, STAGED_ROWS } from "./plan.ts";
import type { SetPlan } from "./set-plan.ts";

/** Writes 0, 1, 2, …, the order in which an evaluation takes its rows. */
export function fillIdentity(plan: Plan, { u32 }: MemoryViews): void {
  const most = Object.values(plan.sets).reduce((most, set) => Math.max(most, set.count), 0);
  for (let i = 0; i < most; i++) u32[(plan.identity >>> 2) + i] = i;
}

/** Writes a data set's rows, in the plan's form, and its labels. */
export function fillSet(plan: Plan, set: SetPlan, data: Dataset, memory: MemoryViews, kernels: Kernels): void {
  memory.u8.set(data.labels, set.labels);
  const fill: Record<InputForm, () => void> = {
    "sparse-bytes": () => fillSparseBytes(plan, set, data, memory, kernels),
    "sparse-floats": () => fillSparseFloats(set, data, memory),
    "dense-bytes": () => memory.u8.set(data.pixels, set.rows),
    "dense-floats": () => fillDenseFloats(plan, set, data, memory),
  };
  fill[plan.spec.form]();
}

function fillSparseBytes(
  plan: Plan,
  set: SetPlan,
  { pixels, size, count }: Dataset,
  { u8 }: MemoryViews,
  kernels: Kernels,
): void {
  let offset = 0;
  for (let first = 0; first < count; first += STAGED_ROWS) {
    const rows = Math.min(STAGED_ROWS, count - first);
    u8.set(pixels.subarray(first * size, (first + rows) * size), plan.staging);
    offset = kernels.u8_pack_sparse_rows(plan.staging, rows, size, set.rows, offset, set.index + 8 * first);
  }
}

function fillSparseFloats(set: SetPlan, { pixels, size, count }: Dataset, { f32, u32 }: MemoryViews): void {
  let e = set.rows >>> 2;
  for (let i = 0; i < count; i++) {
    const first = e;
    for (let k = 0; k < size; k++) {
      const value = pixels[i * size + k]!;
      if (value === 0) continue;
      u32[e] = 64 * k;
      f32[e + 1] = value;
      e += 2;
    }
    u32.set([4 * first - set.rows, (e - first) / 2], (set.index >>> 2) + 2 * i);
  }
}

function fillDenseFloats(plan: Plan, set: SetPlan, { pixels }: Dataset, { f32 }: MemoryViews): void {
  const divisor = Math.fround(plan.spec.divideBy);
  for (let i = 0; i < pixels.length; i++) f32[(set.rows >>> 2) + i] = pixels[i]! / divisor;
}
