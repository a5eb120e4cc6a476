import { Random } from "../core/random.ts";
import { writeDigit } from "./hand.ts";
import { BOX, fitBox, ink } from "./ink.ts";

/** Side of the image, in pixels. */
export const SIDE = 28;
/** The pixel that the centre of mass is put on, as in MNIST. */
const CENTRE = SIDE / 2;

export interface DigitImage {
  /** 28 × 28 bytes, row after row: 0 is paper, 255 full ink. */
  readonly pixels: Uint8Array;
  /** The digit written, 0 … 9. */
  readonly label: number;
}

/**
 * Digit number `i` (0 … 2³² − 1) of the generator with this seed; it depends on nothing else.
 *
 * Made as MNIST was: the digit fills a box of 20 × 20 pixels, and the box is moved by whole pixels so that the centre
 * of mass lies on the middle of the image (pixel 14, 14) or as near as the edges allow.
 */
export function digitImage(seed: number, i: number): DigitImage {
  const random = new Random(seed, "digits", i);
  const label = random.below(10);
  const traces = writeDigit(random, label);
  fitBox(traces, random.uniform(), random.uniform());
  return { pixels: centre(ink(traces)), label };
}

/** Rounds the ink to bytes and puts what has any into the image, its centre of mass in the middle. */
function centre(box: Float64Array): Uint8Array {
  const bytes = new Uint8Array(BOX * BOX);
  const columns = new Uint32Array(BOX);
  const rows = new Uint32Array(BOX);
  for (let y = 0, k = 0; y < BOX; y++) {
    for (let x = 0; x < BOX; x++, k++) {
      const byte = Math.floor(255 * box[k]! + 0.5);
      bytes[k] = byte;
      columns[x]! += byte;
      rows[y]! += byte;
    }
  }
  const x = place(columns);
  const y = place(rows);
  const pixels = new Uint8Array(SIDE * SIDE);
  for (let row = y.first; row <= y.last; row++) {
    const inked = bytes.subarray(row * BOX + x.first, row * BOX + x.last + 1);
    pixels.set(inked, (row + y.shift) * SIDE + x.first + x.shift);
  }
  return pixels;
}

/** From the ink of each column (or row): the first and the last with any, and how far they are moved. */
function place(ink: Uint32Array): { first: number; last: number; shift: number } {
  let first = BOX;
  let last = 0;
  let mass = 0;
  let moment = 0;
  for (let i = 0; i < BOX; i++) {
    if (ink[i] === 0) continue;
    first = Math.min(first, i);
    last = i;
    mass += ink[i]!;
    moment += ink[i]! * i;
  }
  const wanted = Math.floor(CENTRE - moment / mass + 0.5);
  return { first, last, shift: Math.max(-first, Math.min(SIDE - 1 - last, wanted)) };
}
