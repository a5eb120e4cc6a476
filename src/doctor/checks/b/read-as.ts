import type { Examples } from "../../check.ts";
import type { Classes } from "../../evidence/classes.ts";
import type { Pairing, SplitPairing } from "../../evidence/pairing.ts";
import type { PairingKind } from "../../evidence/pairing-target.ts";
import type { SplitName } from "../../input.ts";

/** What a probe reads as paired, what it reads where labels fit; accuracies are shares, 0 … 1. */
export interface ReadAs {
  readonly split: SplitName;
  readonly probe: string;
  readonly rows: number;
  readonly accuracy: number;
  readonly chance: number;
  /** Distance from chance in standard deviations. */
  readonly z: number;
  /** What the probe reaches on the reference split, where labels fit. */
  readonly expected: number;
  readonly reference: SplitName;
}

/** The splits whose pairing is of these kinds. */
export function ofKind(pairing: Pairing, ...kinds: readonly PairingKind[]): SplitPairing[] {
  return pairing.splits.filter(({ kind }) => kinds.includes(kind));
}

/** The numbers that every sentence about pairing has. */
export function readAs({ split, probe, asPaired, expected, reference }: SplitPairing): ReadAs {
  const { total, accuracy, chance, z } = asPaired;
  return { split, probe, rows: total, accuracy, chance, z, expected: expected.accuracy, reference };
}

/** `{ accuracy }` where it was measured. */
export function restoredTo({ restored }: SplitPairing): { counterfactual?: { accuracy: number } } {
  return restored === undefined ? {} : { counterfactual: { accuracy: restored } };
}

/** Twelve rows from `from` on, with their labels, and the labels that would fit. */
export function examplesFrom(
  known: Classes,
  split: SplitName,
  from = 0,
  fitting?: (row: number) => number | undefined,
): { examples?: Examples } {
  const classes = known.of[split];
  if (classes === undefined || from >= classes.length) return {};
  const rows = Array.from({ length: Math.min(12, classes.length - from) }, (_, i) => from + i);
  const value = (index: number | undefined) => (index === undefined ? Number.NaN : (known.values[index] ?? Number.NaN));
  const labels = rows.map((row) => value(classes[row]));
  const better = fitting && rows.map((row) => value(fitting(row)));
  const known12 = better?.every((label) => !Number.isNaN(label));
  return { examples: { split, rows, labels, ...(better && known12 ? { fitting: better } : {}) } };
}
