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

/** Puts the box into the image, its centre of mass in the middle. */
function centre(box: Float64Array): Uint8Array {
  const bytes = Uint8Array.from(box, (cover) => Math.floor(255 * cover + 0.5));
  let mass = 0;
  let massX = 0;
  let massY = 0;
  for (let k = 0; k < bytes.length; k++) {
    mass += bytes[k]!;
    massX += bytes[k]! * (k % BOX);
    massY += bytes[k]! * Math.floor(k / BOX);
  }
  const left = shift(massX / mass);
  const top = shift(massY / mass);
  const pixels = new Uint8Array(SIDE * SIDE);
  for (let y = 0; y < BOX; y++) pixels.set(bytes.subarray(y * BOX, (y + 1) * BOX), (top + y) * SIDE + left);
  return pixels;
}

/** Where the box begins when the mass lies at `mean` in it: inside the image. */
function shift(mean: number): number {
  return Math.max(0, Math.min(SIDE - BOX, Math.floor(CENTRE - mean + 0.5)));
}
