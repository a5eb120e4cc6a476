import type { Dataset } from "../dataset/index.ts";
import type { IdxArray } from "../formats/idx.ts";

export type SampleImages = Uint8Array | Float32Array | Float64Array;

/**
 * Images and labels as somebody's program holds them: unpaired and unchecked, because the doctor must judge what a
 * Dataset would refuse. Counts may differ, labels may be any numbers, values may be NaN; either side may be empty.
 */
export interface Sample {
  /** (rows, size) values, row after row; what is left over at the end is not a row. */
  readonly images: SampleImages;
  /** Values of one image; 0 where there are no images. */
  readonly size: number;
  /** (rows, labelWidth) numbers, row after row. */
  readonly labels: ArrayLike<number>;
  /** 1 for class numbers; more where a label is a row of numbers (one-hot). 1 unless given. */
  readonly labelWidth?: number;
  /** What messages call the two sides: file or array names. */
  readonly names: { readonly images: string; readonly labels: string };
  /** [height, width]; a table of D columns is [1, D]. Unknown where not given. */
  readonly shape?: readonly [height: number, width: number];
  /** Class names, where they are known. */
  readonly classes?: readonly string[];
  /** Files it came from. */
  readonly sources?: readonly string[];
}

/** Number of images. */
export function imageCount({ images, size }: Sample): number {
  return size === 0 ? 0 : Math.trunc(images.length / size);
}

/** Number of labels (of rows, where a label is a row). */
export function labelCount({ labels, labelWidth = 1 }: Sample): number {
  return Math.trunc(labels.length / labelWidth);
}

/** Pairs that zip(images, labels) makes: as many as the shorter side has. */
export function pairCount(sample: Sample): number {
  return Math.min(imageCount(sample), labelCount(sample));
}

/** Image `row` as a view. */
export function imageOf({ images, size }: Sample, row: number): SampleImages {
  return images.subarray(row * size, (row + 1) * size);
}

/** True where rows are pictures; false for tables and where the shape is unknown and no square. */
export function isPicture(sample: Sample): boolean {
  const shape = shapeOf(sample);
  return shape !== undefined && shape[0] > 1 && shape[1] > 1;
}

/** The shape, where it is given; else a square of at least 14 × 14 where the size is one. */
export function shapeOf({ shape, size }: Sample): readonly [height: number, width: number] | undefined {
  if (shape !== undefined) return shape;
  const side = Math.floor(Math.sqrt(size) + 0.5);
  return side >= 14 && side * side === size ? [side, side] : undefined;
}

/** A Dataset as a sample; nothing is copied. */
export function sampleFromDataset(data: Dataset): Sample {
  const { pixels, size, labels, classes, sources, name } = data;
  // The channels of a pixel stand side by side, as in `sampleFromArrays`.
  const shape = [data.shape[0], size / data.shape[0]] as const;
  const [images = name, labelFile = name] = sources;
  return { images: pixels, size, labels, shape, classes, sources, names: { images, labels: labelFile } };
}

/** An array in a file, and the name by which messages speak of it. */
export interface NamedArray {
  readonly name: string;
  readonly array: { readonly shape: readonly number[]; readonly data: IdxArray["data"] | Uint16Array | Uint32Array };
}

/**
 * Two arrays as they were read, whatever their shapes are. Images of rank 3 are (count, height, width), of rank 2
 * (count, columns), of rank 4 (count, height, width, channels) in one; labels of rank 2 are rows.
 */
export function sampleFromArrays(images: NamedArray | undefined, labels: NamedArray | undefined): Sample {
  const [, ...rest] = images?.array.shape ?? [0];
  const size = images === undefined ? 0 : rest.reduce((product, length) => product * length, 1);
  const shape = rest.length === 1 ? flatShape(size) : ([rest[0] ?? 1, size / (rest[0] || 1)] as const);
  const width = labels === undefined ? 1 : labels.array.shape.slice(1).reduce((product, length) => product * length, 1);
  const names = { images: images?.name ?? "no images", labels: labels?.name ?? "no labels" };
  return {
    images: images === undefined ? new Uint8Array(0) : asImages(images.array.data),
    size,
    labels: labels?.array.data ?? [],
    labelWidth: Math.max(1, width),
    names,
    ...(rest.length > 0 && shape !== undefined ? { shape } : {}),
    sources: [images?.name, labels?.name].filter((name) => name !== undefined),
  };
}

/** Rows of numbers: a table, unless there are so many columns, a square number, that they may well be pictures. */
function flatShape(size: number): readonly [height: number, width: number] | undefined {
  return shapeOf({ size } as Sample) === undefined ? [1, size] : undefined;
}

/** Bytes and floats stay as they are; other integers become float64. */
function asImages(data: NamedArray["array"]["data"]): SampleImages {
  if (data instanceof Uint8Array || data instanceof Float32Array || data instanceof Float64Array) return data;
  return Float64Array.from(data);
}
