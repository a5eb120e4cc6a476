/** A file of known content: what is downloaded, and what a copy must be to count as it. */
export interface KnownFile {
  readonly name: string;
  /** Bytes of the .gz file; more are never accepted from a server. */
  readonly size: number;
  readonly sha256: string;
}

/** Data that Myelin knows by name. */
export interface KnownData {
  readonly name: DownloadName;
  /** In the order training images, training labels, test images, test labels. */
  readonly files: readonly [KnownFile, KnownFile, KnownFile, KnownFile];
  /** Folders with the files, each ending in `/`; https only. */
  readonly mirrors: readonly string[];
}

export type DownloadName = "mnist" | "fashion-mnist";

const NAMES = [
  "train-images-idx3-ubyte.gz",
  "train-labels-idx1-ubyte.gz",
  "t10k-images-idx3-ubyte.gz",
  "t10k-labels-idx1-ubyte.gz",
] as const;

function files(entries: readonly (readonly [size: number, sha256: string])[]): KnownData["files"] {
  return entries.map(([size, sha256], i) => ({ name: NAMES[i]!, size, sha256 })) as unknown as KnownData["files"];
}

/** MNIST as published by LeCun, Cortes and Burges; Fashion-MNIST as published by Zalando Research. */
export const KNOWN_DATA: Readonly<Record<DownloadName, KnownData>> = {
  mnist: {
    name: "mnist",
    files: files([
      [9_912_422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"],
      [28_881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"],
      [1_648_877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"],
      [4_542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"],
    ]),
    mirrors: ["https://storage.googleapis.com/cvdf-datasets/mnist/", "https://ossci-datasets.s3.amazonaws.com/mnist/"],
  },
  "fashion-mnist": {
    name: "fashion-mnist",
    files: files([
      [26_421_880, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"],
      [29_515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"],
      [4_422_102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"],
      [5_148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"],
    ]),
    mirrors: [
      "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
      "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
    ],
  },
};

/** Every name that `loadDataset` takes besides folders. */
export const DATA_NAMES = ["mnist", "fashion-mnist", "digits"] as const;

export function knownData(name: string): KnownData | undefined {
  return Object.hasOwn(KNOWN_DATA, name) ? KNOWN_DATA[name as DownloadName] : undefined;
}
