/** Row numbers spread evenly over 0 … count − 1; all of them where `most` allows it. */
export function spreadRows(count: number, most: number): Int32Array {
  const n = Math.min(count, Math.max(0, Math.trunc(most)));
  const rows = new Int32Array(n);
  for (let i = 0; i < n; i++) rows[i] = Math.floor((i * count) / n);
  return rows;
}

/** `values[row]` of each row. */
export function pick(values: ArrayLike<number>, rows: ArrayLike<number>): Int32Array {
  const picked = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) picked[i] = values[rows[i]];
  return picked;
}
