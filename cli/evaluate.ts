import { statSync } from "node:fs";
import { nodeHost } from "../node/index.ts";
import { loadNetwork } from "../node/network-files.ts";
import { readRunFolder } from "../node/run-reader.ts";
import { inputError, usageError } from "../src/core/errors.ts";
import { channelsOf } from "../src/core/picture-shape.ts";
import { integer, list, printable } from "../src/core/text.ts";
import { type Dataset, type Splits, splitsSha256 } from "../src/dataset/index.ts";
import { checkSettings, type ExperimentConfig, splitData } from "../src/experiment/index.ts";
import { COMBINATIONS, type Combination, type Evaluation, evaluateEnsemble } from "../src/inference/index.ts";
import { type Network, summary } from "../src/network/index.ts";
import {
  accuracyText,
  confusionTable,
  drawFilters,
  facts,
  hasLayers,
  layersTable,
  worstPairs,
  worstPairsText,
} from "../src/report/text/index.ts";
import { load, lostData, quoted, refuseLostData, splitsOf } from "./data.ts";
import { type OptionValues, settingsOf as settingsGiven } from "./settings-options.ts";
import { Output } from "./terminal.ts";
import { networkResult } from "./train/result.ts";

/** A saved network, and the data that its run was trained on where that is known. */
interface Saved {
  readonly network: Network;
  /** `runs/mnist-1, best network (epoch 27)` */
  readonly words: string;
  readonly data: string | undefined;
  readonly known: boolean;
  /** How the run read its data, and how many validation images it split off its training images. */
  readonly settings: Partial<ExperimentConfig>;
}

/** `myelin evaluate`: how good a saved network is on data, or several together, and what they confuse. */
export async function evaluateSaved(paths: readonly string[], options: OptionValues): Promise<void> {
  const output = new Output({ json: options.json === true, quiet: options.quiet === true });
  const split = splitName(options.split);
  const combine = combination(options.combine, paths.length);
  const all: Saved[] = [];
  for (const path of paths) all.push(await open(path, output));
  const [saved] = all as [Saved];
  const asked = typeof options.data === "string" ? options.data : saved.data;
  if (asked === undefined && !saved.known) throw lostData(paths[0]!);
  refuseLostData(paths[0]!, asked);
  const data = await dataFor(saved, asked, settingsGiven(options), output);
  const images = take(data, data.name, split, options.split !== undefined);
  const networks = all.map(({ network }) => network);
  const result = await evaluateEnsemble(networks, images.set, { combine, host: nodeHost });
  const { correct, total, interval, cost } = result;
  const counts = { confusion: result.confusion, classes: images.set.classes };
  const { canvas } = output;
  const on = `${printable(data.name, 60)}, ${integer(total)} ${images.role} images`;
  output.say(
    `${facts(
      [
        ...all.map(({ words }, i) => ["network", memberText(words, result.members[i]!, all.length)] as const),
        ["together", all.length === 1 ? undefined : combine === "mean" ? "the mean of their outputs" : "a vote each"],
        ["data", on],
      ],
      canvas.style,
    )}\n`,
  );
  const layers = summary(saved.network);
  if (hasLayers(layers)) output.say(`${layersTable(layers, canvas)}\n`);
  const filters = drawFilters(saved.network, canvas);
  if (filters !== "") output.say(`Filters of the first layer:\n\n${filters}\n`);
  output.conclude(accuracyText(correct, total, interval, canvas));
  const table = confusionTable(counts, canvas);
  if (table !== "") output.say(`\nEach row is a class, each column what the network read:\n\n${table}`);
  if (correct < total) output.say(`\nConfused most:\n\n${worstPairsText(counts, canvas)}`);
  output.say(`\nNext: ${nextCommand(saved, asked)}`);
  output.object({
    command: "evaluate",
    ...networkResult(saved.network.spec),
    data: { name: data.name, split: images.role, sha256: await splitsSha256(data, nodeHost) },
    correct,
    total,
    interval,
    cost,
    classes: counts.classes,
    confusion: rows(result.confusion, counts.classes.length),
    worst: worstPairs(counts),
    weightsSha256: await saved.network.weightsSha256(nodeHost),
    ...(all.length === 1 ? {} : { combine, members: await membersOf(paths, networks, result.members) }),
  });
}

