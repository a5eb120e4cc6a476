import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileError, isFolder, readNamed } from "../../node/files.ts";
import { nodeHost } from "../../node/host.ts";
import { inputError } from "../../src/core/errors.ts";
import type { PictureForm } from "../../src/core/picture-form.ts";
import { valuesOf } from "../../src/core/picture-shape.ts";
import { integer, printable } from "../../src/core/text.ts";
import { type PictureInput, pictureToInput } from "../../src/dataset/picture/to-input.ts";
import { decodePicture } from "../../src/formats/decode-picture.ts";
import type { NamedBytes } from "../../src/formats/named.ts";
import type { InputSpec } from "../../src/network/index.ts";

/** A picture on its way into the network. */
export interface Asked extends Pick<PictureInput, "pixels"> {
  /** Its file, or the number of its row in a table. */
  readonly name: string;
  /** What became of it; missing for a row of a table, which goes in as it is. */
  readonly seen?: PictureInput;
}

/** All pictures that are meant, in order: of folders by name. @throws FILE_READ, PICTURE_…, PNG_…, JPEG_…, CSV_… */
export async function readAsked(
  words: readonly string[],
  input: InputSpec,
  form: PictureForm | undefined,
): Promise<Asked[]> {
  const asked: Asked[] = [];
  for (const word of words) {
    for (const file of filesOf(word)) {
      if (/\.csv$/i.test(file.name)) asked.push(...(await rowsOf(file, input)));
      else asked.push(await pictureOf(file, input, form));
    }
  }
  return asked;
}

function* filesOf(word: string): Generator<NamedBytes> {
  if (word === "-") yield { name: "standard input", bytes: standardInput() };
  else if (!isFolder(word)) yield readNamed(word);
  else for (const name of picturesIn(word)) yield readNamed(join(word, name));
}

function standardInput(): Uint8Array {
  try {
    return new Uint8Array(readFileSync(0));
  } catch (error) {
    throw fileError("read", "standard input", error);
  }
}

/** The pictures of a folder by their names, sorted by bytes. */
function picturesIn(folder: string): string[] {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => /\.(png|jpe?g)$/i.test(name));
  } catch (error) {
    throw fileError("read", folder, error);
  }
  if (names.length > 0) return names.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const sentence = `${printable(folder, 300)} has no .png or .jpg files: give a folder of pictures, or files`;
  throw inputError("PICTURE_NONE", `${sentence}.`, { folder });
}

async function pictureOf(file: NamedBytes, { shape }: InputSpec, form: PictureForm | undefined): Promise<Asked> {
  const picture = await decodePicture(file, nodeHost);
  const seen = pictureToInput(picture, { shape, ...(form && { form }) });
  return { name: file.name, pixels: seen.pixels, seen };
}

/** The rows of a table without labels; a first column `id` or `ImageId` is passed over. */
async function rowsOf(file: NamedBytes, { shape }: InputSpec): Promise<Asked[]> {
  const { readCsv } = await import("../../src/formats/csv.ts");
  const { rows, numbers, numberColumns, names } = readCsv(file);
  const size = valuesOf(shape);
  const skip = numberColumns.length === size + 1 && /^(image)?id$/i.test(names?.[0] ?? "") ? 1 : 0;
  if (numberColumns.length !== size + skip) {
    const found = `${printable(file.name, 300)} has ${integer(numberColumns.length)} columns of numbers`;
    const sentence = `${found}, and the network takes ${integer(size)}: give a table without labels, a column a pixel`;
    throw inputError("PREDICT_COLUMNS", `${sentence}.`, {
      file: file.name,
      expected: size,
      found: numberColumns.length,
    });
  }
  return Array.from({ length: rows }, (_, row) => {
    const from = row * numberColumns.length + skip;
    const pixels = numbers.subarray(from, from + size);
    return {
      name: String(row + 1),
      pixels: pixels instanceof Uint8Array ? new Uint8Array(pixels) : Float32Array.from(pixels),
    };
  });
}
