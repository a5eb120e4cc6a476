import { integer, percent, printable } from "../../core/text.ts";
import { alignLeft, alignRight, displayWidth } from "./layout.ts";
import { type Canvas, pageColumns, plainStyle } from "./style.ts";

/** How many images of class `label` were read as class `answer`: C×C, row = label, column = answer. */
export interface Confusion {
  readonly confusion: ArrayLike<number>;
  readonly classes: readonly string[];
}

/** A count of right answers with its Wilson interval: `9,546 of 10,000 are right: 95.46 % (95 % interval 95.04 … 95.85 %)`. */
export function accuracyText(
  correct: number,
  total: number,
  interval: readonly [low: number, high: number],
  canvas: Canvas = {},
): string {
  const { style = plainStyle } = canvas;
  const [low, high] = interval.map((share) => (100 * share).toFixed(2));
  const share = style.strong(percent(correct, total));
  return `${integer(correct)} of ${integer(total)} are right: ${share} (95 % interval ${low} … ${high} %)`;
}

/**
 * The confusion matrix as a table: a row for each true class, a column for each answer, `·` for none, and how many of
 * the class were right at the end of the row.
 *
 * Long class names are columns under their number. @returns empty when the table does not fit the columns.
 */
export function confusionTable({ confusion, classes }: Confusion, canvas: Canvas = {}): string {
  const { columns = pageColumns, unicode = true, style = plainStyle } = canvas;
  const count = classes.length;
  const names = classes.map((name) => printable(name, 20));
  const short = names.every((name) => displayWidth(name) <= 4);
  const rowNames = names.map((name, i) => (short ? name : `${i} ${name}`));
  const columnNames = names.map((name, i) => (short ? name : String(i)));
  const largest = Math.max(...Array.from({ length: count * count }, (_, i) => confusion[i]!), 0);
  const cell = Math.max(integer(largest).length, ...columnNames.map(displayWidth)) + 1;
  const head = Math.max(...rowNames.map(displayWidth));
  if (count === 0 || head + 1 + cell * count + 10 > columns) return "";
  const none = unicode ? "·" : ".";
  const title = `${" ".repeat(head)} ${columnNames.map((name) => alignRight(name, cell)).join("")}${alignRight("right", 10)}`;
  const lines = rowNames.map((name, label) => {
    const row = Array.from({ length: count }, (_, answer) => confusion[label * count + answer]!);
    const cells = row.map((value, answer) => {
      const text = alignRight(value === 0 ? none : integer(value), cell);
      return answer === label ? style.strong(text) : value === 0 ? style.faint(text) : text;
    });
    const total = row.reduce((sum, value) => sum + value, 0);
    const right = alignRight(total === 0 ? "–" : percent(row[label]!, total), 10);
    return `${style.faint(alignLeft(name, head))} ${cells.join("")}${style.faint(right)}`;
  });
  return [style.faint(title), ...lines].join("\n");
}

/** One mistake that is made often. */
export interface Pair {
  readonly label: number;
  readonly answer: number;
  readonly count: number;
  /** Images of class `label`. */
  readonly of: number;
}

/** The pairs of classes that are confused most often, most frequent first. */
export function worstPairs({ confusion, classes }: Confusion, most = 5): Pair[] {
  const count = classes.length;
  const pairs: Pair[] = [];
  for (let label = 0; label < count; label++) {
    let of = 0;
    for (let answer = 0; answer < count; answer++) of += confusion[label * count + answer]!;
    for (let answer = 0; answer < count; answer++) {
      const times = confusion[label * count + answer]!;
      if (answer !== label && times > 0) pairs.push({ label, answer, count: times, of });
    }
  }
  return pairs.sort((a, b) => b.count - a.count || a.label - b.label || a.answer - b.answer).slice(0, most);
}

/** The worst pairs as lines: `4 read as 9    23 times   2.34 % of all 4`. */
export function worstPairsText(data: Confusion, canvas: Canvas = {}): string {
  const { style = plainStyle } = canvas;
  const name = (i: number) => printable(data.classes[i]!, 20);
  const pairs = worstPairs(data).map((pair) => ({ pair, words: `${name(pair.label)} read as ${name(pair.answer)}` }));
  const width = Math.max(0, ...pairs.map(({ words }) => displayWidth(words)));
  const digits = Math.max(0, ...pairs.map(({ pair }) => integer(pair.count).length));
  return pairs
    .map(({ pair, words }) => {
      const times = `${alignRight(integer(pair.count), digits)} ${pair.count === 1 ? "time " : "times"}`;
      const share = `${alignRight(percent(pair.count, pair.of), 8)} of all ${name(pair.label)}`;
      return `${alignLeft(words, width)}   ${times} ${style.faint(share)}`;
    })
    .join("\n");
}
