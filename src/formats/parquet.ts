import { inputError, MyelinError } from "../core/errors.ts";
import type { Host } from "../core/host.ts";
import { integer, list, printable } from "../core/text.ts";
import { type NamedBytes, shownName } from "./named.ts";
import { checkPages } from "./parquet-pages.ts";

/** A column as it is stored: numbers, texts, or pieces of bytes (the pictures of Hugging Face's `image` columns). */
export type ParquetColumn =
  | { readonly kind: "numbers"; readonly values: Float64Array }
  | { readonly kind: "texts"; readonly values: readonly string[] }
  | { readonly kind: "bytes"; readonly values: readonly Uint8Array[] };

export interface ParquetTable {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, ParquetColumn>;
  /** Columns of kinds that are not read, with what they are. */
  readonly others: ReadonlyMap<string, string>;
  /** Class names of label columns, as Hugging Face writes them beside the data. */
  readonly classNames: ReadonlyMap<string, readonly string[]>;
}

type Hyparquet = typeof import("hyparquet");
type FileMetaData = import("hyparquet").FileMetaData;

export function isParquet(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x41 && bytes[2] === 0x52 && bytes[3] === 0x31;
}

/**
 * Reads a Parquet file of plain columns and of `image` columns {bytes, path} as Hugging Face writes them; paths are never opened.
 * Compression: none, snappy, zstd.
 *
 * @throws MyelinError of kind "input": PARQUET_MAGIC PARQUET_FOOTER PARQUET_PAGE PARQUET_CODEC PARQUET_NULL PARQUET_SCHEMA
 * PARQUET_DATA.
 */
export async function readParquet(file: NamedBytes, host: Host): Promise<ParquetTable> {
  checkEnds(file);
  const library = await import("hyparquet");
  const columns = await import("hyparquet/src/column.js");
  try {
    const metadata = library.parquetMetadata(file.bytes);
    checkPages(file, metadata, columns.parquetHeader, host);
    return await readColumns(file, library, metadata);
  } catch (error) {
    if (error instanceof MyelinError) throw error;
    const reason = printable(error instanceof Error ? error.message : String(error), 200);
    throw refuse(file, "PARQUET_DATA", `cannot be read as Parquet (${reason}): get the file again`);
  }
}

