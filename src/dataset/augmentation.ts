import { usageError } from "../core/errors.ts";
import { cos, sin } from "../core/math.ts";
import { Random } from "../core/random.ts";
import { nearest, printable } from "../core/text.ts";

/** How training images are changed, at random and anew in each epoch; what is left out is not done. A type, so that it counts as JSON. */
export type Augmentation = {
  /** Moved by up to so many whole pixels each way. */
  readonly shift?: number;
  /** Turned by up to so many degrees either way. */
  readonly rotate?: number;
  /** Sized by a factor from 1 − scale to 1 + scale. */
  readonly scale?: number;
  /** Slanted: x moves by up to shear · y either way. */
  readonly shear?: number;
  /** Bent: every pixel moves by so many pixels in the root mean square, its neighbours alike. */
  readonly elastic?: number;
  /** Mirrored left to right, or top to bottom, every second time: only for pictures that mean the same mirrored. */
  readonly flipX?: boolean;
  readonly flipY?: boolean;
};

/** What a kind of change may be asked for. */
export interface AugmentationAmount {
  /** Largest number; without one there is none to give. */
  readonly most?: number;
  readonly whole?: boolean;
  /** What is meant where the number is left out. */
  readonly usual?: number;
}

const KINDS = {
  shift: { most: 64, whole: true },
  rotate: { most: 180 },
  scale: { most: 0.9 },
  shear: { most: 1 },
  elastic: { most: 64, usual: 1.4 },
  "flip-x": {},
  "flip-y": {},
} as const satisfies Record<string, AugmentationAmount>;
type Kind = keyof typeof KINDS;
const NAMES = Object.keys(KINDS) as Kind[];

const keyOf = (kind: Kind) =>
  (({ "flip-x": "flipX", "flip-y": "flipY" }) as Record<string, keyof Augmentation>)[kind] ??
  (kind as keyof Augmentation);

/** Every key of an augmentation with what it may be. */
export const AUGMENTATIONS = NAMES.map((kind): readonly [keyof Augmentation, AugmentationAmount] => [
  keyOf(kind),
  KINDS[kind],
]);

/**
 * Reads "shift 2, rotate 10, elastic, flip-x".
 *
 * @throws MyelinError AUGMENT (usage) with the part that is wrong, what is expected, and the nearest name
 */
export function parseAugmentation(text: string): Augmentation {
  const result: Record<string, number | boolean> = {};
  for (const part of text.split(",").map((part) => part.trim())) {
    const [name = "", given, ...more] = part.split(/\s+/);
    const kind = NAMES.find((known) => known === name);
    if (kind === undefined) throw wrong(part, nameHint(name));
    if (keyOf(kind) in result) throw wrong(part, `${kind} is said twice`);
    const value = amountOf(kind, given);
    if (value === undefined || more.length > 0) throw wrong(part, `${kind} takes ${expectation(kind)}`);
    result[keyOf(kind)] = value;
  }
  return result;
}

function nameHint(name: string): string {
  const near = nearest(name, NAMES);
  return near ? `did you mean ${near}?` : `there are ${NAMES.join(", ")}`;
}

function wrong(part: string, hint: string) {
  const end = hint.endsWith("?") ? "" : ".";
  return usageError("AUGMENT", `augment: "${printable(part, 60)}" is no change of pictures: ${hint}${end}`, { part });
}

function expectation(kind: Kind): string {
  const { most, whole, usual }: AugmentationAmount = KINDS[kind];
  if (most === undefined) return "no number";
  return `${usual === undefined ? "" : "no number or "}${whole ? "a whole number" : "a number"} above 0 and at most ${most}`;
}

function amountOf(kind: Kind, given: string | undefined): number | boolean | undefined {
  const { most, usual }: AugmentationAmount = KINDS[kind];
  if (most === undefined) return given === undefined ? true : undefined;
  if (given === undefined) return usual;
  const value = /^(\d+\.?\d*|\.\d+)$/.test(given) ? Number(given) : Number.NaN;
  return isAmount(kind, value) ? value : undefined;
}

