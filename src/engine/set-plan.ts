import type { Arena } from "./arena.ts";
import { type InputForm, type InputSize, isSparse } from "./input-form.ts";

export type SetName = "training" | "validation" | "test";
export const SET_NAMES: readonly SetName[] = ["training", "validation", "test"];

/** Rows of one data set in the form that the first layer reads. */
export interface SetPlan extends InputSize {
  /** Blocks (sparse), bytes or floats (dense). */
  readonly rows: number;
  /** (u32 address behind rows, u32 nonzero pixels) a row (sparse). */
  readonly index: number;
  readonly labels: number;
}

export type SetPlans = Readonly<Partial<Record<SetName, SetPlan>>>;

export function planSets(
  arena: Arena,
  form: InputForm,
  inputs: number,
  sets: Readonly<Partial<Record<SetName, InputSize>>>,
): SetPlans {
  const plan = (set: InputSize): SetPlan => ({
    ...set,
    rows: arena.take(rowsBytes(form, inputs, set)),
    index: arena.take(isSparse(form) ? 8 * set.count : 0),
    labels: arena.take(set.count),
  });
  return Object.fromEntries(Object.entries(sets).map(([name, set]) => [name, plan(set)]));
}

/** Bytes of a data set's rows. A sparse block has 3 bytes a pixel, both parts padded to 8, and starts on a cache line. */
function rowsBytes(form: InputForm, inputs: number, { count, nonzero }: InputSize): number {
  if (form === "sparse-bytes") return 3 * nonzero + count * (3 * 7 + 63);
  if (form === "sparse-floats") return 8 * nonzero;
  return form === "dense-bytes" ? count * inputs + 16 : 4 * count * inputs;
}
