import { MyelinError } from "../core/errors.ts";
import { readCsv } from "./csv.ts";
import { type HistoryRow, readHistory } from "./history.ts";
import { baseName, type NamedBytes } from "./named.ts";
import { fieldOf, type ProgramLog, readProgramLog, refuseLog, whatIsIn } from "./program-log.ts";

/**
 * Reads the log of a training, whatever program wrote it: what programs print (`readProgramLog`), one quantity as TensorBoard exports it
 * (`Wall time,Step,Value`, named by its file), or a CSV (`readHistory`).
 *
 * @throws MyelinError HISTORY_FORM for what is none of them, and those of `readHistory`.
 */
export function readLog(file: NamedBytes): ProgramLog {
  const printed = readProgramLog(file);
  if (printed !== undefined) return printed;
  const board = tensorBoard(file);
  if (board !== undefined) return { form: "TensorBoard", rows: board, understood: whatIsIn(board) };
  try {
    const { rows } = readHistory(file);
    return { form: "CSV", rows, understood: whatIsIn(rows) };
  } catch (error) {
    const isCsv = /\.(csv|tsv)$/i.test(file.name);
    if (isCsv || !(error instanceof MyelinError) || !/^(HISTORY_COLUMNS|CSV_)/.test(error.code)) throw error;
    return refuseLog(file);
  }
}

/** Steps from 0, as Keras' callback counts epochs, become epochs from 1. */
function tensorBoard(file: NamedBytes): HistoryRow[] | undefined {
  const head = new TextDecoder().decode(file.bytes.subarray(0, 200));
  if (!/^\uFEFF?Wall time,Step,Value\r?\n/i.test(head)) return undefined;
  const field = fieldOf(baseName(file.name));
  if (field === undefined) return undefined;
  const { numbers, rows } = readCsv(file, { header: true, missing: "nan" });
  const first = numbers[1] === 0 ? 1 : 0;
  return Array.from({ length: rows }, (_, i) => ({ epoch: numbers[3 * i + 1]! + first, [field]: numbers[3 * i + 2]! }));
}
