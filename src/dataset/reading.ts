import type { Host } from "../core/host.ts";
import type { NamedBytes } from "../formats/named.ts";
import type { Splits } from "./dataset.ts";
import type { PictureBatch, PictureForm } from "./pictures.ts";
import type { SetName } from "./plan.ts";

/** How data are to be understood, where they do not say it themselves. */
export interface ReadOptions extends PictureForm {
  /** What the data are called; default: the name of the folder or file. */
  readonly name?: string;
  /** Class names, or how many classes there are; default: what the data have. */
  readonly classes?: readonly string[] | number;
  /** The number that the files use for the first class, 0 unless given (EMNIST letters: 1). */
  readonly firstLabel?: number;
  /** Which column of a table is the label: its name, or first, last. */
  readonly label?: string;
  /** Share of the images of each class, 0 … 1, that is kept apart for testing where there are no test images. */
  readonly testFraction?: number;
  /** Which images these are: the same seed, the same images; 1 unless given. */
  readonly splitSeed?: number;
  /** Leave out pictures that cannot be read instead of refusing all. */
  readonly skipBad?: boolean;
  readonly host?: Host;
  /** Called after each part of the pictures: how many of how many are decoded. */
  readonly onPictures?: (done: number, total: number) => void;
}

/** Data as they were understood. */
export interface ReadData extends Splits {
  readonly name: string;
  /** What the reader decided, in sentences for the user. */
  readonly notes: readonly string[];
  /** Of class folders the paths of the pictures of each set, in its order. */
  readonly files?: Readonly<Partial<Record<SetName, readonly string[]>>>;
}

/** Files to read data from: a folder, the files that somebody chose in a page, or one file. */
export interface DataSource {
  readonly name: string;
  /** Paths within the source, with `/`. */
  readonly paths: readonly string[];
  read(path: string): Promise<NamedBytes>;
  /** Decodes pictures faster than one after the other; without it they are read and decoded here. */
  readonly decode?: (
    paths: readonly string[],
    form: PictureForm,
    onPictures?: (done: number) => void,
  ) => Promise<PictureBatch>;
}
