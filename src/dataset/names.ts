import { baseName } from "../formats/named.ts";

/** What a standard IDX file name says: `emnist-letters-train-images-idx3-ubyte.gz`, `t10k-labels.idx1-ubyte`. */
export interface StandardName {
  /** The set that images and labels share: "train", "t10k", "emnist-letters-train". */
  readonly set: string;
  readonly role: "images" | "labels";
}

/** @returns undefined for any other name. */
export function standardName(path: string): StandardName | undefined {
  const match = /^(.*?)(train|t10k|test)[-_](images|labels)[-._]idx[13]-ubyte(\.gz)?$/i.exec(baseName(path));
  if (!match) return undefined;
  const [, before, split, role] = match as unknown as [string, string, string, string];
  return { set: `${before}${split}`.toLowerCase(), role: role.toLowerCase() as StandardName["role"] };
}

/** Number of classes of the EMNIST sets, whose labels are not 0 … 9. */
const EMNIST_CLASSES: Readonly<Record<string, number>> = { balanced: 47, bymerge: 47, byclass: 62 };

/** How many classes the labels of a well-known file have, by its name. */
export function classCountByName(path: string): number | undefined {
  const set = /emnist-([a-z]+)-/i.exec(baseName(path))?.[1]?.toLowerCase();
  return set === undefined ? undefined : EMNIST_CLASSES[set];
}

const CLOTHES = [
  "T-shirt/top",
  "Trouser",
  "Pullover",
  "Dress",
  "Coat",
  "Sandal",
  "Shirt",
  "Sneaker",
  "Bag",
  "Ankle boot",
] as const;

/** Class names of the data that Myelin knows by name. */
export function classNames(dataName: string): readonly string[] | undefined {
  return dataName === "fashion-mnist" ? CLOTHES : undefined;
}
