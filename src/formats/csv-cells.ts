import { type MixedColumn, MixedColumnBuilder } from "./csv-columns.ts";
import { NumberList } from "./number-list.ts";

/** What is kept of a column: its numbers, its numbers and texts, or nothing. */
export const NUMBER = 0;
export const MIXED = 1;
export const IGNORED = 2;

/** The cells of a table that were read so far. */
export class CsvCells {
  readonly kinds: Uint8Array;
  readonly numberColumns: readonly number[];
  readonly numbers = new NumberList();
  /** The mixed columns at their places. */
  readonly mixed: readonly (MixedColumnBuilder | undefined)[];
  rows = 0;

  constructor(columns: number, others: ReadonlyMap<number, "mixed" | "ignored">) {
    this.kinds = Uint8Array.from({ length: columns }, (_, i) => {
      const other = others.get(i);
      return other === undefined ? NUMBER : other === "mixed" ? MIXED : IGNORED;
    });
    this.numberColumns = Array.from(this.kinds.keys()).filter((place) => this.kinds[place] === NUMBER);
    this.mixed = Array.from(this.kinds, (kind) => (kind === MIXED ? new MixedColumnBuilder() : undefined));
  }

  /** Makes room for one row. */
  beginRow(): void {
    this.numbers.reserve(this.numberColumns.length);
  }

  /** Takes back what was read of a row that is not whole. */
  cutRow(): void {
    this.numbers.cutTo(this.rows * this.numberColumns.length);
    for (const column of this.mixed) column?.cutTo(this.rows);
  }

  finish(): { readonly numbers: Uint8Array | Float64Array; readonly mixed: ReadonlyMap<number, MixedColumn> } {
    const numbers = this.numbers.finish();
    const mixed = this.mixed.flatMap((column, place) => (column ? [[place, column.finish()] as const] : []));
    return { numbers, mixed: new Map(mixed) };
  }
}
