import { inputError, MyelinError } from "../core/errors.ts";
import type { Host } from "../core/host.ts";
import type { PictureShape } from "../core/picture-shape.ts";
import { integer, list } from "../core/text.ts";
import { decodePicture } from "../formats/decode-picture.ts";
import type { NamedBytes } from "../formats/named.ts";
import { isGrey, type Picture, toColour, toGrey } from "../formats/picture.ts";
import { resizePicture } from "../formats/resize.ts";

/** The form that pictures are brought into. */
export interface PictureForm {
  /** [height, width]; default: all pictures have one size. */
  readonly size?: readonly [height: number, width: number];
  /** Default: grey where all pictures are. */
  readonly colour?: "grey" | "rgb";
}

/** What of some options is the form of pictures. */
export function formOf({ size, colour }: PictureForm): PictureForm {
  return { ...(size === undefined ? {} : { size }), ...(colour === undefined ? {} : { colour }) };
}

/** Decoded pictures one behind the other, each in its own size and channels. */
export interface PictureBatch {
  readonly pixels: Uint8Array;
  /** Width, height and channels of each picture; zeros where it could not be read. */
  readonly shapes: Int32Array;
  readonly problems: readonly PictureProblem[];
}

export interface PictureProblem {
  readonly index: number;
  readonly code: string;
  readonly message: string;
}

/** Decodes pictures and brings each into the form that is asked for; what cannot be read is told in `problems`. */
export async function decodeBatch(
  files: Iterable<NamedBytes | Promise<NamedBytes>>,
  form: PictureForm,
  host: Host,
): Promise<PictureBatch> {
  const parts: Uint8Array[] = [];
  const shapes: number[] = [];
  const problems: PictureProblem[] = [];
  for (const file of files) {
    try {
      const { width, height, channels, data } = inForm(await decodePicture(await file, host), form);
      parts.push(data);
      shapes.push(width, height, channels);
    } catch (error) {
      if (!(error instanceof MyelinError)) throw error;
      problems.push({ index: shapes.length / 3, code: error.code, message: error.message });
      shapes.push(0, 0, 0);
    }
  }
  return { pixels: joined(parts), shapes: Int32Array.from(shapes), problems };
}

/** Grey where the picture is, else as asked; in the size that is asked for. */
function inForm(picture: Picture, { size, colour }: PictureForm): Picture {
  const plain = colour === "grey" || isGrey(picture) ? toGrey(picture) : picture;
  return size === undefined ? plain : resizePicture(plain, size[0], size[1]);
}

/** Batches one behind the other. */
export function joinBatches(batches: readonly PictureBatch[]): PictureBatch {
  const shapes = new Int32Array(batches.reduce((sum, batch) => sum + batch.shapes.length, 0));
  const problems: PictureProblem[] = [];
  let at = 0;
  for (const batch of batches) {
    shapes.set(batch.shapes, at);
    for (const problem of batch.problems) problems.push({ ...problem, index: problem.index + at / 3 });
    at += batch.shapes.length;
  }
  return { pixels: joined(batches.map(({ pixels }) => pixels)), shapes, problems };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Pictures of one shape. */
export interface PictureRows {
  readonly pixels: Uint8Array;
  readonly shape: PictureShape;
  /** Which pictures of the batch these are. */
  readonly rows: readonly number[];
}

/**
 * The readable pictures of a batch in one shape: with three channels where one of them has colours, or where that is asked for.
 *
 * @throws MyelinError PICTURE_SIZES when they are not of one size, with the count of each; DATA_EMPTY when there is none.
 */
export function toRows(batch: PictureBatch, form: PictureForm, name: string): PictureRows {
  const { shapes, pixels } = batch;
  const rows = Array.from({ length: shapes.length / 3 }, (_, i) => i).filter((i) => shapes[3 * i]! > 0);
  const [width, height] = oneSize(rows, shapes, name);
  const channels = form.colour === "rgb" || rows.some((i) => shapes[3 * i + 2] === 3) ? 3 : 1;
  const size = width * height * channels;
  const shape: PictureShape = channels === 1 ? [height, width] : [height, width, channels];
  if (pixels.length === rows.length * size) return { pixels, shape, rows };
  const all = new Uint8Array(rows.length * size);
  let from = 0;
  rows.forEach((row, to) => {
    const own = shapes[3 * row + 2] as 1 | 3;
    const data = pixels.subarray(from, from + width * height * own);
    all.set(channels === own ? data : toColour({ width, height, channels: own, data }).data, to * size);
    from += data.length;
  });
  return { pixels: all, shape, rows };
}

function oneSize(rows: readonly number[], shapes: Int32Array, name: string): readonly [width: number, height: number] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const size = `${shapes[3 * row]} × ${shapes[3 * row + 1]}`;
    counts.set(size, (counts.get(size) ?? 0) + 1);
  }
  const [first] = rows;
  if (first === undefined)
    throw inputError("DATA_EMPTY", `${name} has no picture that can be read: give a folder with PNG or JPEG files.`, {
      name,
    });
  if (counts.size === 1) return [shapes[3 * first]!, shapes[3 * first + 1]!];
  const sorted = [...counts].sort((a, b) => b[1] - a[1]);
  const shown = sorted.slice(0, 3).map(([size, count]) => `${integer(count)} of ${size}`);
  const more = sorted.length > 3 ? [`${integer(sorted.length - 3)} other sizes`] : [];
  throw inputError(
    "PICTURE_SIZES",
    `${name} has pictures of different sizes, ${list([...shown, ...more])} (width × height), and a network needs one: bring them to it with --size 28x28, or another height x width.`,
    { sizes: Object.fromEntries(sorted.slice(0, 20)) },
  );
}
