import type { EpochEvent, ProgressEvent, RunEndEvent, RunStartEvent, Score } from "../../src/core/events.ts";
import { integer, percent, printable, seconds } from "../../src/core/text.ts";
import type { Splits } from "../../src/dataset/index.ts";
import type { ExperimentConfig } from "../../src/experiment/settings.ts";
import { type Network, type NetworkSummary, summary } from "../../src/network/index.ts";
import {
  curve,
  dataLine,
  drawDigits,
  drawFilters,
  engineLine,
  epochRow,
  facts,
  hasLayers,
  layersLine,
  layersTable,
  networkLine,
  Pace,
  progressLine,
  trainingLine,
  watchedScore,
} from "../../src/report/text/index.ts";
import type { Output } from "../terminal.ts";

/** How many pictures are tried for the few that are drawn. */
const drawn = 8;

/** What a person sees of a training run. */
export class TrainView {
  readonly #output: Output;
  readonly #config: ExperimentConfig;
  readonly #epochs: EpochEvent[] = [];
  #before: Score | undefined;
  #pace: Pace | undefined;
  #images = 0;
  #resumed = false;

  constructor(output: Output, config: ExperimentConfig) {
    this.#output = output;
    this.#config = config;
  }

  /** Which data, and a few pictures of them. */
  data(name: string, data: Splits): void {
    this.#images = data.training.count;
    const pictures = drawDigits(data.training, first(Math.min(drawn, data.training.count)), this.#output.canvas);
    this.#output.say(facts([["data    ", dataLine(name, data)]], this.#output.canvas.style));
    if (pictures !== "" && !this.#resumed) this.#output.say(`\n${pictures}\n`);
  }

  /** Network, settings, engine and folder, when training begins. */
  start(event: RunStartEvent, network: Network, run: string): void {
    const layers = summary(network);
    const rows = [
      ["network", networkText(network, layers)],
      ["training", trainingLine(this.#config)],
      ["engine", engineLine(event.engine)],
      ["run", printable(run)],
    ] as const;
    this.#output.say(`${facts(rows, this.#output.canvas.style)}\n`);
    if (hasLayers(layers)) this.#output.say(`${layersTable(layers, this.#output.canvas)}\n`);
    if (!this.#resumed) return;
    const more = event.resumedAfter < this.#config.epochs ? "" : "; all were done already: give more --epochs to go on";
    this.#output.say(
      `Going on after ${integer(event.resumedAfter)} of ${integer(this.#config.epochs)} epochs${more}.\n`,
    );
  }

  /** Of a run that goes on: its epochs so far, which count for the change and for the curve. */
  resumed(epochs: readonly EpochEvent[]): void {
    this.#resumed = true;
    for (const event of epochs) this.#keep(event);
  }

  progress({ epoch, step, steps, cost }: ProgressEvent): void {
    this.#live(epoch, step / steps, cost);
  }

  epoch(event: EpochEvent): void {
    const { style } = this.#output.canvas;
    const context = { epochs: this.#config.epochs, before: this.#before, ...(style ? { style } : {}) };
    this.#output.say(epochRow(event, context));
    this.#keep(event);
    if (event.epoch < this.#config.epochs) this.#live(event.epoch + 1, 0, event.cost);
    else this.#output.clear();
  }

  #live(epoch: number, share: number, cost: number): void {
    const { epochs } = this.#config;
    const now = performance.now();
    const done = (epoch - 1 + share) * this.#images;
    this.#pace ??= new Pace(epochs * this.#images, done, now);
    const { speed, left } = this.#pace.at(done, now);
    this.#output.live(() => progressLine({ epoch, epochs, share, cost, speed, left }, this.#output.liveCanvas));
  }

  /** A small curve, the filters of the first layer, the best epoch, the time, and where the run is. */
  end(event: RunEndEvent, network: Network, run: string, totalSeconds: number): void {
    this.#output.clear();
    const drawing = curve(this.#points(), this.#output.canvas);
    if (drawing !== "") this.#output.say(`\n${drawing}`);
    const filters = drawFilters(network, this.#output.canvas);
    if (filters !== "") this.#output.say(`\nFilters of the first layer:\n\n${filters}`);
    if (event.reason === "stopped-early") {
      this.#output.say(`\nStopped after ${integer(event.epochs)} epochs: the validation result stood still.`);
    }
    const trained = seconds(event.trainingSeconds);
    const total = seconds(totalSeconds);
    const time = this.#resumed
      ? `${trained} of training in all parts, ${total} for this one`
      : `${trained} of training, ${total} in all`;
    const words = [bestText(event), time, printable(run)];
    const names = ["best", "time", "run"] as const;
    this.#output.say();
    this.#output.conclude(
      facts(
        names.map((name, i) => [name, words[i]] as const),
        this.#output.canvas.style,
      ),
    );
  }

  get epochs(): readonly EpochEvent[] {
    return this.#epochs;
  }

  #keep(event: EpochEvent): void {
    this.#epochs.push(event);
    this.#before = watchedScore(event);
  }

  #points() {
    return this.#epochs.flatMap((event) => {
      const score = watchedScore(event);
      return score === undefined ? [] : [{ epoch: event.epoch, percent: (100 * score.correct) / score.total }];
    });
  }
}

function networkText({ sizes, spec, layers }: Network, summed: NetworkSummary): string {
  const { cost } = spec;
  if (hasLayers(summed)) return layersLine(summed, cost);
  const activations = layers.map(({ activation }) => activation);
  return networkLine({ sizes, parameters: summed.parameters, activations, cost });
}

/** `epoch 27: 9,546 / 10,000, 95.46 % of the test images` */
export function bestText({ best }: RunEndEvent): string | undefined {
  if (best === undefined) return undefined;
  const { epoch, correct, total, on } = best;
  return `epoch ${integer(epoch)}: ${integer(correct)} / ${integer(total)}, ${percent(correct, total)} of the ${on} images`;
}

function first(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
