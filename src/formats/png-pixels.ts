import { inputError, type MyelinError } from "../core/errors.ts";
import { integer } from "../core/text.ts";
import { type NamedBytes, shownName } from "./named.ts";
import type { Picture } from "./picture.ts";

/** What the chunks in front of the pixels say. */
export interface PngHeader {
  readonly width: number;
  readonly height: number;
  /** Bits a sample: 1, 2, 4, 8, 16. */
  readonly depth: number;
  /** 0 grey, 2 colour, 3 palette, 4 grey with alpha, 6 colour with alpha. */
  readonly colourType: number;
  readonly interlaced: boolean;
  /** Red, green and blue of each entry. */
  readonly palette?: Uint8Array;
  /** Chunk tRNS: alpha of palette entries, or the samples (16 bits each) of the transparent grey or colour. */
  readonly transparency?: Uint8Array;
}

/** One of the seven reduced pictures of Adam7, or the whole picture. */
interface Pass {
  readonly x: number;
  readonly y: number;
  readonly stepX: number;
  readonly stepY: number;
  readonly width: number;
  readonly height: number;
}

/** First column and row, and the steps, of the passes of Adam7. */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** Samples a pixel, by colour type. */
const SAMPLES = [1, 0, 3, 1, 2, 0, 4];

function passesOf({ width, height, interlaced }: PngHeader): readonly Pass[] {
  if (!interlaced) return [{ x: 0, y: 0, stepX: 1, stepY: 1, width, height }];
  const passes = ADAM7.map(([x, y, stepX, stepY]) => ({
    ...{ x, y, stepX, stepY },
    width: Math.ceil((width - x) / stepX),
    height: Math.ceil((height - y) / stepY),
  }));
  return passes.filter((pass) => pass.width > 0 && pass.height > 0);
}

/** Bytes of one row without its filter byte. */
function rowBytes(header: PngHeader, width: number): number {
  return Math.ceil((width * header.depth * SAMPLES[header.colourType]!) / 8);
}

/** Bytes of all rows of all passes, filter bytes included. */
export function rawLength(header: PngHeader): number {
  return passesOf(header).reduce((sum, { width, height }) => sum + height * (1 + rowBytes(header, width)), 0);
}

/**
 * The picture from its stored rows, which are unfiltered in place.
 *
 * @throws MyelinError PNG_FILTER, PNG_PALETTE.
 */
export function pixelsOf(file: NamedBytes, header: PngHeader, raw: Uint8Array): Picture {
  const { width, height, colourType } = header;
  const channels = colourType === 0 || colourType === 4 ? 1 : 3;
  const data = new Uint8Array(width * height * channels);
  const paint = painter(file, header, data);
  const distance = Math.max(1, (header.depth * SAMPLES[colourType]!) >> 3);
  let at = 0;
  for (const pass of passesOf(header)) {
    const length = rowBytes(header, pass.width);
    let above: Uint8Array = new Uint8Array(length);
    for (let y = 0; y < pass.height; y++) {
      const row = raw.subarray(at + 1, at + 1 + length);
      if (!unfilter(raw[at]!, row, above, distance)) throw badFilter(file, raw[at]!, y);
      paint(row, pass, pass.y + y * pass.stepY);
      above = row;
      at += 1 + length;
    }
  }
  return { width, height, channels, data };
}

/** Undoes one row's filter in place; false for a filter that PNG does not have. */
function unfilter(filter: number, row: Uint8Array, above: Uint8Array, distance: number): boolean {
  const { length } = row;
  if (filter === 1) for (let i = distance; i < length; i++) row[i] = row[i]! + row[i - distance]!;
  else if (filter === 2) for (let i = 0; i < length; i++) row[i] = row[i]! + above[i]!;
  else if (filter === 3) {
    for (let i = 0; i < length; i++) {
      const left = i < distance ? 0 : row[i - distance]!;
      row[i] = row[i]! + ((left + above[i]!) >> 1);
    }
  } else if (filter === 4) {
    for (let i = 0; i < length; i++) {
      const left = i < distance ? 0 : row[i - distance]!;
      const corner = i < distance ? 0 : above[i - distance]!;
      row[i] = row[i]! + paeth(left, above[i]!, corner);
    }
  }
  return filter <= 4;
}

