import type { Answers, Labelled } from "./centroid.ts";
import { type Dense, pool, unpooled } from "./pool.ts";

/** Answers of the k nearest rows of a reference; ties go to the class of the nearest. */
const K = 5;
/** Multiplications that a set of comparisons may take. */
const BUDGET = 1.5e8;

/** Rows that fit the budget when all are compared with all, at most 2,000. */
export function neighbourRows(columns: number): number {
  return Math.min(2000, Math.trunc(Math.sqrt(BUDGET / columns)));
}

/** k nearest neighbours by brute force: reads what no straight line separates (circles, XOR). */
export function nearestAnswers(
  reference: Dense,
  labels: Int32Array,
  queries: Dense,
  rows: Int32Array,
  classes: number,
  leaveOut: boolean,
): Answers {
  const { columns } = reference;
  const n = labels.length;
  const answers = new Int32Array(rows.length);
  const margins = new Float64Array(rows.length);
  const nearest = { distance: new Float64Array(K), label: new Int32Array(K) };
  for (let i = 0; i < rows.length; i++) {
    nearest.distance.fill(Number.POSITIVE_INFINITY);
    nearest.label.fill(-1);
    for (let r = 0; r < n; r++) {
      if (labels[r] < 0 || (leaveOut && r === i)) continue;
      const limit = nearest.distance[K - 1];
      let distance = 0;
      for (let j = 0, a = r * columns, b = i * columns; j < columns; j++) {
        const d = reference.values[a + j] - queries.values[b + j];
        distance += d * d;
      }
      if (distance < limit) insert(nearest, distance, labels[r]);
    }
    const vote = count(nearest.label, classes);
    answers[i] = vote.best;
    margins[i] = vote.margin;
  }
  return { rows, answers, margins };
}

function insert({ distance, label }: { distance: Float64Array; label: Int32Array }, d: number, k: number): void {
  let at = K - 1;
  for (; at > 0 && distance[at - 1] > d; at--) {
    distance[at] = distance[at - 1];
    label[at] = label[at - 1];
  }
  distance[at] = d;
  label[at] = k;
}

function count(labels: Int32Array, classes: number): { best: number; margin: number } {
  const votes = new Int32Array(classes);
  for (const label of labels) if (label >= 0) votes[label]++;
  let best = labels[0];
  for (const label of labels) if (label >= 0 && votes[label] > votes[best]) best = label;
  let second = 0;
  votes.forEach((n, k) => {
    if (k !== best && n > second) second = n;
  });
  return { best, margin: best < 0 ? 0 : votes[best] - second };
}

/** Rows of images as a dense matrix; pictures larger than 16 × 16 are pooled 2 × 2, tables are weighted. */
export function dense(
  { images, size, rows }: Pick<Labelled, "images" | "size" | "rows">,
  shape: readonly [number, number] | undefined,
  weights: Float64Array | undefined,
): Dense {
  if (shape !== undefined && shape[0] * shape[1] === size && shape[0] >= 16 && shape[1] >= 16) {
    return pool(images, rows, shape, 2);
  }
  const plain = unpooled(images, rows, size);
  weights?.forEach((weight, j) => {
    const scale = Math.sqrt(weight);
    for (let at = j; at < plain.values.length; at += size) plain.values[at] *= scale;
  });
  return plain;
}
