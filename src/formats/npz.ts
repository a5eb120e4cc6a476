import { inputError } from "../core/errors.ts";
import type { Host } from "../core/host.ts";
import { list, printable } from "../core/text.ts";
import { type NamedBytes, shownName } from "./named.ts";
import { type NpyArray, readNpy, writeNpy } from "./npy.ts";
import { unzip, zipEntries } from "./zip.ts";
import { writeZip } from "./zip-write.ts";

const SUFFIX = ".npy";

/** The names of the arrays in an .npz file, in its order; other members are left out. @throws ZIP_… */
export function npzKeys(file: NamedBytes): readonly string[] {
  return arrays(file).map(({ key }) => key);
}

/**
 * Reads arrays of an .npz file (np.savez, np.savez_compressed) by their names, in the file's order. Archives inside it
 * and other members are not opened.
 *
 * @param keys which arrays; all unless given. Names that are not there are refused with those that are.
 * @throws MyelinError of kind "input": NPZ_KEYS, ZIP_… and NPY_…
 */
export async function readNpz(file: NamedBytes, host: Host, keys?: readonly string[]): Promise<Map<string, NpyArray>> {
  const there = arrays(file);
  const missing = (keys ?? []).filter((key) => there.every((entry) => entry.key !== key));
  if (missing.length > 0)
    throw missingKeys(
      file,
      missing,
      there.map(({ key }) => key),
    );
  const result = new Map<string, NpyArray>();
  for (const { key, entry } of there) {
    if (keys && !keys.includes(key)) continue;
    const bytes = await unzip(file, entry, host);
    result.set(key, readNpy({ name: `${file.name}!${entry.name}`, bytes }));
  }
  return result;
}

/** Writes an .npz file with uncompressed arrays, as np.savez does. @throws NPY_WRITE, ZIP_WRITE. */
export function writeNpz(contents: ReadonlyMap<string, NpyArray>): Uint8Array<ArrayBuffer> {
  return writeZip(new Map(Array.from(contents, ([key, array]) => [`${key}${SUFFIX}`, writeNpy(array)])));
}

function arrays(file: NamedBytes) {
  const entries = zipEntries(file).filter(({ name }) => name.endsWith(SUFFIX));
  return entries.map((entry) => ({ key: entry.name.slice(0, -SUFFIX.length), entry }));
}

function missingKeys(file: NamedBytes, missing: readonly string[], found: readonly string[]) {
  const shown = found.slice(0, 20).map((key) => printable(key, 40));
  const there = found.length === 0 ? "no array at all" : `${list(shown)}${found.length > 20 ? " …" : ""}`;
  const sentence = `${shownName(file)} has no array named ${list(missing)}: it holds ${there}: save the arrays under the names that are expected.`;
  return inputError("NPZ_KEYS", sentence, { file: file.name, expected: missing, found });
}
