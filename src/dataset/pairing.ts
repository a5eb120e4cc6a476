import { inputError } from "../core/errors.ts";
import { integer } from "../core/text.ts";
import { baseName, type NamedBytes, shownName } from "../formats/named.ts";
import { promisedShape } from "./decode.ts";
import { standardName } from "./names.ts";

interface Files {
  readonly images: NamedBytes;
  readonly labels: NamedBytes;
}

/** The name without folders, as it may be shown. */
export function shortName(file: { readonly name: string }): string {
  return shownName({ name: baseName(file.name) });
}

/** zip() of images and labels cuts the longer silently; here different counts are an error. @throws DATA_COUNTS. */
export function refuseOtherCount(files: Files, images: number, labels: number): void {
  if (images === labels) return;
  throw inputError(
    "DATA_COUNTS",
    `${shortName(files.labels)} has ${integer(labels)} labels, but ${shortName(files.images)} has ${integer(images)} images: pair each with the file of its own set.`,
    { images, labels },
  );
}

/**
 * The same from the headers alone, before anything is unpacked, where both are whole and of the right kind.
 *
 * @throws DATA_COUNTS
 */
export function refusePromisedCounts(files: Files): void {
  const images = promisedShape(files.images);
  const labels = promisedShape(files.labels);
  if (images === undefined || labels === undefined || images.length < 2 || labels.length !== 1) return;
  refuseOtherCount(files, images[0] as number, labels[0] as number);
}

/** Standard names of different sets are refused even when the counts agree. @throws DATA_SETS. */
export function refuseOtherSet(files: Files, count: number): void {
  const images = standardName(files.images.name);
  const labels = standardName(files.labels.name);
  if (!images || !labels || images.set === labels.set) return;
  throw inputError(
    "DATA_SETS",
    `${shortName(files.labels)} has the labels of another set than ${shortName(files.images)}, although both hold ${integer(count)}: pair each with the file of its own set.`,
    { images: images.set, labels: labels.set, count },
  );
}
