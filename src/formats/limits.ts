import { inputError, type MyelinError } from "../core/errors.ts";
import { integer } from "../core/text.ts";
import { byteCount, shownName } from "./named.ts";

/**
 * What a file may demand, all in one place; an error that refuses beyond one of them says its name. `docs/reliability.md` has
 * the same table.
 */
export const limits = {
  /** Bytes of a config file, and of one event in a log. */
  configBytes: 1_048_576,
  /** Bytes of any other JSON: a text inside a saved network. */
  jsonBytes: 67_108_864,
  /** Numbers, texts, lists and objects of one JSON text. */
  jsonValues: 1_000_000,
  /** Bytes of the header of a safetensors file. */
  safetensorsHeader: 16_777_216,
  /** Bytes that a member of an archive may unpack to, and so many times its packed size once it is larger than 64 MiB. */
  unpackedBytes: 1_073_741_823,
  unpackedTimes: 200,
  /** Bytes that a pipe may deliver; seconds that it may have no writer, and that its writer may deliver nothing. */
  pipeBytes: 268_435_456,
  pipeWriter: 2,
  pipeSilence: 60,
  /** Bytes of one record (line) of a CSV file. */
  csvRecord: 1_048_576,
  /** Columns of a CSV file. */
  csvColumns: 65_536,
  /** Different texts in one CSV column of labels or class names. */
  csvTexts: 65_536,
  /** Bytes of the history of a training. */
  historyBytes: 8_388_608,
  /** Epochs of the history of a training. */
  historyEpochs: 100_000,
  /** Pixels of a picture. */
  picturePixels: 100_000_000,
  /** Scans of a JPEG picture: each costs a pass over it, and encoders make about ten. */
  jpegScans: 200,
} as const;

/** Up to 64 MiB anything may expand as far as it can. */
const FREE_BYTES = 67_108_864;

/** What so many packed bytes may unpack to, and the limit that says so. */
export function unpackLimit(packed: number): { readonly most: number; readonly limit: LimitName } {
  const most = Math.max(FREE_BYTES, packed * limits.unpackedTimes);
  return most < limits.unpackedBytes
    ? { most, limit: "unpackedTimes" }
    : { most: limits.unpackedBytes, limit: "unpackedBytes" };
}

export type LimitName = keyof typeof limits;

/**
 * The refusal of what is beyond a limit: "a.csv has more than 65,536 columns in line 3 (limit csvColumns): split it into files."
 *
 * @param what of which there is too much, as it stands behind the number.
 */
export function beyondLimit(
  file: { readonly name: string },
  limit: LimitName,
  code: string,
  { what, advice, ...facts }: { readonly what: string; readonly advice: string; readonly [fact: string]: unknown },
): MyelinError {
  const sentence = `${shownName(file)} has more than ${amount(limit)}${what} (limit ${limit}): ${advice}.`;
  return inputError(code, sentence, { file: file.name, limit, most: limits[limit], ...facts });
}

/** A limit as it is said: `1,048,576 bytes`, or the number alone. */
function amount(limit: LimitName): string {
  return BYTES.has(limit) ? byteCount(limits[limit]) : integer(limits[limit]);
}

const BYTES: ReadonlySet<LimitName> = new Set([
  "csvRecord",
  "historyBytes",
  "configBytes",
  "jsonBytes",
  "safetensorsHeader",
  "unpackedBytes",
  "pipeBytes",
]);
