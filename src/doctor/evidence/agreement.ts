/** How far answers agree with labels, against what the same answers would reach on labels in random order. */
export interface Agreement {
  readonly correct: number;
  readonly total: number;
  /** correct / total; 0 where there is nothing. */
  readonly accuracy: number;
  /** Expected accuracy over all orders of the labels: Σ nₖ·mₖ / N². */
  readonly chance: number;
  /** Distance from chance in standard deviations of that permutation distribution; 0 where it has none. */
  readonly z: number;
}

/** Counts [label][answer], row after row; pairs with a negative class are left out. */
export function confusion(labels: ArrayLike<number>, answers: ArrayLike<number>, classes: number): Float64Array {
  const counts = new Float64Array(classes * classes);
  const rows = Math.min(labels.length, answers.length);
  for (let i = 0; i < rows; i++) {
    const [label, answer] = [labels[i], answers[i]];
    if (label >= 0 && answer >= 0) counts[label * classes + answer]++;
  }
  return counts;
}

/** Agreement of answers with labels, both class numbers 0 … classes − 1. */
export function agreement(labels: ArrayLike<number>, answers: ArrayLike<number>, classes: number): Agreement {
  return agreementOf(confusion(labels, answers, classes), classes);
}

/** The same, where an answer that is no class (−1) counts as wrong instead of being left out. */
export function agreementOfAll(labels: Int32Array, answers: Int32Array, classes: number): Agreement {
  if (!answers.includes(-1)) return agreement(labels, answers, classes);
  return agreement(
    labels,
    answers.map((answer) => (answer < 0 ? classes : answer)),
    classes + 1,
  );
}

/**
 * Exact moments of the number of matches T under random permutations of the labels (Hoeffding 1951), with nₖ labels and
 * mₖ answers of class k, S = Σ nₖ·mₖ:
 *
 *     E[T] = S/N      Var[T] = (S − Σ nₖ·mₖ·(nₖ + mₖ)/N + S²/N²) / (N − 1)      z = (T − E)/√Var
 */
export function agreementOf(counts: Float64Array, classes: number): Agreement {
  const { rows, columns, total } = margins(counts, classes);
  let [correct, s, mixed] = [0, 0, 0];
  for (let k = 0; k < classes; k++) {
    correct += counts[k * classes + k];
    s += rows[k] * columns[k];
    mixed += rows[k] * columns[k] * (rows[k] + columns[k]);
  }
  if (total < 2) return { correct, total, accuracy: total && correct / total, chance: 0, z: 0 };
  const variance = (s - mixed / total + (s * s) / (total * total)) / (total - 1);
  const z = variance > 1e-12 ? (correct - s / total) / Math.sqrt(variance) : 0;
  return { correct, total, accuracy: correct / total, chance: s / (total * total), z };
}

/** (accuracy − chance) / (1 − chance): 0 for guessing, 1 for always right. */
export function lift({ accuracy, chance }: Pick<Agreement, "accuracy" | "chance">): number {
  return chance >= 1 ? 0 : (accuracy - chance) / (1 - chance);
}

/** Row sums (labels), column sums (answers) and the sum of all. */
export function margins(counts: Float64Array, classes: number) {
  const rows = new Float64Array(classes);
  const columns = new Float64Array(classes);
  let total = 0;
  for (let i = 0; i < classes; i++) {
    for (let j = 0; j < classes; j++) {
      const n = counts[i * classes + j];
      rows[i] += n;
      columns[j] += n;
      total += n;
    }
  }
  return { rows, columns, total };
}
