import { inputError, type MyelinError } from "../core/errors.ts";
import { integer } from "../core/text.ts";
import { byteCount, shownName } from "./named.ts";

/**
 * What a file may demand, all in one place; an error that refuses beyond one of them says its name. `docs/reliability.md` has
 * the same table.
 */
export const limits = {
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

const BYTES: ReadonlySet<LimitName> = new Set(["csvRecord", "historyBytes"]);
