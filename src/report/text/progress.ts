import { bytes, integer, printable } from "../../core/text.ts";
import { cost } from "./epochs.ts";
import { alignRight, displayWidth, shorten } from "./layout.ts";
import { type Canvas, pageColumns, plainStyle } from "./style.ts";

/** Where a run stands. */
export interface Standing {
  readonly epoch: number;
  readonly epochs: number;
  /** Share of the epoch that is done, 0 … 1. */
  readonly share: number;
  readonly cost: number;
  /** Images a second since training began; 0 when not known yet. */
  readonly speed: number;
  /** Seconds that are left; undefined when not known yet. */
  readonly left: number | undefined;
}

const barColumns = 18;

/**
 * The live line of a run, in at most `columns` columns; in a narrow terminal the least useful parts are left out:
 *
 *     Epoch 12 / 30  ━━━━━━━━━━━─────────────  cost 0.0413   598,000 images/s   2 s left
 */
export function progressLine(standing: Standing, canvas: Canvas = {}): string {
  const { columns = pageColumns, unicode = true, style = plainStyle } = canvas;
  const epochs = integer(standing.epochs);
  const head = `Epoch ${alignRight(integer(standing.epoch), epochs.length)} / ${epochs}`;
  const done = (standing.epoch - 1 + standing.share) / standing.epochs;
  const [full, empty] = bar(done, unicode);
  const parts = [
    `cost ${cost(standing.cost)}`,
    standing.left === undefined ? "" : `${duration(standing.left)} left`,
    standing.speed > 0 ? `${integer(roundTo(standing.speed, 3))} images/s` : "",
  ].filter((part) => part !== "");
  const tail = parts.map((part) => `   ${part}`);
  while (tail.length > 0 && head.length + 2 + barColumns + displayWidth(tail.join("")) > columns) tail.pop();
  if (head.length + 2 + barColumns > columns) return shorten(head, columns);
  return `${head}  ${full}${style.faint(empty)}${tail.join("")}`;
}

/** The live line of a download: `Downloading mnist  ━━━━━━────────────  4.1 MB of 11.6 MB   3 s left` */
export function downloadLine(
  name: string,
  received: number,
  total: number,
  left: number | undefined,
  canvas: Canvas = {},
): string {
  const { columns = pageColumns, unicode = true, style = plainStyle } = canvas;
  const head = `Downloading ${printable(name, 30)}`;
  const [full, empty] = bar(total > 0 ? received / total : 0, unicode);
  const sizes = `  ${bytes(received)} of ${bytes(total)}`;
  const rest = left === undefined ? "" : `   ${duration(left)} left`;
  if (displayWidth(head) + 2 + barColumns + displayWidth(sizes + rest) > columns) return shorten(head + sizes, columns);
  return `${head}  ${full}${style.faint(empty)}${sizes}${rest}`;
}

/** The live line of reading pictures: `Reading pictures  ━━━━━━────────────  20,480 of 70,000   3 s left` */
export function picturesLine(done: number, total: number, left: number | undefined, canvas: Canvas = {}): string {
  const { columns = pageColumns, unicode = true, style = plainStyle } = canvas;
  const head = "Reading pictures";
  const [full, empty] = bar(total > 0 ? done / total : 0, unicode);
  const counts = `  ${integer(done)} of ${integer(total)}`;
  const rest = left === undefined ? "" : `   ${duration(left)} left`;
  if (displayWidth(head + counts + rest) + 2 + barColumns > columns) return shorten(head + counts, columns);
  return `${head}  ${full}${style.faint(empty)}${counts}${rest}`;
}

function bar(share: number, unicode: boolean): [full: string, empty: string] {
  const filled = Math.floor(Math.min(1, Math.max(0, share)) * barColumns);
  const [full, empty] = unicode ? ["━", "─"] : ["=", "-"];
  return [full.repeat(filled), empty.repeat(barColumns - filled)];
}

/** A time for people, in whole seconds: `2 s`, `1 min 20 s`, `2 h 5 min`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${integer(Math.floor(minutes / 60))} h ${minutes % 60} min`;
}

/** `value` rounded to `digits` significant decimal digits. */
function roundTo(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}

/**
 * Reckons speed and time left from how long the finished part took.
 *
 * The clock is handed in, and never counted backwards; what was done before a resume is not counted as speed.
 */
export class Pace {
  readonly #total: number;
  readonly #before: number;
  readonly #start: number;

  /**
   * @param total images of the whole run, all epochs.
   * @param before images done before the clock started.
   * @param start milliseconds.
   */
  constructor(total: number, before: number, start: number) {
    this.#total = total;
    this.#before = before;
    this.#start = start;
  }

  /** Images a second, and seconds left, when `done` images of the run are finished at `now`. */
  at(done: number, now: number): { speed: number; left: number | undefined } {
    const elapsed = Math.max(0, now - this.#start) / 1000;
    const finished = done - this.#before;
    if (finished <= 0 || elapsed < 0.2) return { speed: 0, left: undefined };
    const speed = finished / elapsed;
    return { speed, left: Math.max(0, this.#total - done) / speed };
  }
}
