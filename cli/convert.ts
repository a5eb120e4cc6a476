import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { deflateSync } from "node:zlib";
import { fileError } from "../node/files.ts";
import { usageError } from "../src/core/errors.ts";
import { integer, printable } from "../src/core/text.ts";
import type { Splits } from "../src/dataset/index.ts";
import { DATA_FORMATS, type DataFormat, dataFiles, notKept } from "../src/dataset/write-data.ts";
import type { Output } from "./terminal.ts";

/** The format of `--to`. @throws MyelinError FORMAT_UNKNOWN. */
export function formatOf(given: string): DataFormat {
  const found = DATA_FORMATS.find((format) => format === given);
  if (found !== undefined) return found;
  const expected = `${DATA_FORMATS.slice(0, -1).join(", ")} or ${DATA_FORMATS.at(-1)}`;
  throw usageError("FORMAT_UNKNOWN", `--to: expected ${expected}, found "${printable(given, 60)}".`, { found: given });
}

/**
 * Writes data as files into a new folder: all of it, or nothing.
 *
 * @throws MyelinError OUT_EXISTS, DATA_CONVERT, FILE_WRITE.
 */
export function convert(data: Splits, format: DataFormat, folder: string, output: Output): void {
  if (existsSync(folder)) {
    throw usageError(
      "OUT_EXISTS",
      `${printable(folder, 300)} exists, and nothing is overwritten: give another folder with --out.`,
      { folder },
    );
  }
  const part = `${folder}.part-${process.pid}`;
  let [files, bytes] = [0, 0];
  try {
    for (const file of dataFiles(data, format, (raw) => deflateSync(raw))) {
      const path = join(part, file.name);
      if (files < 100 || file.name.includes("/")) mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, file.bytes);
      files++;
      bytes += file.bytes.length;
      output.live(() => `Writing ${integer(files)} files …`);
    }
    renameSync(part, folder);
  } catch (error) {
    rmSync(part, { recursive: true, force: true });
    throw error instanceof Error && "syscall" in error ? fileError("write", folder, error) : error;
  }
  output.clear();
  const lost = notKept(data, format);
  if (lost !== undefined) output.warn(lost);
  output.conclude(
    `Wrote ${integer(files)} ${files === 1 ? "file" : "files"}, ${integer(bytes)} bytes, to ${printable(folder, 300)}`,
  );
}
