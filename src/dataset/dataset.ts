import { defaultHost } from "../core/default-host.ts";
import { inputError, usageError } from "../core/errors.ts";
import type { Host } from "../core/host.ts";
import { channelsOf, type PictureShape, valuesOf } from "../core/picture-shape.ts";
import { integer } from "../core/text.ts";
import { baseName, type NamedBytes } from "../formats/named.ts";
import { asLabels, asPixels, refuseNonFinite, shapeText } from "./arrays.ts";
import { readIdxFile } from "./decode.ts";
import { checkLabels, classList } from "./labels.ts";
import { classCountByName, standardName } from "./names.ts";
import { refuseOtherCount, refuseOtherSet, refusePromisedCounts } from "./pairing.ts";

/** Bytes 0 … 255 as read, or numbers (tables). */
export type Pixels = Uint8Array | Float32Array;

export interface DatasetOptions {
  /** Shown in messages and stored with a run; default: made from the file names. */
  readonly name?: string;
  /** Class names, or how many classes there are; default 10 (the EMNIST sets are known by their file names). */
  readonly classes?: readonly string[] | number;
  /** The number that the file uses for the first class, 0 unless given (EMNIST letters: 1). */
  readonly firstLabel?: number;
  readonly host?: Host;
}

export interface DatasetArrays {
  readonly name: string;
  /** count × height × width × channels values: row after row, the channels of a pixel side by side. */
  readonly pixels: Pixels;
  /** One class number an image. */
  readonly labels: Uint8Array;
  readonly shape: PictureShape;
  readonly classes?: readonly string[] | number;
  readonly sources?: readonly string[];
}

/**
 * Images with their labels, one value from the moment they are read: nothing can reorder or cut one without the other.
 * Pixels stay as read (bytes for pictures); scaling belongs to the network.
 */
export class Dataset {
  readonly name: string;
  /** count × size values, image after image, each row by row. */
  readonly pixels: Pixels;
  /** Class numbers, 0 … classes.length − 1. */
  readonly labels: Uint8Array;
  readonly count: number;
  /** [height, width], or [height, width, channels] with more than one channel; a table of D columns is [1, D]. */
  readonly shape: PictureShape;
  /** height · width · channels. */
  readonly size: number;
  readonly classes: readonly string[];
  /** The files it came from. */
  readonly sources: readonly string[];

  private constructor(arrays: Required<DatasetArrays> & { readonly classes: readonly string[] }) {
    this.name = arrays.name;
    this.pixels = arrays.pixels;
    this.labels = arrays.labels;
    this.count = arrays.labels.length;
    const [height, width] = arrays.shape;
    this.shape = channelsOf(arrays.shape) === 1 ? [height, width] : arrays.shape;
    this.size = valuesOf(arrays.shape);
    this.classes = arrays.classes;
    this.sources = arrays.sources;
    Object.freeze(this);
  }

  /**
   * Reads an IDX pair, each file plain or .gz. A byte array of images is used without a copy.
   *
   * @throws MyelinError of kind "input": the errors of the readers; DATA_COUNTS, DATA_SETS (files of different sets);
   * DATA_SHAPE (images and labels exchanged, other ranks); DATA_LABEL, DATA_LABELS_FROM_ONE, DATA_NONFINITE.
   */
  static async fromIdx(
    files: { readonly images: NamedBytes; readonly labels: NamedBytes },
    options: DatasetOptions = {},
  ): Promise<Dataset> {
    const host = options.host ?? defaultHost;
    refusePromisedCounts(files);
    const { pixels, count, shape } = asPixels(files.images, await readIdxFile(files.images, host));
    const raw = asLabels(files.labels, await readIdxFile(files.labels, host));
    refuseOtherCount(files, count, raw.length);
    refuseOtherSet(files, count);
    const names = classList(options.classes ?? classCountByName(files.labels.name) ?? 10);
    const labels = checkLabels(raw, names.length, files.labels.name, options.firstLabel ?? 0);
    const sources = [baseName(files.images.name), baseName(files.labels.name)];
    const name = options.name ?? standardName(files.images.name)?.set ?? sources[0]!;
    return new Dataset({ name, pixels, labels, shape, classes: names, sources });
  }

