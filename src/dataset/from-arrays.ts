import { inputError } from "../core/errors.ts";
import type { Host } from "../core/host.ts";
import { integer, list, printable } from "../core/text.ts";
import { baseName, type NamedBytes, shownName } from "../formats/named.ts";
import { type NpyArray, readNpy } from "../formats/npy.ts";
import { npzKeys, readNpz } from "../formats/npz.ts";
import { SET_NAMES, type SetName, setOfName } from "./plan.ts";
import type { RawLabels, RawSet, RawSets } from "./raw-sets.ts";

type Role = "images" | "labels";

const IMAGES = /^(x|images?|imgs?|data|features|inputs?|arr_?0)$/i;
const LABELS = /^(y|labels?|targets?|classes|arr_?1)$/i;

/** What an array is by its name: `x_train`, `train_images`, `testLabels`, `X`, `target`. */
export function arrayRole(key: string): { readonly set: SetName; readonly role: Role } | undefined {
  const words = key.split(/[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])/).filter((word) => word !== "");
  const joined = [...words, words.join("_")];
  const role = joined.some((word) => LABELS.test(word))
    ? "labels"
    : joined.some((word) => IMAGES.test(word))
      ? "images"
      : undefined;
  const set = setOfName(key) ?? (words.length === 1 || /^arr_?[01]$/i.test(key) ? "training" : undefined);
  return role === undefined || set === undefined ? undefined : { set, role };
}

/**
 * Images and labels of an .npz file by the usual names: Keras' and MedMNIST's, `X` and `y`, scikit-learn's `data` and `target`.
 *
 * @throws MyelinError NPZ_KEYS when names say nothing or a side is missing; those of `readNpz`.
 */
export async function rawFromNpz(file: NamedBytes, host: Host, notes: string[]): Promise<RawSets> {
  const keys = npzKeys(file);
  const known = keys.filter((key) => arrayRole(key) !== undefined);
  const arrays = await readNpz(file, host, known);
  const ignored = keys.filter((key) => !known.includes(key));
  if (ignored.length > 0)
    notes.push(`Left aside, as their names say nothing: ${printable(list(ignored.slice(0, 10)), 300)}.`);
  return fromArrays([...arrays], file);
}

/** The same of single .npy files: x_train.npy, y_train.npy … */
export function rawFromNpy(files: readonly NamedBytes[], folder: string): RawSets {
  return fromArrays(
    files.map((file) => [baseName(file.name).replace(/\.npy$/i, ""), readNpy(file)] as const),
    { name: folder },
  );
}

function fromArrays(
  arrays: readonly (readonly [key: string, array: NpyArray])[],
  file: { readonly name: string },
): RawSets {
  const found: Partial<Record<SetName, Partial<Record<Role, readonly [string, NpyArray]>>>> = {};
  for (const [key, array] of arrays) {
    const place = arrayRole(key);
    if (place === undefined) continue;
    found[place.set] = { [place.role]: [key, array], ...found[place.set] };
  }
  const sets: Partial<Record<SetName, RawSet>> = {};
  for (const set of SET_NAMES) {
    const { images, labels } = found[set] ?? {};
    if (images === undefined && labels === undefined) continue;
    if (images === undefined || labels === undefined)
      throw halfSet(file, set, images === undefined ? "images" : "labels");
    const name = `${shownName(file)}!${images[0]}`;
    sets[set] = {
      name,
      images: images[1],
      labels: labelsOf(file, labels),
      sources: [`${baseName(file.name)}!${images[0]}`, `${baseName(file.name)}!${labels[0]}`],
    };
  }
  if (sets.training === undefined)
    throw noNames(
      file,
      arrays.map(([key]) => key),
    );
  return sets;
}

/** (N), (N, 1), or one-hot rows (N, classes). @throws DATA_LABEL */
function labelsOf(file: { readonly name: string }, [key, { shape, data }]: readonly [string, NpyArray]): RawLabels {
  const [rows = 0, width = 1] = shape;
  if (shape.length === 1 || (shape.length === 2 && width === 1)) return { numbers: data };
  const numbers = new Float64Array(rows);
  for (let row = 0; row < rows && shape.length === 2; row++) {
    const cells = Array.from(data.subarray(row * width, (row + 1) * width));
    numbers[row] = cells.filter((cell) => cell === 0).length === width - 1 ? cells.indexOf(1) : -1;
  }
  if (shape.length === 2 && !numbers.includes(-1)) return { numbers };
  throw inputError(
    "DATA_LABEL",
    `${shownName(file)} has labels of the shape ${shape.map(integer).join(" × ")} in ${printable(key, 60)}, and labels are one class number a row, or rows with a single 1: save them so.`,
    { file: file.name, key, shape },
  );
}

function halfSet(file: { readonly name: string }, set: SetName, missing: Role) {
  const sentence = `${shownName(file)} has no ${missing} of its ${set} set: name them so, for example ${missing === "images" ? "x" : "y"}_${set === "training" ? "train" : set}`;
  return inputError("NPZ_KEYS", `${sentence}.`, { file: file.name, set, missing });
}

function noNames(file: { readonly name: string }, keys: readonly string[]) {
  const there =
    keys.length === 0
      ? "no array whose name says what it is"
      : list(keys.slice(0, 20).map((key) => printable(key, 40)));
  const sentence = `${shownName(file)} has ${there}, and not x_train and y_train or X and y: save the arrays under such names`;
  return inputError("NPZ_KEYS", `${sentence}.`, { file: file.name, found: keys });
}
