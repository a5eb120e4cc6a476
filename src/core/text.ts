/** Numbers and names in the form in which people read them. */

/** A whole number with commas: 60000 → "60,000". */
export function integer(n: number): string {
  const digits = Math.abs(n).toFixed(0);
  const grouped = digits.replace(/\B(?=(\d{3})+$)/g, ",");
  return n < 0 && digits !== "0" ? `-${grouped}` : grouped;
}

/** A share in percent with two decimals: (9546, 10000) → "95.46 %"; of nothing, "–". */
export function percent(part: number, whole: number): string {
  return whole === 0 ? "–" : `${((100 * part) / whole).toFixed(2)} %`;
}

/** A duration: "46 ms", "2.93 s", "1 min 40 s", "2 h 5 min". */
export function seconds(s: number): string {
  if (s < 0.0995) return `${(s * 1000).toFixed(0)} ms`;
  if (s < 9.995) return `${s.toFixed(2)} s`;
  if (s < 59.95) return `${s.toFixed(1)} s`;
  const whole = Math.floor(s + 0.5);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.floor(s / 60 + 0.5);
  return `${integer(Math.floor(minutes / 60))} h ${minutes % 60} min`;
}

/** A size: "840 bytes", "28.9 kB", "11.6 MB" (1 kB = 1,000 bytes). */
export function bytes(n: number): string {
  if (n === 1) return "1 byte";
  if (n < 1000) return `${n} bytes`;
  let size = n;
  let unit = "";
  for (unit of ["kB", "MB", "GB", "TB"]) {
    size /= 1000;
    if (size < 999.95) break;
  }
  return `${size.toFixed(1)} ${unit}`;
}

/** "a", "a and b", "a, b and c". */
export function list(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
}

/** Controls, line separators, what turns the direction of writing, invisible characters, halves of surrogate pairs. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * A name from a file, made harmless for a terminal or page: control, direction and invisible characters are written as
 * \x1b or \u202e, so that what is shown is what is there.
 *
 * @param max longest text in characters; the end of a longer one becomes "…".
 */
export function printable(text: string, max = Infinity): string {
  // Of a text of megabytes no more is looked at than can be shown.
  const safe = (max < text.length / 2 ? text.slice(0, 2 * max + 2) : text).replace(UNPRINTABLE, escapeCharacter);
  const characters = Array.from(safe);
  return characters.length <= max ? safe : `${characters.slice(0, Math.max(0, max - 1)).join("")}…`;
}

/** Longest word (a path, a value without blanks) and longest message that an error shows. */
const LONGEST_WORD = 500;
const LONGEST_MESSAGE = 2000;

/** A message as it may be shown, whatever it quotes: control, direction and invisible characters written out, long words cut, long texts cut in the middle. */
export function oneSentence(message: string): string {
  // Beginning and end are kept: what it is about, and what to do.
  const cut =
    message.length <= LONGEST_MESSAGE ? message : `${message.slice(0, LONGEST_MESSAGE - 600)} … ${message.slice(-597)}`;
  const shorter = (word: string) =>
    word.length <= LONGEST_WORD ? word : `${word.slice(0, LONGEST_WORD - 40)}…${word.slice(-39)}`;
  const words = cut.split(" ").map((word) => printable(shorter(word)));
  return words.join(" ");
}

function escapeCharacter(character: string): string {
  const hex = (character.codePointAt(0) as number).toString(16);
  if (hex.length <= 2) return `\\x${hex.padStart(2, "0")}`;
  return hex.length <= 4 ? `\\u${hex.padStart(4, "0")}` : `\\u{${hex}}`;
}

/**
 * For "did you mean": the word of `words` that is nearest to `word`, if it is near enough (one slip of the finger per
 * three letters, at least one). Upper and lower case count as equal; of equals the first wins.
 */
export function nearest(word: string, words: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(word.length / 3));
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of words) {
    // So many letters more or fewer are too many, and a text of megabytes is compared with nothing.
    if (Math.abs(word.length - candidate.length) > limit) continue;
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Fewest letters to insert, delete, change or swap with a neighbour (optimal string alignment distance). */
function editDistance(a: string, b: string): number {
  let twoAgo: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      let cost = Math.min(previous[j] + 1, row[j - 1] + 1, change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, twoAgo[j - 2] + 1);
      row.push(cost);
    }
    twoAgo = previous;
    previous = row;
  }
  return previous[b.length];
}
