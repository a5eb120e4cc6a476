import { crc32 } from "../core/crc32.ts";
import { inputError, type MyelinError } from "../core/errors.ts";
import type { Host } from "../core/host.ts";
import { integer } from "../core/text.ts";
import { type NamedBytes, shownName } from "./named.ts";

/** The parts of the footer that are looked at here. */
interface Footer {
  readonly num_rows: bigint;
  readonly row_groups: readonly {
    readonly num_rows: bigint;
    readonly columns: readonly { readonly meta_data?: ColumnChunk }[];
  }[];
}

interface ColumnChunk {
  readonly num_values: bigint;
  readonly data_page_offset: bigint;
  readonly dictionary_page_offset?: bigint;
  readonly total_compressed_size: bigint;
  readonly total_uncompressed_size: bigint;
}

interface PageHeader {
  readonly compressed_page_size: number;
  readonly uncompressed_page_size: number;
  readonly crc?: number;
  readonly data_page_header?: { readonly num_values: number };
  readonly data_page_header_v2?: { readonly num_values: number };
  readonly dictionary_page_header?: { readonly num_values: number };
}

type ReadHeader = (reader: { view: DataView; offset: number }) => unknown;

/** Bytes that may come out of a file: more than that is a bomb, whatever it promises. */
const MOST_EXPANSION = 1100;

/**
 * Walks over the pages of every column before anything is unpacked or allocated: each lies within its column and the file, they hold
 * as many values and bytes as the footer says, and their CRC-32, where they have one, is right.
 *
 * @throws MyelinError PARQUET_PAGE, PARQUET_FOOTER.
 */
export function checkPages(file: NamedBytes, footer: Footer, readHeader: ReadHeader, host: Host): void {
  const rows = footer.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
  if (rows !== Number(footer.num_rows))
    throw refuse(
      file,
      "PARQUET_FOOTER",
      `says that it has ${integer(Number(footer.num_rows))} rows, and its groups have ${integer(rows)}`,
      0,
    );
  for (const { columns } of footer.row_groups)
    for (const { meta_data } of columns) if (meta_data) checkColumn(file, meta_data, readHeader, host);
}

function checkColumn(file: NamedBytes, column: ColumnChunk, readHeader: ReadHeader, host: Host): void {
  const { bytes } = file;
  const data = Number(column.data_page_offset);
  const dictionary = Number(column.dictionary_page_offset ?? 0);
  const start = dictionary > 0 && dictionary < data ? dictionary : data;
  const end = start + Number(column.total_compressed_size);
  const most = Number(column.total_uncompressed_size);
  if (!(start >= 4 && end > start && end <= bytes.length - 8 && most >= 0 && most <= MOST_EXPANSION * bytes.length))
    throw refuse(
      file,
      "PARQUET_PAGE",
      `has a column at bytes ${integer(start)} to ${integer(end)} that unpacks to ${integer(most)}, which cannot be in ${integer(bytes.length)} bytes`,
      start,
    );
  const view = new DataView(bytes.buffer, bytes.byteOffset, end);
  let [values, unpacked] = [0, 0];
  for (const reader = { view, offset: start }; reader.offset < end; ) {
    const at = reader.offset;
    const page = readHeader(reader) as PageHeader;
    const { compressed_page_size: size, uncompressed_page_size: plain } = page;
    const count = (page.data_page_header ?? page.data_page_header_v2)?.num_values ?? 0;
    unpacked += plain + reader.offset - at;
    values += count;
    const dictionaryCount = page.dictionary_page_header?.num_values ?? 0;
    const fits =
      size >= 0 &&
      plain >= 0 &&
      count >= 0 &&
      reader.offset + size <= end &&
      unpacked <= most &&
      dictionaryCount >= 0 &&
      dictionaryCount <= plain;
    if (!fits || values > Number(column.num_values))
      throw refuse(
        file,
        "PARQUET_PAGE",
        `has a page whose sizes (${size} bytes, ${plain} unpacked, ${count} values) do not fit its column`,
        at,
      );
    if (
      page.crc !== undefined &&
      page.crc >>> 0 !== (host.crc32 ?? crc32)(bytes.subarray(reader.offset, reader.offset + size)) >>> 0
    )
      throw refuse(file, "PARQUET_PAGE", "has a page that is damaged: its CRC-32 is wrong", at);
    reader.offset += size;
  }
  if (values !== Number(column.num_values))
    throw refuse(
      file,
      "PARQUET_PAGE",
      `has ${integer(values)} values in a column that should have ${integer(Number(column.num_values))}`,
      start,
    );
}

function refuse(file: NamedBytes, code: string, what: string, offset: number): MyelinError {
  return inputError(code, `${shownName(file)} ${what}, at byte ${integer(offset)}: get the file again.`, {
    file: file.name,
    offset,
  });
}
