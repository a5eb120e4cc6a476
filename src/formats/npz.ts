import { inputError } from "../core/errors.ts";
import type { Host } from "../core/host.ts";
import { list, printable } from "../core/text.ts";
import { type NamedBytes, shownName } from "./named.ts";
import { checkNpyLength, type NpyArray, readNpy, writeNpy } from "./npy.ts";
import { NPY_MAX_HEADER } from "./npy-header.ts";
import { unzip, unzipStart, type ZipEntry, zipEntries } from "./zip.ts";
import { writeZip } from "./zip-write.ts";

const SUFFIX = ".npy";
/** Longest beginning of an array that holds its header. */
const HEADER_MOST = 12 + NPY_MAX_HEADER;
const SMALL = 1_048_576;

/**
 * Reads arrays of an .npz file (np.savez, np.savez_compressed) by their names, in the file's order. Archives inside it
 * and other members are not opened.
 *
 * @param keys which arrays; all unless given. Names that are not there are refused with those that are.
 * @throws MyelinError of kind "input": NPZ_KEYS, ZIP_… and NPY_…
 */
export async function readNpz(file: NamedBytes, host: Host, keys?: readonly string[]): Promise<Map<string, NpyArray>> {
  const there = arrays(file);
  const names = new Set(there.map(({ key }) => key));
  const missing = (keys ?? []).filter((key) => !names.has(key));
  if (missing.length > 0)
    throw missingKeys(
      file,
      missing,
      there.map(({ key }) => key),
    );
  const result = new Map<string, NpyArray>();
  for (const { key, entry } of there) {
    if (keys && !keys.includes(key)) continue;
    result.set(key, await readMember(file, entry, host));
  }
  return result;
}

/** The names of the arrays in an .npz file, in its order; other members are left out. @throws ZIP_… */
export function npzKeys(file: NamedBytes): readonly string[] {
  return arrays(file).map(({ key }) => key);
}

/** The arrays of an .npz file, each read when it is asked for; the directory is read once. */
export function npzMembers(file: NamedBytes, host: Host): ReadonlyMap<string, () => Promise<NpyArray>> {
  return new Map(arrays(file).map(({ key, entry }) => [key, () => readMember(file, entry, host)]));
}

/** An array whose own header and the archive's directory must agree before it is unpacked. */
async function readMember(file: NamedBytes, entry: ZipEntry, host: Host): Promise<NpyArray> {
  const name = `${file.name}!${entry.name}`;
  try {
    checkNpyLength({ name, bytes: unzipStart(file, entry, HEADER_MOST) }, entry.size);
  } catch (error) {
    // A small member is unpacked to tell damage from a header that is wrong.
    if (entry.size <= SMALL) await unzip(file, entry, host);
    throw error;
  }
  return readNpy({ name, bytes: await unzip(file, entry, host) });
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
