import { nodeHost } from "../../node/host.ts";
import { integer, list, printable } from "../../src/core/text.ts";
import { predict } from "../../src/inference/predict.ts";
import type { Network } from "../../src/network/index.ts";
// One file at a time: `predict` must answer at once, so it loads no more than it needs.
import { answerText, type Ranked, ranked } from "../../src/report/text/answer.ts";
import { drawDigits } from "../../src/report/text/digits.ts";
import { facts } from "../../src/report/text/layout.ts";
import { csvRow } from "../../src/runlog/metrics.ts";
import { openSaved } from "../saved.ts";
import type { OptionValues } from "../settings-options.ts";
import { Output } from "../terminal.ts";
import { type Asked, readAsked } from "./inputs.ts";

/** Pictures that are drawn at most; of more only the answers are shown. */
const MOST_DRAWN = 5;

interface Answered extends Asked {
  readonly best: readonly Ranked[];
}

/** `myelin predict`: what a saved network says of pictures. */
export async function predictPictures(path: string, words: readonly string[], options: OptionValues): Promise<void> {
  const csv = options.csv === true;
  const output = new Output({ json: options.json === true, quiet: csv || options.quiet === true });
  const { network, words: which, start } = await openSaved(path, output);
  const form = start?.data.pictures;
  const asked = await readAsked(words, network.spec.input, form);
  const answers = await answer(network, asked);
  if (form === undefined && asked.some(({ seen }) => seen)) output.warn(unknownForm(path));
  if (csv) output.conclude(table(answers).trimEnd());
  else {
    output.say(`${facts([["network", which]], output.canvas.style)}`);
    for (const each of answers) tell(each, network, answers.length <= MOST_DRAWN, options.quiet === true, output);
  }
  for (const problem of doubts(answers)) output.warn(problem);
  output.object({
    command: "predict",
    answers: answers.map(shown),
    weightsSha256: await network.weightsSha256(nodeHost),
  });
}

async function answer(network: Network, asked: readonly Asked[]): Promise<Answered[]> {
  const size = network.sizes[0]!;
  const bytes = asked.every(({ pixels }) => pixels instanceof Uint8Array);
  const pixels = new (bytes ? Uint8Array : Float32Array)(asked.length * size);
  for (const [i, each] of asked.entries()) pixels.set(each.pixels, i * size);
  const scores = await predict(network, pixels, { host: nodeHost });
  const outputs = network.sizes.at(-1)!;
  const classes = network.spec.classes ?? Array.from({ length: outputs }, (_, i) => String(i));
  return asked.map((each, i) => ({ ...each, best: ranked(scores.subarray(i * outputs, (i + 1) * outputs), classes) }));
}

function tell({ name, pixels, best }: Answered, network: Network, draw: boolean, quiet: boolean, output: Output): void {
  const file = printable(name, 300);
  if (quiet || !draw) {
    output.conclude(`${file}  ${answerLine(best)}`);
    return;
  }
  const { shape } = network.spec.input;
  const picture = { shape, labels: [0], classes: [file], count: 1, image: () => pixels };
  const drawn = drawDigits(picture, [0], output.canvas);
  output.say(`\n${drawn === "" ? file : drawn}\n`);
  output.conclude(answerText(best, output.canvas));
}

const answerLine = (best: readonly Ranked[]) =>
  best.map(({ class: name, score }) => `${printable(name, 30)} ${(100 * score).toFixed(1)} %`).join(", ");

/** What should make people look twice, each as one sentence. */
function doubts(answers: readonly Answered[]): string[] {
  const names = (holds: (each: Answered) => boolean | undefined) =>
    answers.filter(holds).map(({ name }) => printable(name, 300));
  const sentence = (found: readonly string[], what: string) =>
    found.length === 0 ? [] : [`${found.length > 3 ? `${integer(found.length)} pictures` : list(found)}: ${what}.`];
  return [
    ...sentence(
      names(({ seen }) => seen?.empty),
      "nothing is drawn there, so the answer means nothing",
    ),
    ...sentence(
      names(({ seen }) => !seen?.empty && (seen?.strangeness ?? 0) > 1),
      "far from all training pictures, so do not rely on the answer",
    ),
  ];
}

function unknownForm(path: string): string {
  const sentence = `${printable(path, 300)} does not say what its training pictures look like`;
  return `${sentence}: the pictures were only sized, neither inverted nor centred.`;
}

/** `ImageId,Label` for rows of a table, `file,class` for pictures. */
function table(answers: readonly Answered[]): string {
  const head = answers.every(({ seen }) => seen === undefined) ? ["ImageId", "Label"] : ["file", "class"];
  return [head, ...answers.map(({ name, best }) => [name, best[0]!.class])].map(csvRow).join("");
}

function shown({ name, seen, best }: Answered) {
  const { inverted, centred, empty, strangeness } = seen ?? {};
  return { name, best, ...(seen && { inverted, centred, empty, ...(strangeness !== undefined && { strangeness }) }) };
}
