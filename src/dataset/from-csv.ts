import type { Host } from "../core/host.ts";
import { integer, printable } from "../core/text.ts";
import { readLabelledCsv } from "../formats/csv-labels.ts";
import { gunzip, isGzip } from "../formats/gzip.ts";
import { baseName, type NamedBytes } from "../formats/named.ts";
import { type CsvLook, chooseLabel, countingColumn, type LabelChoice, lookAtCsv, namesPixels } from "./csv-choices.ts";
import { shortName } from "./pairing.ts";
import { SET_NAMES, type SetName } from "./plan.ts";
import type { RawSet } from "./raw-sets.ts";
import type { ReadOptions } from "./reading.ts";

/**
 * Tables in CSV, one file a set. A file that has every column of the training file but the label has no labels, as Kaggle's test.csv:
 * it is left aside, and said.
 *
 * @throws the errors of `chooseLabel` and `readLabelledCsv`.
 */
export async function rawFromCsv(
  files: Readonly<Partial<Record<SetName, NamedBytes>>>,
  options: ReadOptions,
  host: Host,
  notes: string[],
): Promise<Partial<Record<SetName, RawSet>>> {
  const sets: Partial<Record<SetName, RawSet>> = {};
  let label: { readonly choice: LabelChoice; readonly look: CsvLook } | undefined;
  for (const set of SET_NAMES) {
    const given = files[set];
    if (given === undefined) continue;
    const file = isGzip(given.bytes) ? { name: given.name, bytes: await gunzip(given, host) } : given;
    const look = lookAtCsv(file);
    if (label !== undefined && hasNoLabel(look, label)) {
      notes.push(`${printable(baseName(file.name), 60)} has no labels and is left aside: myelin predict answers it.`);
      continue;
    }
    const choice =
      label === undefined ? chooseLabel(file, look, options.label) : { ...label.choice, place: placeIn(look, label) };
    sets[set] = rawSet(file, look, choice);
    if (label === undefined) notes.push(...whatWasUnderstood(look, choice));
    label ??= { choice, look };
  }
  return sets;
}

function hasNoLabel(look: CsvLook, { choice, look: training }: { choice: LabelChoice; look: CsvLook }): boolean {
  if (look.columns !== training.columns - 1) return false;
  const name = training.names?.[choice.place];
  return name === undefined || look.names === undefined || !look.names.includes(name);
}

/** The label stands where its name does, else where it stood in the training file. */
function placeIn(look: CsvLook, { choice, look: training }: { choice: LabelChoice; look: CsvLook }): number {
  const name = training.names?.[choice.place];
  const found = name === undefined ? -1 : (look.names?.indexOf(name) ?? -1);
  return found >= 0 ? found : choice.place;
}

function rawSet(file: NamedBytes, look: CsvLook, { place }: LabelChoice): RawSet {
  const table = readLabelledCsv(file, { label: place, header: look.names !== undefined });
  const counting = place !== 0 && countingColumn(look);
  const values = counting ? withoutFirst(table.values, table.columns) : table.values;
  const columns = table.columns - (counting ? 1 : 0);
  const numbers = table.labels ?? [];
  const { classes } = table;
  return {
    name: shortName(file),
    images: { shape: [table.rows, columns], data: values },
    labels: classes === undefined ? { numbers } : { texts: Array.from(numbers, (number) => classes[number]!) },
    pixels: namesPixels(look, place),
    sources: [baseName(file.name)],
  };
}

function withoutFirst(values: Uint8Array | Float64Array, columns: number): Uint8Array | Float64Array {
  const rows = values.length / columns;
  const kept = values.slice(0, rows * (columns - 1));
  for (let row = 0; row < rows; row++)
    kept.set(values.subarray(row * columns + 1, (row + 1) * columns), row * (columns - 1));
  return kept;
}

function whatWasUnderstood(look: CsvLook, { place, why }: LabelChoice): string[] {
  const name = look.names?.[place];
  const notes = [
    `The label is column ${integer(place + 1)} of ${integer(look.columns)}${name ? ` (${printable(name, 40)})` : ""}: ${why}.`,
  ];
  if (look.names === undefined) notes.push("The first line is data: no column has a name.");
  if (place !== 0 && countingColumn(look))
    notes.push(`Column 1 (${printable(look.names![0]!, 40)}) counts the rows and is left out.`);
  return notes;
}
