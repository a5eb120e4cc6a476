/**
 * The assignment of answers to labels with the most hits: permutation π that maximises Σ counts[k][π(k)] (Hungarian
 * algorithm, O(C³)).
 *
 * @param counts [label][answer], row after row.
 * @returns for each label the answer that goes with it.
 */
export function bestLabelMap(counts: Float64Array, classes: number): Int32Array {
  const n = classes;
  const u = new Float64Array(n + 1);
  const v = new Float64Array(n + 1);
  const matched = new Int32Array(n + 1);
  const way = new Int32Array(n + 1);
  for (let i = 1; i <= n; i++) {
    matched[0] = i;
    let j0 = 0;
    const least = new Float64Array(n + 1).fill(Number.POSITIVE_INFINITY);
    const used = new Uint8Array(n + 1);
    do {
      used[j0] = 1;
      const i0 = matched[j0];
      let [delta, j1] = [Number.POSITIVE_INFINITY, 0];
      for (let j = 1; j <= n; j++) {
        if (used[j] === 1) continue;
        const cost = -counts[(i0 - 1) * n + j - 1] - u[i0] - v[j];
        if (cost < least[j]) {
          least[j] = cost;
          way[j] = j0;
        }
        if (least[j] < delta) [delta, j1] = [least[j], j];
      }
      for (let j = 0; j <= n; j++) {
        if (used[j] === 1) {
          u[matched[j]] += delta;
          v[j] -= delta;
        } else least[j] -= delta;
      }
      j0 = j1;
    } while (matched[j0] !== 0);
    do {
      const j1 = way[j0];
      matched[j0] = matched[j1];
      j0 = j1;
    } while (j0 !== 0);
  }
  const map = new Int32Array(n);
  for (let j = 1; j <= n; j++) map[matched[j] - 1] = j - 1;
  return map;
}
