import { basename } from "node:path";
import { nodeHost } from "../node/host.ts";
import { loadDataset, loadDefaultDataset, type NamedSplits } from "../node/load-dataset.ts";
import { usageError } from "../src/core/errors.ts";
import { printable } from "../src/core/text.ts";
import { profile, type Splits, splitsSha256, splitsWarnings } from "../src/dataset/index.ts";
import { dataOptions } from "../src/experiment/data-settings.ts";
import { flagsOf } from "../src/experiment/flags.ts";
import {
  dataLine,
  downloadLine,
  drawDigits,
  facts,
  firstOfEachClass,
  Pace,
  picturesLine,
  profileTable,
  shorten,
} from "../src/report/text/index.ts";
import { convert, formatOf } from "./convert.ts";
import { type OptionValues, settingsOf } from "./settings-options.ts";
import { Output } from "./terminal.ts";

const roles = ["training", "validation", "test"] as const;

/** `myelin data`: what is in a data set. */
export async function showData(name: string | undefined, options: OptionValues): Promise<void> {
  const how = settingsOf(options);
  const format = typeof options.to === "string" ? formatOf(options.to) : undefined;
  if (format === undefined && options.out !== undefined)
    throw usageError("OUT_UNUSED", "--out says where --to writes, and there is no --to: give a format with it.");
  const output = new Output({ json: options.json === true, quiet: options.quiet === true });
  const data = await load({ ...how, data: name }, output);
  if (format !== undefined) {
    const folder =
      typeof options.out === "string" ? options.out : `${basename(data.name).replaceAll(":", "-")}-${format}`;
    convert(data, format, folder, output);
    output.say(`Next: myelin data ${quoted(folder)}`);
    output.object({ command: "data", to: format, out: folder });
    return;
  }
  const splits = splitsOf(data).map(([role, set]) => [role, profile(set)] as const);
  const sha256 = await splitsSha256(data, nodeHost);
  const { canvas } = output;
  output.conclude(facts([["data", dataLine(data.name, data)]], canvas.style));
  output.say(facts([["hash", `SHA-256 ${sha256}`]], canvas.style));
  output.say(`\n${drawDigits(data.training, firstOfEachClass(data.training, 10), canvas, 4)}`);
  output.say(`\n${profileTable(splits, data.training.classes, canvas)}\n`);
  const warnings = splitsWarnings(data);
  for (const { message } of warnings) output.warn(message);
  const asked = flagsOf(name === undefined ? how : { data: name, ...how }).map(quoted);
  output.say(`Next: ${["myelin train", ...asked].join(" ")}`);
  output.object({
    command: "data",
    data: { name: data.name, training: data.training.count, test: data.test?.count ?? 0, sha256 },
    classes: data.training.classes,
    shape: data.training.shape,
    profile: Object.fromEntries(splits),
    warnings,
  });
}

/** The settings of an experiment that say which data, and how they are to be understood. */
export type DataSettings = Parameters<typeof dataOptions>[0] & { readonly data?: string | undefined };

/**
 * Loads the data of an experiment, or the data that a run takes when none are named; says what the reader decided.
 *
 * @param classes the class names that a network knows, where it is to be asked about these data.
 */
export async function load(settings: DataSettings, output: Output, classes?: readonly string[]): Promise<NamedSplits> {
  const name = settings.data;
  output.live(() => shorten(`Reading ${printable(name ?? "the data", 60)} …`, output.liveCanvas.columns ?? 79));
  let pace: Pace | undefined;
  let pictures: Pace | undefined;
  const onProgress = (received: number, total: number) => {
    const now = performance.now();
    pace ??= new Pace(total, received, now);
    const { left } = pace.at(received, now);
    output.live(() => downloadLine(name ?? "mnist", received, total, left, output.liveCanvas));
  };
  const started = performance.now();
  const onPictures = (done: number, total: number) => {
    pictures ??= new Pace(total, 0, started);
    const { left } = pictures.at(done, performance.now());
    output.live(() => picturesLine(done, total, left, output.liveCanvas));
  };
  const options = { ...dataOptions(settings), ...(classes ? { classes } : {}), onProgress, onPictures };
  const data = name === undefined ? await loadDefaultDataset(options) : await loadDataset(name, options);
  output.clear();
  if ("notice" in data && typeof data.notice === "string") output.warn(data.notice);
  for (const note of data.notes ?? []) output.note(note);
  return data;
}

/**
 * A run's settings leave the choice of data to the environment only where `$MYELIN_DATA` makes it; anywhere else they have lost
 * it, and other data in its place would waste time and end in the wrong words.
 *
 * @throws MyelinError DATA_MISSING
 */
export function refuseLostData(run: string, data: string | undefined): void {
  if (data === undefined && !process.env.MYELIN_DATA) throw lostData(run);
}

/** The error for a saved network of which it is not known what data to take. */
export function lostData(path: string) {
  const sentence = `${printable(path, 300)} does not say which data to take`;
  return usageError("DATA_MISSING", `${sentence}: name them with --data.`);
}

/** The splits that are there, with their role. */
export function splitsOf(data: Splits) {
  return roles.flatMap((role) => (data[role] ? [[role, data[role]] as const] : []));
}

/** A word as a shell reads it back: in quotes where it needs them; harmless where it is printed. */
export function quoted(word: string): string {
  const safe = printable(word);
  return /^[\w./:=@%+,-]+$/.test(safe) ? safe : `'${safe.replaceAll("'", "'\\''")}'`;
}
