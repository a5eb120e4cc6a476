import { exp } from "../core/math.ts";
import type { Random } from "../core/random.ts";
import { type Drawing, parseDrawing, smooth } from "./drawing.ts";
import { STYLES, type Style } from "./styles/index.ts";

/** A stroke as it will be inked: points `x0, y0, x1, y1, …` and the half width of the line at each, in pixels. */
export interface Trace {
  readonly points: number[];
  readonly halfWidths: number[];
}

interface ParsedStyle extends Style {
  readonly parsed: readonly Drawing[];
}

const STYLE_TABLE: readonly (readonly ParsedStyle[])[] = STYLES.map((styles) =>
  styles.map((style) => ({ ...style, parsed: style.drawings.map(parseDrawing) })),
);

/** What a style uses where it says nothing; see styles/style.ts. */
const SLANT = [0.18, 0.2] as const;
/** Usual half width of the line by digit, in pixels: what was written small was blown up to fill the box. */
const PEN = [1.4, 1.39, 1.31, 1.3, 1.22, 1.21, 1.23, 1.31, 1.19, 1.2];
const THICKEST = 2;
/** No line is thinner (half width in pixels), so that none breaks. */
const FINEST = 0.5;
/** Roughness of the edge: spread of the half width from one piece to the next. */
const ROUGH = 0.03;
/** Spread of the points of a drawing, on its 100 × 100 square. */
const STRAY = 2.8;

/** Bell-shaped number with mean 0 and variance 1, never beyond ±3.5: the sum of four bytes, which one draw gives. */
function bell(random: Random): number {
  const bits = random.u32();
  return ((bits & 255) + ((bits >>> 8) & 255) + ((bits >>> 16) & 255) + (bits >>> 24) - 510) / 147.8;
}

/** Like bell, but never beyond ±2.45 (the sum of two halves of a draw), so that nothing is bent out of recognition. */
function sway(random: Random): number {
  const bits = random.u32();
  return ((bits & 65535) + (bits >>> 16) - 65535) / 26755;
}

/** The strokes of one handwritten digit `label`, not yet scaled: units of its drawing's square, centred on 0. */
export function writeDigit(random: Random, label: number): Trace[] {
  const style = pickStyle(random, STYLE_TABLE[label]!);
  const points = blend(random, style.parsed);
  stray(random, points, style.loose ?? 1);
  const bend = makeBend(random, style.slant ?? SLANT, style.loose ?? 1);
  const halfWidth = Math.min(style.thickest ?? THICKEST, PEN[label]! * exp(0.28 * bell(random)));
  return points.map((stroke, s) => {
    const chain = smooth(stroke, style.parsed[0]![s]!.corner);
    for (let i = 0; i < chain.length; i += 2) bend(chain, i);
    return { points: chain, halfWidths: press(random, chain.length / 2, halfWidth) };
  });
}

function pickStyle(random: Random, styles: readonly ParsedStyle[]): ParsedStyle {
  let rest = random.uniform() * styles.reduce((sum, style) => sum + style.share, 0);
  for (const style of styles) {
    rest -= style.share;
    if (rest < 0) return style;
  }
  return styles[0]!;
}

/** A weighted mean of a style's drawings; the weights are cubes of uniform numbers, so that often one drawing leads. */
function blend(random: Random, drawings: readonly Drawing[]): number[][] {
  const weights = drawings.map(() => {
    const u = random.uniform();
    return u * u * u + 1e-6;
  });
  const sum = weights.reduce((a, b) => a + b);
  return drawings[0]!.map((stroke, s) =>
    stroke.points.map((_, i) => {
      let mean = 0;
      for (let d = 0; d < drawings.length; d++) mean += (weights[d]! / sum) * drawings[d]![s]!.points[i]!;
      return mean;
    }),
  );
}

/** Moves every point a little, the ends of strokes more, and later strokes as a whole. */
function stray(random: Random, strokes: number[][], loose: number): void {
  for (let s = 0; s < strokes.length; s++) {
    const stroke = strokes[s]!;
    const dx = s === 0 ? 0 : 2.5 * sway(random);
    const dy = s === 0 ? 0 : 2.5 * sway(random);
    for (let i = 0; i < stroke.length; i += 2) {
      const far = STRAY * loose * (i === 0 || i === stroke.length - 2 ? 1.5 : 1);
      stroke[i]! += dx + far * sway(random);
      stroke[i + 1]! += dy + far * sway(random);
    }
  }
}

/**
 * The smooth deformation of one digit: quadratic and cubic bending, then proportion, rise of the line and slant.
 * It moves the point at index i of a chain.
 */
function makeBend(
  random: Random,
  slant: readonly [number, number],
  loose: number,
): (chain: number[], i: number) => void {
  const c = Array.from({ length: 10 }, () => loose * sway(random));
  const lean = slant[0] + slant[1] * bell(random);
  const width = exp(0.18 * sway(random));
  const rise = 0.12 * sway(random);
  return (chain, i) => {
    const x = (chain[i]! - 50) / 50;
    const y = (chain[i + 1]! - 50) / 50;
    const bx =
      x + 0.165 * (c[0]! * y * y + c[1]! * x * y + c[2]! * x * x) + 0.1 * (c[3]! * y * y * y + c[4]! * x * x * y);
    const by =
      y + 0.165 * (c[5]! * y * y + c[6]! * x * y + c[7]! * x * x) + 0.1 * (c[8]! * x * x * x + c[9]! * x * y * y);
    const across = width * bx;
    chain[i] = across - lean * by;
    chain[i + 1] = by - rise * across;
  };
}

/** Half widths along a stroke: pressure changes smoothly, and the pen lands and leaves a little lighter. */
function press(random: Random, count: number, halfWidth: number): number[] {
  const p0 = sway(random);
  const p1 = sway(random);
  const p2 = sway(random);
  let bits = 0;
  return Array.from({ length: count }, (_, i) => {
    bits = i % 4 === 0 ? random.u32() : bits >>> 8;
    const rough = (ROUGH * ((bits & 255) - 127.5)) / 74;
    const t = (2 * i) / (count - 1) - 1;
    const edge = t * t * t * t;
    const pressure = 0.13 * p0 * t + 0.11 * p1 * (1 - 2 * t * t) + 0.05 * p2 * t * t * t - 0.1 * edge;
    return Math.max(FINEST, halfWidth * (1 + rough + pressure));
  });
}
