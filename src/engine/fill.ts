import type { Dataset } from "../dataset/index.ts";
import type { Kernels } from "./kernel-table.ts";
import type { MemoryViews } from "./memory-views.ts";
import { type Plan, type SetPlan, STAGED_ROWS } from "./plan.ts";

/** Writes what does not change while training: scaled byte values, 0, 1, 2, …, and each data set's rows and labels. */
export function fillConstants(plan: Plan, { f32, u32 }: MemoryViews): void {
  const divisor = Math.fround(plan.spec.divideBy);
  for (let byte = 0; byte < 256; byte++) f32[(plan.values >>> 2) + byte] = byte / divisor;
  const most = Object.values(plan.sets).reduce((most, set) => Math.max(most, set.count), 0);
  for (let i = 0; i < most; i++) u32[(plan.identity >>> 2) + i] = i;
}

export function fillSet(plan: Plan, set: SetPlan, data: Dataset, memory: MemoryViews, kernels: Kernels): void {
  memory.u8.set(data.labels, set.labels);
  const { pixels } = data;
  if (plan.spec.form === "bytes" && pixels instanceof Uint8Array) memory.u8.set(pixels, set.rows);
  else if (plan.spec.form === "sparse" && pixels instanceof Uint8Array)
    fillSparseBytes(plan, set, data, memory, kernels);
  else if (plan.spec.form === "sparse") fillSparseNumbers(plan, set, data, memory);
  else fillNumbers(plan, set, data, memory);
}

function fillSparseBytes(
  plan: Plan,
  set: SetPlan,
  { pixels, size, count }: Dataset,
  memory: MemoryViews,
  kernels: Kernels,
): void {
  let offset = 0;
  for (let first = 0; first < count; first += STAGED_ROWS) {
    const rows = Math.min(STAGED_ROWS, count - first);
    memory.u8.set(pixels.subarray(first * size, (first + rows) * size), plan.staging);
    offset = kernels.u8_pack_sparse_rows(
      plan.staging,
      rows,
      size,
      plan.values,
      set.rows,
      offset,
      set.rowStart + 4 * first,
    );
  }
}

function fillSparseNumbers(
  plan: Plan,
  set: SetPlan,
  { pixels, size, count }: Dataset,
  { f32, u32 }: MemoryViews,
): void {
  const divisor = Math.fround(plan.spec.divideBy);
  let e = set.rows >>> 2;
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < size; k++) {
      const value = pixels[i * size + k]!;
      if (value === 0) continue;
      u32[e] = 64 * k;
      f32[e + 1] = value / divisor;
      e += 2;
    }
    u32[(set.rowStart >>> 2) + i + 1] = 4 * e - set.rows;
  }
}

function fillNumbers(plan: Plan, set: SetPlan, { pixels }: Dataset, { f32 }: MemoryViews): void {
  const divisor = Math.fround(plan.spec.divideBy);
  for (let i = 0; i < pixels.length; i++) f32[(set.rows >>> 2) + i] = pixels[i]! / divisor;
}
