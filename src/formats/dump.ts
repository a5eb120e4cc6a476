import { MyelinError } from "../core/errors.ts";
import type { Host } from "../core/host.ts";
import type { NamedBytes } from "./named.ts";
import type { NpyArray } from "./npy.ts";
import { npzMembers, readNpz } from "./npz.ts";

/** What an array of a dump is for. */
export type DumpRole =
  | "trainingImages"
  | "trainingLabels"
  | "validationImages"
  | "validationLabels"
  | "testImages"
  | "testLabels"
  | "trainingPredictions"
  | "validationPredictions"
  | "testPredictions";

export interface DumpArray {
  /** `dump.npz!x_train`. */
  readonly name: string;
  readonly array: NpyArray;
}

/** A dump, as far as it goes. */
export interface Dump {
  readonly arrays: Readonly<Partial<Record<DumpRole, DumpArray>>>;
  /** Arrays that were asked for by their names and could not be read. */
  readonly problems: readonly { readonly role: DumpRole; readonly key: string; readonly error: MyelinError }[];
  /** Arrays whose names say nothing. */
  readonly ignored: readonly string[];
}

/** No name that says something is longer. */
const LONGEST_KEY = 60;
const SETS: Readonly<Record<"training" | "validation" | "test", string>> = {
  training: "train|training|tr",
  validation: "val|valid|validation|dev",
  test: "test|t10k|te",
};
const KINDS: Readonly<Record<"Images" | "Labels" | "Predictions", string>> = {
  Images: "x|images?|data|features|inputs?",
  Labels: "y|labels?|targets?|classes",
  Predictions: "p|preds?|predictions?|predicted|y_pred|scores?|probs?|probabilities|outputs?|y_hat|yhat",
};

const PATTERNS: readonly (readonly [RegExp, DumpRole])[] = (["Predictions", "Images", "Labels"] as const).flatMap(
  (kind) =>
    (["training", "validation", "test"] as const).map((set) => {
      const [what, which] = [`(?:${KINDS[kind]})`, `(?:${SETS[set]})`];
      return [new RegExp(`^(?:${what}_?${which}|${which}_?${what})$`), `${set}${kind}`] as const;
    }),
);
const ANSWERS = new RegExp(`^(?:${KINDS.Predictions})$`);

/** `x_train`, `train_images`, `X-test`, `pred_test`, `y_pred_test` … A set without a name is the test set for predictions. */
function roleOf(key: string): DumpRole | undefined {
  if (key.length > LONGEST_KEY) return undefined;
  const name = key.toLowerCase().replace(/[^a-z0-9]+/g, "_");
  const role = PATTERNS.find(([pattern]) => pattern.test(name))?.[1];
  return role ?? (ANSWERS.test(name) ? "testPredictions" : undefined);
}

/**
 * Reads an .npz dump `x_train y_train x_test y_test [pred_test] [pred_train]` and its usual spellings. An array that cannot be
 * read is told in `problems`; the rest is still there.
 *
 * @throws MyelinError of kind "input": NPZ_KEYS when no name is understood, ZIP_… when the archive itself cannot be read.
 */
export async function readDump(file: NamedBytes, host: Host): Promise<Dump> {
  const arrays: Partial<Record<DumpRole, DumpArray>> = {};
  const problems: { role: DumpRole; key: string; error: MyelinError }[] = [];
  const ignored: string[] = [];
  for (const [key, read] of npzMembers(file, host)) {
    const role = roleOf(key);
    if (role === undefined || arrays[role]) {
      ignored.push(key);
      continue;
    }
    try {
      arrays[role] = { name: `${file.name}!${key}`, array: await read() };
    } catch (error) {
      if (!(error instanceof MyelinError)) throw error;
      problems.push({ role, key, error });
    }
  }
  if (Object.keys(arrays).length + problems.length === 0)
    await readNpz(file, host, ["x_train", "y_train", "x_test", "y_test"]);
  return { arrays, problems, ignored };
}