/** Whichever of the three is nearest to left + above − corner; of equals the first. */
function paeth(left: number, above: number, corner: number): number {
  const toLeft = Math.abs(above - corner);
  const toAbove = Math.abs(left - corner);
  const toCorner = Math.abs(left + above - 2 * corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

type Paint = (row: Uint8Array, pass: Pass, y: number) => void;

/** How the pixels of a row are put into `data`. */
function painter(file: NamedBytes, header: PngHeader, data: Uint8Array): Paint {
  const { width, depth, colourType, transparency } = header;
  const plain = transparency === undefined && depth === 8 && !header.interlaced;
  if (plain && (colourType === 0 || colourType === 2)) {
    return (row, _pass, y) => data.set(row, y * row.length);
  }
  const put = colourType === 3 ? paletteWriter(file, header, data) : sampleWriter(header, data);
  return (row, pass, y) => {
    for (let i = 0; i < pass.width; i++) put(row, i, y * width + pass.x + i * pass.stepX);
  };
}

type Put = (row: Uint8Array, place: number, pixel: number) => void;

/** Grey and colour, with alpha or one transparent colour. */
function sampleWriter({ depth, colourType, transparency }: PngHeader, data: Uint8Array): Put {
  const samples = SAMPLES[colourType]!;
  const colours = colourType === 0 || colourType === 4 ? 1 : 3;
  const hasAlpha = samples > colours;
  const key = transparency && Array.from({ length: colours }, (_, i) => sample(transparency, i, 16));
  return (row, place, pixel) => {
    const first = place * samples;
    const clear = key?.every((value, i) => sample(row, first + i, depth) === value) ?? false;
    const alpha = clear ? 0 : hasAlpha ? eightBits(sample(row, first + colours, depth), depth) : 255;
    for (let i = 0; i < colours; i++) {
      data[pixel * colours + i] = onWhite(eightBits(sample(row, first + i, depth), depth), alpha);
    }
  };
}

function paletteWriter(
  file: NamedBytes,
  { depth, palette = new Uint8Array(0), transparency }: PngHeader,
  data: Uint8Array,
): Put {
  const entries = palette.length / 3;
  const colours = palette.map((value, i) => onWhite(value, transparency?.[Math.trunc(i / 3)] ?? 255));
  return (row, place, pixel) => {
    const entry = sample(row, place, depth);
    if (entry >= entries) throw badEntry(file, entry, entries, pixel);
    data[3 * pixel] = colours[3 * entry]!;
    data[3 * pixel + 1] = colours[3 * entry + 1]!;
    data[3 * pixel + 2] = colours[3 * entry + 2]!;
  };
}

/** Sample `place` of a row. */
function sample(row: Uint8Array, place: number, depth: number): number {
  if (depth === 8) return row[place]!;
  if (depth === 16) return (row[2 * place]! << 8) | row[2 * place + 1]!;
  const bit = place * depth;
  return (row[bit >> 3]! >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
}

/** value · 255 / (2^depth − 1), rounded. */
function eightBits(value: number, depth: number): number {
  if (depth === 8) return value;
  return depth === 16 ? Math.trunc((value * 255 + 32767) / 65535) : (value * 255) / ((1 << depth) - 1);
}

/** The colour laid on white. */
function onWhite(value: number, alpha: number): number {
  return alpha === 255 ? value : Math.trunc((value * alpha + 255 * (255 - alpha) + 127) / 255);
}

function badFilter(file: NamedBytes, filter: number, row: number): MyelinError {
  const sentence = `${shownName(file)} names the filter ${filter} for row ${integer(row)}, and PNG has 0 to 4: get the file again.`;
  return inputError("PNG_FILTER", sentence, { file: file.name, row, found: filter });
}

function badEntry(file: NamedBytes, entry: number, entries: number, pixel: number): MyelinError {
  const sentence = `${shownName(file)} uses colour ${entry} at pixel ${integer(pixel)}, and its palette has ${entries}, from 0: get the file again.`;
  return inputError("PNG_PALETTE", sentence, { file: file.name, pixel, found: entry, entries });
}