/** `runs/mnist-1, best network, after epoch 27: 9,546 right`; of a single network its words. */
function memberText(words: string, { correct }: Evaluation, count: number): string {
  return count === 1 ? words : `${words}: ${integer(correct)} right`;
}

function membersOf(paths: readonly string[], networks: readonly Network[], found: readonly Evaluation[]) {
  const member = async (network: Network, i: number) => {
    return { network: paths[i]!, correct: found[i]!.correct, weightsSha256: await network.weightsSha256(nodeHost) };
  };
  return Promise.all(networks.map(member));
}

function combination(given: string | boolean | undefined, count: number): Combination {
  if (given === undefined) return "mean";
  const found = COMBINATIONS.find((name) => name === given);
  if (found === undefined)
    throw usageError("COMBINE_UNKNOWN", `--combine: expected mean or vote, found "${printable(String(given), 60)}".`);
  if (count > 1) return found;
  throw usageError(
    "COMBINE_ONE",
    "--combine has no effect with one network: name several runs or files, or leave it out.",
  );
}

/** The run's own data as the run read them; other data in the form, and with the classes, that the network knows. */
async function dataFor(saved: Saved, asked: string | undefined, given: Partial<ExperimentConfig>, output: Output) {
  const { validation = 0, ...own } = saved.settings;
  if (asked === saved.data) return splitData(await load({ ...own, ...given, data: asked }, output), { validation });
  const { classes, input } = saved.network.spec;
  const [height, width] = input.shape;
  const form =
    height > 1 ? ({ size: `${height}x${width}`, colour: channelsOf(input.shape) === 3 ? "rgb" : "grey" } as const) : {};
  return load({ ...form, ...given, data: asked }, output, classes);
}

const splitNames = ["training", "validation", "test"] as const;
type SplitName = (typeof splitNames)[number];

function splitName(given: string | boolean | undefined): SplitName {
  if (given === undefined) return "test";
  const found = splitNames.find((name) => name === given);
  if (found !== undefined) return found;
  const sentence = `--split: expected training, validation or test, found "${printable(String(given), 60)}"`;
  throw usageError("SPLIT_UNKNOWN", `${sentence}.`);
}

/** The split that was asked for; without test images and without being asked, the training images. */
function take(data: Splits, name: string, split: SplitName, asked: boolean): { role: SplitName; set: Dataset } {
  const set = data[split] ?? (asked ? undefined : data.training);
  if (set !== undefined) return { role: set === data[split] ? split : "training", set };
  const there = list(splitsOf(data).map(([role]) => role));
  const sentence = `${printable(name, 60)} has no ${split} images, only ${there}`;
  throw usageError("SPLIT_MISSING", `${sentence}: choose another --split.`, { split });
}

async function open(path: string, output: Output): Promise<Saved> {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (!isFolder)
    return {
      network: await loadNetwork(path),
      words: printable(path, 300),
      data: undefined,
      known: false,
      settings: {},
    };
  const { checkpoint, config, notes } = await readRunFolder(path);
  for (const note of notes) output.warn(note);
  if (checkpoint === undefined) {
    const sentence = `${printable(path, 300)} holds no saved network yet: expected best.safetensors or last.safetensors`;
    throw inputError("RUN_EMPTY", `${sentence}; wait for its first epoch.`, { folder: path });
  }
  const { network, kind, epoch } = checkpoint;
  const words = `${printable(path, 300)}, ${kind} network, after epoch ${integer(epoch)}`;
  const settings = settingsOf(config);
  return { network, words, data: settings.data, known: config !== undefined, settings };
}

/** The settings in a run's config.json; one that cannot be understood has none. */
function settingsOf(config: unknown): Partial<ExperimentConfig> {
  try {
    return checkSettings(config);
  } catch {
    return {};
  }
}

/** A network that usually reads more: wider, with first weights that do not saturate it; else a look at the data. */
function nextCommand({ network }: Saved, data: string | undefined): string {
  const widest = Math.max(0, ...network.sizes.slice(1, -1));
  if (widest >= 100 || hasLayers(summary(network)))
    return data === undefined ? "myelin data" : `myelin data ${quoted(data)}`;
  const words = ["myelin train", ...(data === undefined ? [] : [`--data ${quoted(data)}`])];
  return `${words.join(" ")} --hidden 100 --init scaled`;
}

function rows(counts: Uint32Array, classes: number): number[][] {
  return Array.from({ length: classes }, (_, i) => [...counts.subarray(i * classes, (i + 1) * classes)]);
}
