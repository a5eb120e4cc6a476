import type { PictureForm } from "../../core/picture-form.ts";
import { channelsOf, type PictureShape } from "../../core/picture-shape.ts";
import { type Picture, toColour, toGrey } from "../../formats/picture.ts";
import { resizePicture } from "../../formats/resize.ts";
import { findInk, type Ink } from "./ink.ts";
import { measure } from "./measure.ts";
import { crop, edgeMedian, inverted, type Plane, reduce, resizePlane } from "./plane.ts";
import { strangeness } from "./typical.ts";

/** What is drawn is looked for in pictures that are made smaller by a whole factor, to at most so many pixels a side. */
const MOST_PIXELS = 512;

/** What a network needs to know of pictures: how large they are, and what those of its training had in common. */
export interface PictureTarget {
  readonly shape: PictureShape;
  readonly form?: PictureForm;
}

export interface PictureInput {
  /** As a row of the training data: height × width × channels values; bytes where its pixels were bytes. */
  readonly pixels: Uint8Array<ArrayBuffer> | Float32Array<ArrayBuffer>;
  /** True when the picture was turned from light on dark to dark on light, or back. */
  readonly inverted: boolean;
  /** True when what is drawn was cut out, scaled and centred. */
  readonly centred: boolean;
  /** True when nothing is drawn in the picture. */
  readonly empty: boolean;
  /** How far it is from the training pictures: above 1 farther than 99.5 % of them; missing where they are not known. */
  readonly strangeness?: number;
}

/**
 * Brings a picture into the form that a network was trained on; the same bits in Node and in browsers.
 *
 * - Grey where the network sees grey; what shines through is white.
 * - Inverted where the training pictures lie on black and this one on white, or the other way round.
 * - Where the training pictures are scaled and centred as in MNIST: what is drawn is cut out, uneven light and dust are
 *   left out, its longer side scaled to the box of the training pictures, its centre of mass put into the middle. A
 *   picture that is in that form already stays as it is.
 * - Else the whole picture is brought to the network's size.
 */
export function pictureToInput(picture: Picture, { shape, form }: PictureTarget): PictureInput {
  const { white = 255 } = form ?? {};
  const { bytes, turned, centred, empty } =
    channelsOf(shape) === 1 ? grey(picture, shape, form) : colour(picture, shape);
  const pixels = white === 255 ? bytes : Float32Array.from(bytes, (byte) => (byte / 255) * white);
  const far = form && { strangeness: strangeness(bytes, shape, form.typical) };
  return { pixels, inverted: turned, centred, empty, ...far };
}

interface Formed {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly turned: boolean;
  readonly centred: boolean;
  readonly empty: boolean;
}

function colour(picture: Picture, [height, width]: PictureShape): Formed {
  const { data } = resizePicture(toColour(picture), height, width);
  return { bytes: new Uint8Array(data), turned: false, centred: false, empty: false };
}

function grey(picture: Picture, shape: PictureShape, form: PictureForm | undefined): Formed {
  const { width, height, data } = toGrey(picture);
  const seen: Plane = { width, height, data: new Uint8Array(data) };
  const { background, box } = form ?? {};
  const turned = background !== undefined && Math.abs(edgeMedian(seen) - background) > 127;
  const plane = turned ? inverted(seen) : seen;
  if (background === undefined || box === undefined || isCentred(plane, shape, background, box)) {
    return { bytes: resizePlane(plane, shape[1], shape[0]).data, turned, centred: false, empty: false };
  }
  const small = reduce(plane, MOST_PIXELS);
  const ink = findInk(background === 0 ? small : inverted(small));
  const placed = ink ? centre(ink, shape, box) : blank(shape);
  const { data: bytes } = background === 0 ? placed : inverted(placed);
  return { bytes, turned, centred: ink !== undefined, empty: !ink };
}

/** Whether a picture has the form of the training pictures already. */
function isCentred(plane: Plane, [height, width]: PictureShape, background: number, box: number): boolean {
  if (plane.width !== width || plane.height !== height) return false;
  const { side, away } = measure(plane, background);
  return side > 0 && Math.abs(side - box) <= 1 && away <= 1;
}

function blank([height, width]: PictureShape): Plane {
  return { width, height, data: new Uint8Array(width * height) };
}

/** What is drawn, its longer side scaled to the box, moved by whole pixels so that its centre of mass is in the middle. */
function centre(ink: Ink, shape: PictureShape, box: number): Plane {
  const scale = box / Math.max(ink.width, ink.height);
  const [width, height] = [ink.width, ink.height].map((size) => Math.max(1, Math.floor(size * scale + 0.5)));
  const drawn = resizePlane(crop(ink.plane, ink.left, ink.top, ink.width, ink.height), width!, height!);
  const strongest = drawn.data.reduce((a, b) => Math.max(a, b), 1);
  const out = blank(shape);
  const [left, top] = placeOf(drawn, shape);
  for (let y = 0; y < drawn.height; y++)
    for (let x = 0; x < drawn.width; x++)
      out.data[(top + y) * out.width + left + x] = Math.floor(
        (drawn.data[y * drawn.width + x]! * 255) / strongest + 0.5,
      );
  return out;
}

function placeOf({ width, height, data }: Plane, shape: PictureShape): [left: number, top: number] {
  let [mass, massX, massY] = [0, 0, 0];
  for (let i = 0; i < data.length; i++) {
    mass += data[i]!;
    massX += data[i]! * (i % width);
    massY += data[i]! * Math.floor(i / width);
  }
  const within = (at: number, most: number) => Math.min(Math.max(Math.floor(at + 0.5), 0), most);
  return [
    within(shape[1] / 2 - massX / mass, shape[1] - width),
    within(shape[0] / 2 - massY / mass, shape[0] - height),
  ];
}
