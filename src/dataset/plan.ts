import { standardName } from "./names.ts";

export type SetName = "training" | "validation" | "test";
export const SET_NAMES: readonly SetName[] = ["training", "validation", "test"];

/** What the files of a folder are, by their names alone. */
export type DataPlan =
  | { readonly kind: "idx" }
  | {
      readonly kind: "pictures";
      readonly sets: Readonly<Partial<Record<SetName, readonly PicturePath[]>>>;
      readonly skipped: number;
    }
  | {
      readonly kind: "tables";
      readonly format: TableFormat;
      readonly sets: Readonly<Partial<Record<SetName, readonly string[]>>>;
    }
  | { readonly kind: "nothing" };

export type TableFormat = "parquet" | "npz" | "npy" | "csv";

export interface PicturePath {
  readonly path: string;
  /** The folder that it lies in. */
  readonly className: string;
}

const WORDS: Readonly<Record<SetName, RegExp>> = {
  training: /^(train|training|tr)$/i,
  validation: /^(val|valid|validation|dev)$/i,
  test: /^(test|testing|t10k|te)$/i,
};
const PICTURE = /\.(png|jpe?g|webp|gif|bmp|tiff?|heic|avif)$/i;
/** What systems leave in folders. */
const LITTER = /^(\.|\._|__MACOSX$|Thumbs\.db$|desktop\.ini$)/i;
const TABLES: readonly (readonly [TableFormat, RegExp])[] = [
  ["parquet", /\.parquet$/i],
  ["npz", /\.npz$/i],
  ["npy", /\.npy$/i],
  ["csv", /\.(csv|tsv|csv\.gz|data)$/i],
];

/** The set that a word of a name stands for: `train-00000-of-00001.parquet`, `mnist_test.csv`, `x_train.npy`. */
export function setOfName(name: string): SetName | undefined {
  const words = name.split(/[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])/).filter((word) => word !== "");
  return SET_NAMES.find((set) => words.some((word) => WORDS[set].test(word)));
}

/** Works out what the files are. IDX files win, then class folders of pictures, then tables. */
export function planOf(paths: readonly string[]): DataPlan {
  const files = paths.filter((path) => path.split("/").every((part) => !LITTER.test(part)));
  if (files.some((path) => !path.includes("/") && standardName(path))) return { kind: "idx" };
  const pictures = picturePlan(files, paths.length - files.length);
  if (pictures !== undefined) return pictures;
  for (const [format, pattern] of TABLES) {
    const found = files.filter((path) => pattern.test(path)).sort();
    if (found.length > 0) return { kind: "tables", format, sets: tableSets(found) };
  }
  return { kind: "nothing" };
}

/** Files of one format by the sets that their names tell; a file whose name tells none is training data. */
function tableSets(paths: readonly string[]): Partial<Record<SetName, string[]>> {
  const sets: Partial<Record<SetName, string[]>> = {};
  const named = paths.some((path) => setOfName(path) === "training");
  for (const path of paths) {
    const set = setOfName(path) ?? (named ? undefined : "training");
    if (set === undefined) continue;
    sets[set] ??= [];
    sets[set].push(path);
  }
  return sets;
}

/** Class folders: `cat/1.png`, below `train/`, `val/` and `test/` where there are such folders. */
function picturePlan(files: readonly string[], skipped: number): DataPlan | undefined {
  const pictures = files.filter((path) => PICTURE.test(path));
  const sets: Partial<Record<SetName, PicturePath[]>> = {};
  let others = files.length - pictures.length;
  const tops = new Set(pictures.map((path) => path.split("/")[0]!));
  const split = [...tops].some((top) => WORDS.training.test(top));
  for (const path of pictures) {
    const parts = path.split("/");
    const set = split ? SET_NAMES.find((name) => WORDS[name].test(parts[0]!)) : "training";
    const className = parts[split ? 1 : 0];
    if (set === undefined || className === undefined || parts.length < (split ? 3 : 2)) {
      others++;
      continue;
    }
    sets[set] ??= [];
    sets[set].push({ path, className });
  }
  return sets.training === undefined ? undefined : { kind: "pictures", sets, skipped: skipped + others };
}

/** Texts by their UTF-8 bytes, which is by their code points. */
export function byBytes(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  for (let i = 0; i < left.length && i < right.length; i++) {
    const difference = left[i]!.codePointAt(0)! - right[i]!.codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/**
 * An order in which classes are mixed: pictures whose names are numbers, each once in the set (as converted data are), by
 * their numbers; others so that every class is spread evenly over the whole.
 */
export function mixed(pictures: readonly PicturePath[]): PicturePath[] {
  const numbers = pictures.map(({ path }) => /(?:^|\/)(\d{1,15})\.[^./]+$/.exec(path)?.[1]);
  const values = numbers.map(Number);
  if (!numbers.includes(undefined) && new Set(values).size === pictures.length) {
    return Array.from(values.keys(), (i) => i)
      .sort((a, b) => values[a]! - values[b]!)
      .map((i) => pictures[i]!);
  }
  const classes = new Map<string, PicturePath[]>();
  for (const picture of pictures) {
    const own = classes.get(picture.className);
    if (own === undefined) classes.set(picture.className, [picture]);
    else own.push(picture);
  }
  const placed: { place: number; picture: PicturePath }[] = [];
  for (const name of [...classes.keys()].sort(byBytes)) {
    const own = classes.get(name)!.sort((a, b) => byBytes(a.path, b.path));
    own.forEach((picture, i) => {
      placed.push({ place: (i + 0.5) / own.length, picture });
    });
  }
  return placed.sort((a, b) => a.place - b.place).map(({ picture }) => picture);
}