  /**
   * Makes a dataset from arrays, which it keeps (no copy): do not change them afterwards.
   *
   * @throws MyelinError DATA_SHAPE, DATA_COUNTS, DATA_LABEL, DATA_NONFINITE.
   */
  static fromArrays(arrays: DatasetArrays): Dataset {
    const { name, pixels, labels, shape } = arrays;
    if (!(shape.length === 2 || shape.length === 3) || !shape.every((side) => Number.isInteger(side) && side > 0)) {
      throw usageError(
        "DATA_SHAPE",
        `the image shape of ${name} is [${(shape as readonly number[]).join(", ")}]: give [height, width] or [height, width, channels] in whole pixels, at least 1.`,
      );
    }
    const needed = labels.length * valuesOf(shape);
    if (pixels.length !== needed) {
      throw inputError(
        "DATA_COUNTS",
        `${name} has ${integer(pixels.length)} pixel values for ${integer(labels.length)} labels, and ${shapeText(shape)} images need ${integer(needed)}: give every image its own label.`,
        { expected: needed, found: pixels.length },
      );
    }
    if (pixels instanceof Float32Array) refuseNonFinite(name, pixels, valuesOf(shape));
    const classes = classList(arrays.classes ?? 10);
    checkLabels(labels, classes.length, name, 0);
    return new Dataset({ name, pixels, labels, shape, classes, sources: arrays.sources ?? [] });
  }

  /** Pixels of image i: a view, not a copy. */
  image(i: number): Pixels {
    if (!Number.isInteger(i) || i < 0 || i >= this.count) {
      throw usageError(
        "DATA_INDEX",
        `there is no image ${i} in ${this.name}: images are numbered 0 to ${integer(this.count - 1)}.`,
      );
    }
    return this.pixels.subarray(i * this.size, (i + 1) * this.size);
  }

  /** Images `from` … `to` − 1 with their labels, as views; negative numbers are refused. */
  slice(from: number, to = this.count, name = this.name): Dataset {
    if (!(Number.isInteger(from) && Number.isInteger(to) && 0 <= from && from <= to && to <= this.count)) {
      throw usageError(
        "DATA_INDEX",
        `images ${from} to ${to} of ${this.name} were asked for, which has ${integer(this.count)}: give 0 ≤ from ≤ to ≤ that.`,
      );
    }
    const pixels = this.pixels.subarray(from * this.size, to * this.size);
    return new Dataset({ ...this, name, pixels, labels: this.labels.subarray(from, to) });
  }

  /** The images of these numbers, in this order, with their labels; copied. */
  subset(rows: ArrayLike<number>, name = this.name): Dataset {
    const { size } = this;
    const pixels =
      this.pixels instanceof Uint8Array ? new Uint8Array(rows.length * size) : new Float32Array(rows.length * size);
    const labels = new Uint8Array(rows.length);
    for (let to = 0; to < rows.length; to++) {
      const row = rows[to]!;
      pixels.set(this.image(row), to * size);
      labels[to] = this.labels[row]!;
    }
    return new Dataset({ ...this, name, pixels, labels });
  }

  /** SHA-256 over the decoded pixels (floats little-endian), then the labels; the same for plain and .gz files. */
  sha256(host: Host = defaultHost): Promise<string> {
    return host.sha256(this.hashParts());
  }

  /** The bytes that `sha256` covers, in order; several datasets are hashed together by joining their parts. */
  hashParts(): readonly Uint8Array[] {
    const { buffer, byteOffset, byteLength } = this.pixels;
    return [new Uint8Array(buffer, byteOffset, byteLength), this.labels];
  }
}

/** What a training works with: images of the same shape and the same classes. */
export interface Splits {
  readonly training: Dataset;
  readonly validation?: Dataset;
  readonly test?: Dataset;
}
