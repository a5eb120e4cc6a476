import type { PictureForm } from "../../core/picture-form.ts";
import { channelsOf, type PictureShape } from "../../core/picture-shape.ts";
import type { Dataset } from "../dataset.ts";
import { measure } from "./measure.ts";
import { edgeMedian, type Plane } from "./plane.ts";
import { typicalOf } from "./typical.ts";

/** So many pictures are looked at, evenly spread over the set. */
const SAMPLE = 400;
/** What must hold for so many of them is taken as true of the set. */
const MOST = 0.9;
/** How far the edge of a picture may be from black or white that lies on it. */
const NEARLY = 96;
/** Least margin around what is scaled to one box: what fills its pictures is not taken as that. */
const MARGIN = 2;

/** What a set of pictures has in common; undefined for tables, whose rows are no pictures. */
export function pictureForm(data: Dataset): PictureForm | undefined {
  if (data.shape[0] < 2 || data.shape[1] < 2 || data.count === 0) return undefined;
  const count = Math.min(SAMPLE, data.count);
  const rows = Array.from({ length: count }, (_, i) => data.image(Math.floor((i * data.count) / count)));
  const white = whiteOf(data, rows);
  const pictures = rows.map((row) => bytesOf(row, white));
  const typical = typicalOf(pictures, data.shape);
  const background = backgroundOf(pictures, data.shape);
  const box = background === undefined ? undefined : boxOf(pictures, data.shape, background);
  return { white, ...(background !== undefined && { background }), ...(box !== undefined && { box }), typical };
}

/** Numbers from 0 to 1 are told from bytes by their largest. */
function whiteOf({ pixels }: Dataset, rows: readonly ArrayLike<number>[]): number {
  if (pixels instanceof Uint8Array) return 255;
  let largest = 0;
  for (const row of rows) for (let i = 0; i < row.length; i++) largest = Math.max(largest, row[i]!);
  return largest <= 1 ? 1 : 255;
}

function bytesOf(row: ArrayLike<number>, white: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(row.length);
  for (let i = 0; i < bytes.length; i++)
    bytes[i] = Math.floor(Math.min(Math.max((row[i]! * 255) / white, 0), 255) + 0.5);
  return bytes;
}

const planeOf = (data: Uint8Array<ArrayBuffer>, [height, width]: PictureShape): Plane => ({ width, height, data });

/** Black or white, where the edges of most pictures are nearly that. */
function backgroundOf(pictures: readonly Uint8Array<ArrayBuffer>[], shape: PictureShape): number | undefined {
  if (channelsOf(shape) !== 1) return undefined;
  const edges = pictures.map((data) => edgeMedian(planeOf(data, shape)));
  return [0, 255].find((level) => shareOf(edges, (edge) => Math.abs(edge - level) < NEARLY) >= MOST);
}

/** The longer side of what is drawn, where it is the same in most pictures and they are centred by mass. */
function boxOf(
  pictures: readonly Uint8Array<ArrayBuffer>[],
  shape: PictureShape,
  background: number,
): number | undefined {
  const drawn = pictures.map((data) => measure(planeOf(data, shape), background));
  const sides = drawn.map(({ side }) => side).sort((a, b) => a - b);
  const box = sides[sides.length >> 1]!;
  const fits = shareOf(drawn, ({ side, away }) => Math.abs(side - box) <= 1 && away <= 1);
  return fits >= MOST && box <= Math.min(shape[0], shape[1]) - MARGIN ? box : undefined;
}

function shareOf<T>(values: readonly T[], holds: (value: T) => boolean): number {
  return values.filter(holds).length / values.length;
}
