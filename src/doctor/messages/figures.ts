/** 0.8123 → "81.2 %". */
export function share(x: number): string {
  return `${(100 * x).toFixed(1)} %`;
}

/** A number with three significant digits: 3, 0.0412, 1.2e-7. */
export function figure(x: number): string {
  return String(Number(x.toPrecision(3)));
}
