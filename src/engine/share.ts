/** Which part of the work: thread `index` of `active`; a single one meets nobody. */
export interface Share {
  readonly index: number;
  readonly active: number;
  /** True where the thread evaluates rows of its own: all of each, whatever the others do. */
  readonly alone?: boolean;
}

/** Items from ≤ i < to of `count` that belong to this thread; all of them where it works alone. */
export function rangeOf(count: number, { index, active, alone }: Share): [from: number, to: number] {
  if (alone) return [0, count];
  return [Math.floor((count * index) / active), Math.floor((count * (index + 1)) / active)];
}
