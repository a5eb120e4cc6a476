/** Powers of ten that float64 holds exactly. */
export const TEN = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));
/** Whole numbers of so many digits are exact in float64. */
export const MOST_EXACT_DIGITS = 15;
/** Digits that are read here; the text of a float64 has at most 17, and NumPy's savetxt writes 19. */
const MOST_DIGITS = 20;
/** 10 ** 44 is exact as the sum of two float64, and more is not needed for numbers that people write. */
const MOST_POWER = 44;
/** 2 ** 27 + 1, which splits 53 bits into halves whose products are exact (Dekker 1971). */
const SPLITTER = 134_217_729;
/** Far above the error of a sum of two float64 (2 ** -103), far below half a unit in the last place (2 ** -54): 2 ** -98. */
const SLACK = 3.1554436208840472e-30;

const ZERO = 0x30;
const MINUS = 0x2d;
const PLUS = 0x2b;

/**
 * The number that the bytes spell in decimal with up to 20 digits, correctly rounded, without a text in between: the digits
 * are a sum of two float64, and so is their product with (or quotient by) the power of ten; where its rounding could go
 * either way the answer is left to others.
 *
 * @returns undefined for what is no such number, and where it is not certain.
 */
export function longDecimal(bytes: Uint8Array, from: number, to: number, mark: number): number | undefined {
  let at = from;
  const negative = bytes[at] === MINUS;
  if (negative) at++;
  const digits = { first: 0, rest: 0, restUnit: 1, power: 0 };
  let [kept, seen, behindMark] = [0, 0, false];
  for (; at < to; at++) {
    const digit = bytes[at] - ZERO;
    if (digit >= 0 && digit <= 9) {
      seen++;
      if (behindMark) digits.power--;
      if (kept === 0 && digit === 0) continue;
      if (kept === MOST_DIGITS) return undefined;
      if (kept++ < MOST_EXACT_DIGITS) digits.first = digits.first * 10 + digit;
      else {
        digits.rest = digits.rest * 10 + digit;
        digits.restUnit *= 10;
      }
    } else if (bytes[at] === mark && !behindMark) behindMark = true;
    else break;
  }
  if (seen === 0) return undefined;
  if (at < to) digits.power += exponent(bytes, at, to);
  const size = kept === 0 && !Number.isNaN(digits.power) ? 0 : scaled(digits);
  return Number.isNaN(size) ? undefined : negative ? -size : size;
}

/** `e-07` at the end of a number; NaN for anything else. */
function exponent(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  if (bytes[at] !== 0x65 && bytes[at] !== 0x45) return Number.NaN;
  const sign = bytes[++at];
  if (sign === MINUS || sign === PLUS) at++;
  if (at === to || to - at > 6) return Number.NaN;
  let value = 0;
  for (; at < to; at++) {
    const digit = bytes[at] - ZERO;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return sign === MINUS ? -value : value;
}

/** (first · restUnit + rest) · 10 ** power, rounded once; NaN where that is not certain. */
function scaled(digits: { first: number; rest: number; restUnit: number; power: number }): number {
  const { first, rest, restUnit, power } = digits;
  const n = power < 0 ? -power : power;
  if (!(n <= MOST_POWER)) return Number.NaN;
  // The digits as high + low: whole numbers below 2 ** 67, so nothing is lost.
  const product = first * restUnit;
  const high = product + rest;
  const low = rest - (high - product) + lostBy(first, restUnit, product);
  // 10 ** n as ten + tenLow.
  const more = TEN[n > 22 ? n - 22 : 0];
  const ten = TEN[n > 22 ? 22 : n] * more;
  const tenLow = lostBy(TEN[n > 22 ? 22 : n], more, ten);
  const result = power < 0 ? high / ten : high * ten;
  const correction =
    power < 0
      ? (high - result * ten - lostBy(result, ten, result * ten) + (low - result * tenLow)) / ten
      : lostBy(high, ten, result) + (low * ten + high * tenLow);
  const above = result + (correction + result * SLACK);
  return above === result + (correction - result * SLACK) ? above : Number.NaN;
}

/** a · b − `product`, which is a · b rounded; exact (Dekker 1971). */
function lostBy(a: number, b: number, product: number): number {
  const [c, d] = [SPLITTER * a, SPLITTER * b];
  const aHigh = c - (c - a);
  const bHigh = d - (d - b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow;
}
