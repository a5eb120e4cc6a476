import { integer } from "../../core/text.ts";
import { alignRight } from "./layout.ts";
import { type Canvas, pageColumns, plainStyle } from "./style.ts";

/** One point of a curve: its epoch (from 1) and its value in percent. */
export interface Point {
  readonly epoch: number;
  readonly percent: number;
}

const rows = 7;
const widest = 60;

/**
 * A small curve of percentages over epochs, drawn in braille dots (2 × 4 a character), axis and extremes labelled.
 *
 * @returns lines without a line end behind the last one; empty for fewer than two points and where all are the same.
 */
export function curve(points: readonly Point[], canvas: Canvas = {}): string {
  const { columns = pageColumns, unicode = true, style = plainStyle } = canvas;
  const labels = 10;
  const width = Math.min(widest, Math.max(2 * points.length, 24), columns - labels - 2);
  if (points.length < 2 || width < 8) return "";
  const values = points.map((point) => point.percent);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (low === high) return "";
  const plot = unicode ? new Dots(width, rows, 2, 4) : new Dots(width, rows, 1, 1);
  const [right, bottom] = [plot.width - 1, plot.height - 1];
  const x = (i: number) => nearestWhole((i / (points.length - 1)) * right);
  const y = (value: number) => nearestWhole(((high - value) / (high - low)) * bottom);
  for (let i = 1; i < points.length; i++) plot.line(x(i - 1), y(values[i - 1]!), x(i), y(values[i]!));
  const axis = unicode
    ? { tick: "┤", wall: "│", corner: "└", floor: "─" }
    : { tick: "+", wall: "|", corner: "+", floor: "-" };
  const lines = plot.lines(unicode).map((line, i) => {
    const value = i === 0 ? high : i === rows - 1 ? low : undefined;
    const label = value === undefined ? "" : `${value.toFixed(2)} %`;
    return `${style.faint(`${alignRight(label, labels)} ${value === undefined ? axis.wall : axis.tick}`)}${line}`.trimEnd();
  });
  const [first, last] = [integer(points[0]!.epoch), integer(points.at(-1)!.epoch)];
  const floor = `${" ".repeat(labels + 1)}${axis.corner}${axis.floor.repeat(width)}`;
  const epochs = `${" ".repeat(labels + 2)}${first}${alignRight(last, width - first.length)} epochs`;
  return [...lines, style.faint(floor), style.faint(epochs)].join("\n");
}

/** A grid of dots, several to a character. */
class Dots {
  readonly width: number;
  readonly height: number;
  readonly #across: number;
  readonly #down: number;
  readonly #set: Uint8Array;

  constructor(columns: number, lines: number, across: number, down: number) {
    this.width = columns * across;
    this.height = lines * down;
    this.#across = across;
    this.#down = down;
    this.#set = new Uint8Array(this.width * this.height);
  }

  line(x0: number, y0: number, x1: number, y1: number): void {
    const steps = Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0), 1);
    for (let i = 0; i <= steps; i++) {
      const x = nearestWhole(x0 + ((x1 - x0) * i) / steps);
      const y = nearestWhole(y0 + ((y1 - y0) * i) / steps);
      this.#set[y * this.width + x] = 1;
    }
  }

  lines(unicode: boolean): string[] {
    const lines: string[] = [];
    for (let y = 0; y < this.height; y += this.#down) {
      let line = "";
      for (let x = 0; x < this.width; x += this.#across) line += this.#character(x, y, unicode);
      lines.push(line);
    }
    return lines;
  }

  #character(x: number, y: number, unicode: boolean): string {
    if (!unicode) return this.#set[y * this.width + x] ? "*" : " ";
    let bits = 0;
    for (const [dx, dy, bit] of braille) if (this.#set[(y + dy) * this.width + x + dx]) bits |= bit;
    return bits === 0 ? " " : String.fromCodePoint(0x2800 + bits);
  }
}

/** The dots of a braille character (Unicode block U+2800): column, row, bit. */
const braille = [
  [0, 0, 0x01],
  [0, 1, 0x02],
  [0, 2, 0x04],
  [1, 0, 0x08],
  [1, 1, 0x10],
  [1, 2, 0x20],
  [0, 3, 0x40],
  [1, 3, 0x80],
] as const;

function nearestWhole(value: number): number {
  return Math.floor(value + 0.5);
}
