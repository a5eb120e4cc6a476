import type { RunEndEvent, RunStartEvent } from "../core/events.ts";
import { integer, percent, printable } from "../core/text.ts";
import type { Evaluation } from "../inference/index.ts";
import { wilsonInterval } from "../inference/index.ts";
import type { Network } from "../network/index.ts";
import { worstPairs } from "./text/index.ts";

/** All that a model card says. */
export interface CardFacts {
  readonly start: RunStartEvent;
  readonly end: RunEndEvent;
  /** The settings of the experiment, as in config.json. */
  readonly config: unknown;
  /** The best network. */
  readonly network: Network;
  /** Epoch after which it was saved. */
  readonly epoch: number;
  readonly weightsSha256: string;
  /** What it was counted on, and the names of the classes there. */
  readonly on: "validation" | "test" | "training";
  readonly classes: readonly string[];
  readonly evaluation: Evaluation;
}

/** MODEL_CARD.md of a run: what the network is, how good, where it is weak, how to make it again. Mitchell et al. 2019. */
export function modelCard(card: CardFacts): string {
  return [
    `# Model card: ${markdown(card.start.data.name)}`,
    "",
    ...about(card),
    "## How good it is",
    "",
    ...result(card),
    "## Where it is weak",
    "",
    ...weakness(card),
    "## How to make it again",
    "",
    ...again(card),
  ].join("\n");
}

function about({ start, network, epoch, end, weightsSha256 }: CardFacts): string[] {
  const { data, parameters, engine } = start;
  const { input, cost } = network.spec;
  const layers = network.layers.map(
    ({ words, activation }) => `${words}${activation === "linear" ? "" : ` ${activation}`}`,
  );
  const counts = [
    `${integer(data.training)} training`,
    `${integer(data.validation)} validation`,
    `${integer(data.test)} test`,
  ];
  return [
    table([
      ["", ""],
      ["network", `${input.shape.join(" × ")} → ${layers.join(" → ")}`],
      ["parameters", integer(parameters)],
      ["cost", cost],
      [
        "pixels go in",
        input.standardise
          ? "standardised by the training rows"
          : input.divideBy === 1
            ? "as they are"
            : `divided by ${input.divideBy}`,
      ],
      ["data", `${markdown(data.name)}: ${counts.filter((text) => !text.startsWith("0 ")).join(", ")} images`],
      ["SHA-256 of the data", `\`${data.sha256}\``],
      ["seed", String((start.settings as { seed?: number }).seed ?? network.spec.seed)],
      ["saved after epoch", `${integer(epoch)} of ${integer(end.epochs)}${REASONS[end.reason]}`],
      ["SHA-256 of the weights", `\`${weightsSha256}\``],
      [
        "made with",
        `Myelin ${markdown(start.myelin)}, ${engine.bits ? "the same bits on every machine" : "--fast: the last bits may differ by machine"}`,
      ],
    ]),
    "",
  ];
}

const REASONS: Readonly<Record<RunEndEvent["reason"], string>> = {
  finished: "",
  interrupted: ", interrupted",
  "stopped-early": ", stopped early",
  diverged: ", diverged",
};

function result({ evaluation, on }: CardFacts): string[] {
  const { correct, total, interval } = evaluation;
  const [low, high] = interval.map((share) => (100 * share).toFixed(2));
  const chosen: Record<CardFacts["on"], string> = {
    test: "The epoch was chosen by these same images, so a new set may be read a little worse.",
    validation: "The epoch was chosen by these same images; the test images were not looked at for it.",
    training: "There were no other images: this says nothing about images that it has not seen.",
  };
  return [
    `**${integer(correct)} of ${integer(total)}** ${on} images are right: **${percent(correct, total)}** (Wilson 95 % interval ${low} … ${high} %).`,
    chosen[on],
    "",
  ];
}

function weakness({ evaluation: { confusion }, classes }: CardFacts): string[] {
  const names = classes.map(markdown);
  const rows = names.map((name, label) => {
    const counts = Array.from(confusion.subarray(label * names.length, (label + 1) * names.length));
    const total = counts.reduce((sum, count) => sum + count, 0);
    return { name, counts, total, right: counts[label]! };
  });
  const there = rows.filter(({ total }) => total > 0);
  const worst = there.sort((a, b) => a.right / a.total - b.right / b.total).slice(0, 5);
  const pairs = worstPairs({ confusion, classes });
  const small = names.length <= 20;
  return [
    "The classes that are read worst:",
    "",
    table([
      ["class", "right", "of", "share", "Wilson 95 % interval"],
      ...worst.map(({ name, right, total }) => {
        const [low, high] = wilsonInterval(right, total).map((share) => (100 * share).toFixed(1));
        return [name, integer(right), integer(total), percent(right, total), `${low} … ${high} %`];
      }),
    ]),
    "",
    ...(pairs.length > 0 ? ["The mistakes that are made most:", ""] : []),
    ...pairs.map(
      ({ label, answer, count, of }) =>
        `- ${names[label]} read as ${names[answer]}: ${integer(count)} of ${integer(of)}`,
    ),
    ...(pairs.length > 0 ? [""] : []),
    ...(small ? ["Each row is a class, each column what the network read:", "", confusionOf(rows, names), ""] : []),
    "Pictures unlike the training images get an answer too, with a score that means nothing.",
    "",
  ];
}

function confusionOf(rows: readonly { name: string; counts: readonly number[] }[], names: readonly string[]): string {
  return table([["", ...names], ...rows.map(({ name, counts }) => [`**${name}**`, ...counts.map(integer)])]);
}

function again({ config, weightsSha256 }: CardFacts): string[] {
  return [
    "With the data of the SHA-256 above, these settings as `config.json`:",
    "",
    "```json",
    JSON.stringify(config, null, 2).replaceAll("`", "\\u0060"),
    "```",
    "",
    "```sh",
    "myelin train --config config.json",
    "```",
    "",
    `The best network then has weights with the SHA-256 \`${weightsSha256.slice(0, 12)}…\`, on every machine.`,
    "",
  ];
}

function table(rows: readonly (readonly string[])[]): string {
  const [head, ...body] = rows.map((cells) => `| ${cells.join(" | ")} |`);
  return [head, `|${"---|".repeat(rows[0]!.length)}`, ...body].join("\n");
}

/** A name that Markdown shows as it is. */
function markdown(text: string): string {
  return printable(text, 60).replace(/[\\`*_{}[\]<>()#+!|~&$]/g, (character) => `&#${character.charCodeAt(0)};`);
}
