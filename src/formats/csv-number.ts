import { longDecimal, MOST_EXACT_DIGITS, TEN } from "./long-decimal.ts";

const SHAPE = /^-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,6})?$/;
const PARTS = /^(-?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;
/** Characters of the longest number. */
const LONGEST = 1000;
/** ECMAScript fixes the rounding of at most this many digits; engines may differ behind them. */
const MOST_DIGITS = 20;
/** Beyond 10 ** 400 and 10 ** -400 every number is infinite or zero. */
const MOST_EXPONENT = 1_000_000;

/** The decimal marks, as bytes. */
export const POINT = 0x2e;
export const COMMA = 0x2c;
const MINUS = 0x2d;

/**
 * The number that the bytes `from` … `to` − 1 spell in decimal (`12`, `-0.5`, `.5`, `3.`, `1e-7`), correctly rounded and
 * the same in every engine; digits behind the 20th count as zeros. Blanks around it are allowed; a leading `+`, hexadecimal,
 * underscores and thousands marks are not.
 *
 * @param mark byte of the decimal mark, point or comma.
 * @returns undefined for anything else; ±Infinity when it is out of range.
 */
export function parseDecimal(bytes: Uint8Array, from: number, to: number, mark = POINT): number | undefined {
  let at = from;
  let end = to;
  while (at < end && isBlank(bytes[at])) at++;
  while (end > at && isBlank(bytes[end - 1])) end--;
  const negative = bytes[at] === MINUS;
  if (negative) at++;
  let value = 0;
  let fraction = -1; // digits behind the mark
  const first = at;
  for (; at < end; at++) {
    const digit = bytes[at] - 48;
    if (digit >= 0 && digit <= 9) {
      value = value * 10 + digit;
      if (fraction >= 0) fraction++;
    } else if (bytes[at] === mark && fraction < 0) fraction = 0;
    else break;
  }
  const digits = at - first - (fraction >= 0 ? 1 : 0);
  // Up to 15 digits and 22 places are exact, and one division rounds once: correctly (Clinger 1990).
  if (at < end || digits > MOST_EXACT_DIGITS || digits === 0)
    return slowly(bytes, negative ? first - 1 : first, end, mark);
  const size = fraction > 0 ? value / TEN[fraction] : value;
  return negative ? -size : size;
}

/** Any other number, and what is none. */
function slowly(bytes: Uint8Array, from: number, to: number, mark: number): number | undefined {
  if (to - from > LONGEST) return undefined;
  const value = longDecimal(bytes, from, to, mark);
  if (value !== undefined) return value;
  let text: string = String.fromCharCode.apply(null, bytes.subarray(from, to) as unknown as number[]);
  if (mark !== POINT) text = text.replaceAll(".", "\0").replace(String.fromCharCode(mark), ".");
  return SHAPE.test(text) ? cutDigits(text) : undefined;
}

function cutDigits(text: string): number | undefined {
  const parts = PARTS.exec(text);
  if (!parts) return undefined;
  const [, sign, whole, fraction = "", exponent = "0"] = parts;
  const all = (whole + fraction).replace(/^0+/, "");
  if (all.length <= MOST_DIGITS) return Number(text);
  const kept = all.slice(0, MOST_DIGITS);
  const scale = Number(exponent) - fraction.length + (all.length - kept.length);
  const size = Number(`${kept}e${Math.max(-MOST_EXPONENT, Math.min(MOST_EXPONENT, scale))}`);
  return sign === "-" ? -size : size;
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x09;
}

const MISSING = new Map<string, number>([
  ["", Number.NaN],
  ["nan", Number.NaN],
  ["na", Number.NaN],
  ["n/a", Number.NaN],
  ["null", Number.NaN],
  ["none", Number.NaN],
  ["?", Number.NaN],
  ["inf", Number.POSITIVE_INFINITY],
  ["+inf", Number.POSITIVE_INFINITY],
  ["infinity", Number.POSITIVE_INFINITY],
  ["-inf", Number.NEGATIVE_INFINITY],
  ["-infinity", Number.NEGATIVE_INFINITY],
]);

/** What programs write where there is no number: NaN, or ±Infinity; undefined for other texts. */
export function missingNumber(text: string): number | undefined {
  const word = text.trim().toLowerCase();
  return word.startsWith("#") && /^#(div\/0|n\/a|value|ref|num|null|name)[!?]?$/.test(word)
    ? Number.NaN
    : MISSING.get(word);
}
