import { defaultHost } from "../core/default-host.ts";
import { inputError, type MyelinError } from "../core/errors.ts";
import { integer, list, printable } from "../core/text.ts";
import { Dataset } from "./dataset.ts";
import { MOST_CLASSES } from "./labels.ts";
import { decodeBatch, formOf, joinBatches, type PictureBatch, toRows } from "./pictures.ts";
import { byBytes, type DataPlan, mixed, type PicturePath, SET_NAMES, type SetName } from "./plan.ts";
import type { DataSource, ReadData, ReadOptions } from "./reading.ts";

/** Pictures that are decoded between two looks at the clock. */
const PIECE = 64;
/** Bad pictures that are listed by name. */
const MOST_LISTED = 10;

/**
 * Reads class folders of pictures. Class names are those of the folders below any set, sorted by bytes.
 *
 * @throws MyelinError PICTURES_BAD when some cannot be read, without `skipBad`; PICTURE_SIZES, DATA_EMPTY, DATA_CLASSES.
 */
export async function readPictures(
  source: DataSource,
  plan: DataPlan & { kind: "pictures" },
  options: ReadOptions,
): Promise<ReadData> {
  const all = SET_NAMES.flatMap((set) => (plan.sets[set] ?? []).map(({ className }) => className));
  const found = [...new Set(all)].sort(byBytes);
  const classes = typeof options.classes === "object" ? options.classes : found;
  if (classes.length < 2 || classes.length > MOST_CLASSES) throw classCount(source.name, classes);
  refuseOthers(source.name, found, classes);
  const total = all.length;
  const name = options.name ?? source.name;
  const notes = [`${integer(total)} pictures in ${classes.length} class folders: ${shownClasses(classes)}.`];
  const sets: Partial<Record<SetName, Dataset>> = {};
  const files: Partial<Record<SetName, string[]>> = {};
  let done = 0;
  for (const set of SET_NAMES) {
    const pictures = mixed(plan.sets[set] ?? []);
    if (pictures.length === 0) continue;
    const batch = await decodeAll(source, pictures, options, (part) => options.onPictures?.(done + part, total));
    done += pictures.length;
    const bad = batch.problems.length;
    if (bad > 0 && options.skipBad !== true) throw badPictures(batch, pictures);
    if (bad > 0)
      notes.push(
        `${integer(bad)} of ${integer(pictures.length)} ${set} pictures cannot be read and are left out: ${listed(batch)}.`,
      );
    const { pixels, shape, rows } = toRows(batch, options, name);
    files[set] = rows.map((row) => pictures[row]!.path);
    const numbers = new Map(classes.map((className, i) => [className, i]));
    const labels = Uint8Array.from(rows, (row) => numbers.get(pictures[row]!.className)!);
    sets[set] = Dataset.fromArrays({
      name: set === "training" ? name : `${name} ${set}`,
      pixels,
      labels,
      shape,
      classes,
      sources: [source.name],
    });
  }
  if (plan.skipped > 0) notes.push(`${integer(plan.skipped)} other files are left aside.`);
  return { ...(sets as { training: Dataset }), name, notes, files };
}

async function decodeAll(
  source: DataSource,
  pictures: readonly PicturePath[],
  options: ReadOptions,
  onPart: (done: number) => void,
): Promise<PictureBatch> {
  const paths = pictures.map(({ path }) => path);
  if (source.decode !== undefined) return source.decode(paths, formOf(options), onPart);
  const host = options.host ?? defaultHost;
  const batches: PictureBatch[] = [];
  for (let at = 0; at < paths.length; at += PIECE) {
    const part = paths.slice(at, at + PIECE);
    batches.push(
      await decodeBatch(
        part.map((path) => source.read(path)),
        options,
        host,
      ),
    );
    onPart(at + part.length);
    await host.pause();
  }
  return joinBatches(batches);
}

function listed({ problems }: PictureBatch): string {
  const shown = problems.slice(0, MOST_LISTED).map(({ message }) => message.replace(/\.$/, ""));
  const more = problems.length - shown.length;
  return `${shown.join("; ")}${more > 0 ? `; and ${integer(more)} more` : ""}`;
}

function badPictures(batch: PictureBatch, pictures: readonly PicturePath[]): MyelinError {
  const { problems } = batch;
  const [first] = problems;
  const sentence = `${integer(problems.length)} of ${integer(pictures.length)} pictures cannot be read: ${listed(batch)}: correct or remove them, or leave them out with --skip-bad`;
  const files = problems.map(({ index }) => pictures[index]!.path);
  return inputError("PICTURES_BAD", `${sentence}.`, {
    files: files.slice(0, 1000),
    count: problems.length,
    code: first!.code,
  });
}

/** Folders that are no class of those that are known. */
function refuseOthers(name: string, found: readonly string[], classes: readonly string[]): void {
  const other = found.find((className) => !classes.includes(className));
  if (other === undefined) return;
  throw inputError(
    "DATA_CLASSES",
    `${printable(name, 200)} has the class folder ${printable(other, 60)}, and the classes are ${shownClasses(classes)}: rename it, or take it away.`,
    { folder: other },
  );
}

function shownClasses(classes: readonly string[]): string {
  const shown = classes.slice(0, 12).map((name) => printable(name, 30));
  return `${list(shown)}${classes.length > 12 ? " …" : ""}`;
}

function classCount(name: string, classes: readonly string[]): MyelinError {
  const shown = printable(name, 200);
  if (classes.length === 1)
    return inputError(
      "DATA_CLASSES",
      `${shown} has pictures in one folder only, ${printable(classes[0]!, 60)}, and every class needs a folder of its own, such as cat/1.png and dog/1.png: sort them so.`,
      { classes },
    );
  return inputError(
    "DATA_CLASSES",
    `${shown} has pictures in ${integer(classes.length)} folders, and at most ${MOST_CLASSES} classes are learnt: give the folder whose folders are the classes.`,
    { count: classes.length },
  );
}
