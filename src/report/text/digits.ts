import { channelsOf, type PictureShape } from "../../core/picture-shape.ts";
import { printable } from "../../core/text.ts";
import { displayWidth, shorten } from "./layout.ts";
import { type Canvas, pageColumns, plainStyle } from "./style.ts";

/** What is needed of a data set to draw from it; `Dataset` has it all. */
export interface Pictures {
  readonly shape: PictureShape;
  readonly labels: ArrayLike<number>;
  readonly classes: readonly string[];
  readonly count: number;
  image(row: number): ArrayLike<number>;
}

/** Columns between two pictures. */
const gap = 3;

/**
 * Draws pictures side by side in half blocks (▀▄█), so that a pixel is nearly square, with the class below each.
 *
 * A pixel is ink when it is at least 40 % of the picture's largest value; of colours the mean counts. Empty margins are cut: rows where no picture
 * beside it has ink, columns where the one picture has none. What does not fit the columns starts a new band.
 *
 * @param rows which pictures, by row of the data set.
 * @param bands how many bands of pictures are drawn at most; later pictures are left out.
 * @returns lines without a line end behind the last one; empty for tables (height 1) and empty data.
 */
export function drawDigits(data: Pictures, rows: readonly number[], canvas: Canvas = {}, bands = 1): string {
  const { columns = pageColumns } = canvas;
  if (data.shape[0] < 2 || data.count === 0) return "";
  const drawn: Drawing[][] = [];
  let free = 0;
  for (const row of rows) {
    const drawing = trace(data, row, columns);
    if (drawing.width > free) {
      if (drawn.length === bands) break;
      drawn.push([]);
      free = columns;
    }
    drawn.at(-1)!.push(drawing);
    free -= drawing.width + gap;
  }
  return drawn.map((band) => drawBand(band, canvas)).join("\n\n");
}

function drawBand(drawn: readonly Drawing[], { unicode = true, style = plainStyle }: Canvas): string {
  const between = " ".repeat(gap);
  const top = Math.min(...drawn.map((drawing) => drawing.top));
  const bottom = Math.max(...drawn.map((drawing) => drawing.bottom));
  const lines: string[] = [];
  for (let y = top; y < bottom; y += 2) {
    lines.push(drawn.map((drawing) => halfBlocks(drawing, y, unicode)).join(between));
  }
  const names = drawn.map(({ name, width }) => centre(shorten(name, width), width)).join(between);
  return [...lines, style.faint(names.trimEnd())].map((line) => line.trimEnd()).join("\n");
}

/** The first rows of a data set whose pictures show `count` different classes, then simply the next ones. */
export function firstOfEachClass(data: Pictures, count: number): number[] {
  const seen = new Set<number>();
  const rows: number[] = [];
  for (let row = 0; row < data.count && rows.length < count && seen.size < data.classes.length; row++) {
    const label = data.labels[row]!;
    if (!seen.has(label)) rows.push(row);
    seen.add(label);
  }
  return rows.sort((a, b) => data.labels[a]! - data.labels[b]!);
}

/** One picture, cut to the columns that have ink. */
interface Drawing {
  readonly name: string;
  readonly width: number;
  readonly top: number;
  readonly bottom: number;
  ink(x: number, y: number): boolean;
}

/** Share of the picture's largest value from which a pixel is ink. */
const inkShare = 0.4;

function trace(data: Pictures, row: number, columns: number): Drawing {
  const [height, fullWidth] = data.shape;
  const pixels = meanOfChannels(data.image(row), channelsOf(data.shape));
  let largest = 0;
  for (let i = 0; i < height * fullWidth; i++) largest = Math.max(largest, pixels[i]!);
  const dark = (x: number, y: number) =>
    x < fullWidth && y < height && largest > 0 && pixels[y * fullWidth + x]! >= inkShare * largest;
  const label = data.labels[row]!;
  const name = printable(data.classes[label] ?? String(label), 20);
  let [left, right, top, bottom] = [fullWidth, 0, height, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < fullWidth; x++) {
      if (!dark(x, y)) continue;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y + 1);
    }
  }
  if (right <= left) [left, right, top, bottom] = [0, 1, 0, 1];
  const width = Math.min(right - left, columns);
  return { name, width: Math.max(width, Math.min(displayWidth(name), columns)), top, bottom, ink: inkWithin };
  function inkWithin(x: number, y: number) {
    return x < width && dark(left + x, y);
  }
}

function meanOfChannels(values: ArrayLike<number>, channels: number): ArrayLike<number> {
  if (channels === 1) return values;
  return Float64Array.from({ length: values.length / channels }, (_, i) => {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) sum += values[i * channels + channel]!;
    return sum / channels;
  });
}

function halfBlocks(drawing: Drawing, y: number, unicode: boolean): string {
  const [both, upper, lower] = unicode ? ["█", "▀", "▄"] : ["#", '"', "_"];
  let line = "";
  for (let x = 0; x < drawing.width; x++) {
    const top = drawing.ink(x, y);
    const bottom = drawing.ink(x, y + 1);
    line += top && bottom ? both : top ? upper : bottom ? lower : " ";
  }
  return line;
}

function centre(text: string, width: number): string {
  const free = Math.max(0, width - displayWidth(text));
  const before = Math.floor(free / 2);
  return " ".repeat(before) + text + " ".repeat(free - before);
}