function checkEnds(file: NamedBytes): void {
  const { bytes } = file;
  const at = (from: number) => String.fromCharCode(...bytes.subarray(from, from + 4));
  if (bytes.length < 12 || at(0) !== "PAR1" || at(bytes.length - 4) !== "PAR1") {
    const end = at(Math.max(0, bytes.length - 4));
    const why =
      at(0) === "PARE" || end === "PARE"
        ? "is an encrypted Parquet file"
        : `is no whole Parquet file: it has ${integer(bytes.length)} bytes and must begin and end with PAR1`;
    throw refuse(file, "PARQUET_MAGIC", `${why}: get the file again`);
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(bytes.length - 8, true);
  if (length === 0 || length > bytes.length - 12)
    throw refuse(
      file,
      "PARQUET_FOOTER",
      `says that its footer has ${integer(length)} bytes, and there are ${integer(bytes.length - 12)}: get the file again`,
    );
}

async function readColumns(file: NamedBytes, library: Hyparquet, metadata: FileMetaData): Promise<ParquetTable> {
  const rows = Number(metadata.num_rows);
  const tree = library.parquetSchema(metadata);
  const names = tree.children.map(({ element }) => element.name);
  if (new Set(names).size < names.length)
    throw refuse(file, "PARQUET_SCHEMA", "has two columns of one name: give each its own");
  const others = new Map<string, string>();
  const wanted = tree.children.flatMap((child) => {
    const what = kindOf(child);
    if (what !== undefined) others.set(child.element.name, what);
    return what === undefined ? [child.element.name] : [];
  });
  const parts = new Map<string, unknown[]>(wanted.map((name) => [name, []]));
  const { bytes } = file;
  await library.parquetRead({
    file: { byteLength: bytes.length, slice: (from, to) => bytes.slice(from, to).buffer as ArrayBuffer },
    metadata,
    columns: wanted,
    utf8: false,
    compressors: await compressors(file, metadata),
    onChunk: ({ columnName, columnData, rowStart }) => {
      const cells = parts.get(columnName);
      if (cells === undefined) return;
      for (let i = 0; i < columnData.length; i++) cells[rowStart + i] = columnData[i];
    },
  });
  const columns = new Map<string, ParquetColumn>();
  for (const [name, cells] of parts) {
    if (cells.length !== rows)
      throw refuse(
        file,
        "PARQUET_DATA",
        `has ${integer(cells.length)} values in its column ${printable(name, 60)}, and ${integer(rows)} rows: get the file again`,
      );
    columns.set(name, toColumn(file, name, cells));
  }
  return { rows, columns, others, classNames: classNames(metadata) };
}

/** What a column is that is not read; undefined for those that are. */
function kindOf({
  element,
  children,
}: {
  element: { type?: string; repetition_type?: string; converted_type?: string; logical_type?: { type: string } };
  children: readonly { element: { name: string } }[];
}): string | undefined {
  if (children.length > 0) {
    const names = children.map((child) => child.element.name);
    return names.includes("bytes")
      ? undefined
      : `a group of ${list(names.slice(0, 5).map((name) => printable(name, 30)))}`;
  }
  if (element.repetition_type === "REPEATED") return "a list";
  if (element.type === "INT96") return "times (INT96)";
  const logical = element.logical_type?.type ?? element.converted_type;
  return logical !== undefined && /DECIMAL|FLOAT16|UUID|DATE|TIME|INTERVAL|VARIANT|GEO/.test(logical)
    ? logical
    : undefined;
}

function toColumn(file: NamedBytes, name: string, cells: readonly unknown[]): ParquetColumn {
  const first = cells.find((cell) => cell !== null && cell !== undefined);
  const missing = cells.findIndex((cell) => cell === null || cell === undefined);
  if (missing >= 0)
    throw refuse(
      file,
      "PARQUET_NULL",
      `has no value in row ${integer(missing)} of its column ${printable(name, 60)}: fill it in, or leave that row out`,
    );
  if (typeof first === "object" && first !== null && !(first instanceof Uint8Array)) {
    const values = cells.map((cell) => (cell as { bytes?: unknown }).bytes);
    const bad = values.findIndex((value) => !(value instanceof Uint8Array));
    if (bad >= 0)
      throw refuse(
        file,
        "PARQUET_NULL",
        `has no picture bytes in row ${integer(bad)} of its column ${printable(name, 60)}: save it with the pictures inside`,
      );
    return { kind: "bytes", values: values as Uint8Array[] };
  }
  if (first instanceof Uint8Array) return { kind: "bytes", values: cells as Uint8Array[] };
  if (typeof first === "string") return { kind: "texts", values: cells as string[] };
  return { kind: "numbers", values: Float64Array.from(cells, (cell) => Number(cell)) };
}

/** From the key `huggingface` of the footer: {"info": {"features": {"label": {"names": […]}}}}. */
function classNames(metadata: FileMetaData): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const text = metadata.key_value_metadata?.find(({ key }) => key === "huggingface")?.value;
  if (text === undefined) return found;
  try {
    const features = JSON.parse(text)?.info?.features ?? {};
    for (const [column, feature] of Object.entries(features as Record<string, { names?: unknown }>)) {
      const names = feature?.names;
      if (Array.isArray(names) && names.every((name) => typeof name === "string")) found.set(column, names);
    }
  } catch {
    // What somebody wrote beside the data, and not the data: without it classes have numbers.
  }
  return found;
}

/** Decompressors for what the file uses; snappy is the library's own. */
async function compressors(file: NamedBytes, metadata: FileMetaData) {
  const used = new Set(
    metadata.row_groups.flatMap(({ columns }) => columns.flatMap(({ meta_data }) => meta_data?.codec ?? [])),
  );
  const known = new Map<string, (bytes: Uint8Array, size: number) => Uint8Array>();
  if (used.has("ZSTD")) {
    const { decompress } = await import("fzstd");
    known.set("ZSTD", (bytes, size) => decompress(bytes, new Uint8Array(size)));
  }
  for (const codec of used) {
    if (known.has(codec) || codec === "UNCOMPRESSED" || codec === "SNAPPY") continue;
    throw refuse(
      file,
      "PARQUET_CODEC",
      `is packed with ${codec}, and none, snappy and zstd are read: write it again with snappy`,
    );
  }
  return Object.fromEntries(known);
}

/** An error about a Parquet file. */
function refuse(file: NamedBytes, code: string, what: string): MyelinError {
  return inputError(code, `${shownName(file)} ${what}.`, { file: file.name });
}
