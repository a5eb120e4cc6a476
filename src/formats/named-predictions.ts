import { inputError } from "../core/errors.ts";
import { integer, printable } from "../core/text.ts";
import { type MixedColumn, readCsv } from "./csv.ts";
import { baseName, type NamedBytes, shownName } from "./named.ts";
import type { PredictionsTable } from "./predictions.ts";

const HEAD = 4096;

/** Cells of one of the first lines. */
function firstCells({ bytes }: NamedBytes, line: number): string[] {
  const lines = new TextDecoder().decode(bytes.subarray(0, HEAD)).split(/\r\n|\n|\r/);
  return (lines[line] ?? "").split(/[,;\t]/);
}

const isFile = (cell: string | undefined) => /\.\w{2,5}"?\s*$/.test(cell ?? "");

/** Whether the bytes begin as a table of two columns whose first is a name: `file,class`, then `cat/1.png,dog`. */
export function isNamedPredictions(file: NamedBytes): boolean {
  const cells = firstCells(file, 1);
  return cells.length === 2 && isFile(cells[0]);
}

/**
 * Reads answers by the names of the pictures, and brings them into the order of the pictures.
 *
 * @param files the pictures in their order, as paths; a name in the table is such a path or, where it is the only one, its last part.
 *   Without them the answers are taken in the order of the table.
 * @param classes names that a class may be called by
 * @throws MyelinError of kind "input": PREDICTIONS_FILES when a picture has no answer or two, PREDICTIONS_NAME, and those of `readCsv`.
 */
export function readNamedPredictions(
  file: NamedBytes,
  { files, classes }: { readonly files?: readonly string[]; readonly classes?: readonly string[] },
): PredictionsTable {
  const table = readCsv(file, {
    header: !isFile(firstCells(file, 0)[0]),
    columns: () => [
      [0, "mixed"],
      [1, "mixed"],
    ],
  });
  const names = cells(table.mixed.get(0)!, (text) => text);
  const answers = cells(table.mixed.get(1)!, (text, line) => classOf(file, text, line, classes));
  const shared = { width: 1, name: file.name };
  if (files === undefined) {
    const note = "the names of the files are left aside: answers are taken in the order of the table";
    return { ...shared, rows: answers.length, values: Float64Array.from(answers, Number), note };
  }
  const rows = rowsByName(file, names.map(String), files);
  const left = names.length - rows.length;
  return {
    ...shared,
    rows: rows.length,
    values: Float64Array.from(rows, (row) => Number(answers[row])),
    note: `answers are matched with the pictures by their names${left > 0 ? `; ${integer(left)} of other pictures are left aside` : ""}`,
  };
}

/** The cells of a column: numbers, or what `of` makes of texts. */
function cells<T>({ numbers, codes, texts }: MixedColumn, of: (text: string, line: number) => T): (T | number)[] {
  const spelled = texts.map(({ text, line }) => of(text, line));
  return Array.from(numbers, (number, row) =>
    codes === undefined || codes[row] === 0 ? number : spelled[codes[row]! - 1]!,
  );
}

function classOf(file: NamedBytes, text: string, line: number, classes: readonly string[] | undefined): number {
  const place = classes?.indexOf(text.trim()) ?? -1;
  if (place >= 0) return place;
  const expected = classes === undefined ? "a class number" : "a class number or class name";
  const sentence = `${shownName(file)} has in line ${integer(line)} the text "${printable(text, 40)}" where ${expected} is expected: write class numbers from 0, or the names of the classes.`;
  throw inputError("PREDICTIONS_NAME", sentence, { file: file.name, line });
}

/** The row of each picture. */
function rowsByName(file: NamedBytes, names: readonly string[], files: readonly string[]): number[] {
  const places = new Map<string, number>();
  const plain = (path: string) => path.trim().replaceAll("\\", "/").replace(/^\.\//, "");
  names.forEach((name, row) => {
    const path = plain(name);
    if (places.has(path)) throw noMatch(file, `answers ${printable(path, 100)} twice`, path);
    places.set(path, row);
  });
  const bases = new Set(files.map(baseName));
  const byBase = bases.size === files.length;
  return files.map((path) => {
    // A path in the table may begin above the folder, or below it.
    const row =
      places.get(path) ??
      places.get(path.split("/").slice(1).join("/")) ??
      (byBase ? places.get(baseName(path)) : undefined);
    if (row === undefined) throw noMatch(file, `has no answer for ${printable(path, 100)}`, path);
    return row;
  });
}

function noMatch(file: NamedBytes, what: string, path: string) {
  const sentence = `${shownName(file)} ${what}: give one line a picture, with its path below the folder, such as cat/1.png`;
  return inputError("PREDICTIONS_FILES", `${sentence}.`, { file: file.name, path });
}
