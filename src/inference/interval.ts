/** Two-sided 95 % quantile of the normal distribution. */
const Z = 1.959963984540054;

/**
 * Wilson's 95 % interval for a share of `correct` out of `total`: (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n).
 *
 * @returns shares 0 … 1; [0, 1] when there is nothing to count. Wilson 1927.
 */
export function wilsonInterval(correct: number, total: number): [low: number, high: number] {
  if (total === 0) return [0, 1];
  const share = correct / total;
  const z2 = (Z * Z) / total;
  const middle = share + z2 / 2;
  const half = Z * Math.sqrt((share * (1 - share)) / total + z2 / (4 * total));
  return [Math.max(0, (middle - half) / (1 + z2)), Math.min(1, (middle + half) / (1 + z2))];
}
