/**
 * What the pictures of a training set have in common, so that any other picture can be brought into the same form, and
 * one that is far from all of them is noticed. Plain JSON: it stands in the header of a run and in its model files.
 */
export interface PictureForm {
  /** Value of a white pixel: 255 for bytes, 1 for numbers from 0 to 1. */
  readonly white: number;
  /** Whether the pictures lie on a background of one brightness, and which: 0 … 255. */
  readonly background?: number;
  /** Longer side of what is drawn, in pixels, where all pictures are scaled to it and centred by mass as in MNIST. */
  readonly box?: number;
  /** Brightness 0 … 255 in cells of a grid: mean and standard deviation over the pictures, and how far they lie from it. */
  readonly typical: {
    /** Rows and columns of the grid. */
    readonly grid: readonly [rows: number, columns: number];
    readonly mean: readonly number[];
    readonly spread: readonly number[];
    /** Distance within which nearly all pictures are. */
    readonly far: number;
    /** Least and greatest roughness: mean difference of brightness between neighbouring pixels. */
    readonly roughness: readonly [low: number, high: number];
  };
}