function isAmount(kind: Kind, value: unknown): boolean {
  const { most, whole }: AugmentationAmount = KINDS[kind];
  if (most === undefined) return typeof value === "boolean";
  return typeof value === "number" && value > 0 && value <= most && (!whole || Number.isInteger(value));
}

/** Whether a JSON value is an augmentation: at least one change, none unknown, each with an amount that it may have. */
export function isAugmentation(json: unknown): json is Augmentation {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return false;
  const entries = Object.entries(json);
  const kindOf = (key: string) => NAMES.find((kind) => keyOf(kind) === key);
  return (
    entries.length > 0 &&
    entries.every(([key, value]) => {
      const kind = kindOf(key);
      return kind !== undefined && isAmount(kind, value);
    })
  );
}

/** The text that `parseAugmentation` reads as this. */
export function printAugmentation(augmentation: Augmentation): string {
  return NAMES.flatMap((kind) => {
    const value = augmentation[keyOf(kind)];
    return value === undefined || value === false ? [] : [value === true ? kind : `${kind} ${value}`];
  }).join(", ");
}

/** Control numbers of the elastic field: 7 × 7 for x, as many for y. */
const CONTROLS = 98;
/** Where they stand in a transform, in numbers. */
const GRID = 8;
/** Root mean square of a field whose control numbers are uniform in ±1: √⅓ · Σs², s the shares of a cubic B-spline. */
const FIELD_RMS = 0.276762;
const TWO_TO_31 = 2_147_483_648;
const TO_RADIANS = 0.017453292519943295;

/**
 * Draws what is done to a row in an epoch: a function of (seed, epoch, row) alone, so that threads cannot change it.
 *
 * Output pixel (y, x) shows the picture at M·(p − centre − shift) + centre, M the inverse of turn · slant · size, mirrored before.
 * The transform is written as kernels/f32_resample.ts reads it: a b e c d f, and from the 8th number on the elastic field.
 */
export class Augmenter {
  readonly #augmentation: Augmentation;
  readonly #height: number;
  readonly #width: number;
  readonly #seed: number;

  constructor(augmentation: Augmentation, [height, width]: readonly [number, number, ...number[]], seed: number) {
    this.#augmentation = augmentation;
    this.#height = height;
    this.#width = width;
    this.#seed = seed;
  }

  get elastic(): boolean {
    return this.#augmentation.elastic !== undefined;
  }

  draw(epoch: number, row: number, transform: Float32Array): void {
    const { shift = 0, rotate = 0, scale = 0, shear = 0, elastic = 0, flipX, flipY } = this.#augmentation;
    const random = new Random(this.#seed, "augment", epoch, row);
    const within = (most: number) => (most === 0 ? 0 : most * (2 * random.uniform() - 1));
    const pixels = () => (shift === 0 ? 0 : random.below(2 * shift + 1) - shift);
    const [dx, dy] = [pixels(), pixels()];
    const angle = within(rotate) * TO_RADIANS;
    const size = 1 + within(scale);
    const slant = within(shear);
    const mirrorX = flipX && random.below(2) === 1 ? -1 : 1;
    const mirrorY = flipY && random.below(2) === 1 ? -1 : 1;
    // M⁻¹ = turn · slant · size, so M = (1/size) · [1 −slant; 0 1] · [cos sin; −sin cos].
    const [c, s] = angle === 0 ? [1, 0] : [cos(angle), sin(angle)];
    const a = ((c + slant * s) / size) * mirrorX;
    const b = ((s - slant * c) / size) * mirrorX;
    const cc = (-s / size) * mirrorY;
    const d = (c / size) * mirrorY;
    const [cx, cy] = [(this.#width - 1) / 2, (this.#height - 1) / 2];
    transform.set([a, b, cx - a * (cx + dx) - b * (cy + dy), cc, d, cy - cc * (cx + dx) - d * (cy + dy)]);
    if (elastic === 0) return;
    const amplitude = elastic / FIELD_RMS;
    for (let i = 0; i < CONTROLS; i++) transform[GRID + i] = amplitude * (random.u32() / TWO_TO_31 - 1);
  }
}
