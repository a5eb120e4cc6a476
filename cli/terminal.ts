import { styleText } from "node:util";
import { printable } from "../src/core/text.ts";
import { wrap } from "../src/report/text/layout.ts";
import type { Canvas, Style } from "../src/report/text/style.ts";
import { exitCodes } from "./exit.ts";

/** A stream that we write to; `process.stdout` and `process.stderr` are two. */
export type Stream = NodeJS.WriteStream;

/** What a stream can show. */
export interface Abilities {
  /** Whether a person may be watching: then a line may be drawn again. */
  readonly live: boolean;
  readonly colour: boolean;
  readonly unicode: boolean;
  readonly columns: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What a stream can show: no escape sequences for files, pipes and `TERM=dumb`; colour only where `NO_COLOR` is not set
 * (no-color.org); `FORCE_COLOR` colours pipes too, as CI systems expect.
 */
export function abilitiesOf(stream: Pick<Stream, "isTTY" | "columns">, env: Environment = process.env): Abilities {
  const dumb = env.TERM === "dumb";
  const live = Boolean(stream.isTTY) && !dumb;
  const forced = env.FORCE_COLOR !== undefined && !["0", "false"].includes(env.FORCE_COLOR);
  const refused = (env.NO_COLOR ?? "") !== "" || ["0", "false"].includes(env.FORCE_COLOR ?? "");
  const width = stream.isTTY ? stream.columns : 80;
  return { live, colour: !refused && (live || forced), unicode: !dumb, columns: width > 0 ? width : 80 };
}

const paint = (format: Parameters<typeof styleText>[0]) => (text: string) =>
  text.trim() === "" ? text : styleText(format, text, { validateStream: false });

const colours: Style = { strong: paint("bold"), faint: paint("dim"), good: paint("green"), bad: paint("red") };

/** What a report needs to know to draw for this stream; reports stay within 100 columns however wide the window is. */
export function canvasFor(abilities: Abilities): Canvas {
  const columns = Math.min(abilities.columns, 100);
  return { columns, unicode: abilities.unicode, ...(abilities.colour ? { style: colours } : {}) };
}

export interface OutputOptions {
  /** One JSON object on stdout at the end; all that people read goes to stderr. */
  readonly json?: boolean | undefined;
  /** Only the result. */
  readonly quiet?: boolean | undefined;
  readonly stdout?: Stream;
  readonly stderr?: Stream;
  readonly env?: Environment;
}

/** Shortest time between two drawings of the live line, in milliseconds: 10 a second. */
const liveInterval = 100;

/** Everything that a command says. Results go to stdout, progress to stderr; with `json` all human text goes to stderr. */
export class Output {
  readonly #human: Stream;
  readonly #stdout: Stream;
  readonly #stderr: Stream;
  readonly #quiet: boolean;
  readonly #json: boolean;
  readonly #progress: Abilities;
  /** For drawing what `say` prints. */
  readonly canvas: Canvas;
  /** For drawing what `live` shows. */
  readonly liveCanvas: Canvas;
  /** The live line as it stands on the screen; empty when there is none. */
  #shown = "";
  #stdoutGone = false;
  #lastLive = Number.NEGATIVE_INFINITY;

  constructor(options: OutputOptions = {}) {
    const { stdout = process.stdout, stderr = process.stderr, env = process.env } = options;
    this.#stdout = stdout;
    this.#stderr = stderr;
    this.#json = options.json ?? false;
    this.#quiet = options.quiet ?? false;
    this.#human = this.#json ? stderr : stdout;
    this.#progress = abilitiesOf(stderr, env);
    this.canvas = canvasFor(abilitiesOf(this.#human, env));
    // One column stays free: a full last column makes some terminals wrap.
    this.liveCanvas = { ...canvasFor(this.#progress), columns: this.#progress.columns - 1 };
  }

  /** For work that is worth more than its output: when stdout is gone or full, nothing more is printed there. */
  keepGoing(): void {
    this.#stdout.on("error", (error: NodeJS.ErrnoException) => {
      if (this.#stdoutGone) return;
      this.#stdoutGone = true;
      if (error.code === "EPIPE") return;
      process.exitCode ||= exitCodes.io;
      this.warn(`writing the output failed (${error.code}); the work goes on without it.`);
    });
  }

  get showsProgress(): boolean {
    return this.#progress.live && !this.#quiet;
  }

  /** Text that belongs to the result but can be left out: nothing with `quiet`. */
  say(text = ""): void {
    if (!this.#quiet) this.#line(this.#human, text);
  }

  /** The result itself; with `quiet` it is all that is said, with `quiet` and `json` the object says it. */
  conclude(text: string): void {
    if (!(this.#quiet && this.#json)) this.#line(this.#human, text);
  }

  /** What happens beside the result: on stderr. */
  note(text: string): void {
    if (!this.#quiet) this.#line(this.#stderr, text);
  }

  /** A sentence that must be read whatever the options are: on stderr, harmless whatever names it holds. */
  warn(sentence: string): void {
    this.#line(this.#stderr, `myelin: ${printable(sentence)}`);
  }

  /** As `warn`, for what is longer than a sentence: in lines of whole words where somebody may be watching. */
  explain(text: string): void {
    const whole = `myelin: ${printable(text)}`;
    this.#line(this.#stderr, this.#progress.live ? wrap(whole, Math.min(this.#progress.columns, 100), "  ") : whole);
  }

  /** The one JSON object on stdout. */
  object(value: unknown): void {
    if (this.#json) this.#line(this.#stdout, JSON.stringify(value));
  }

  /** Draws the live line again, at most 10 times a second; only where somebody may be watching. */
  live(text: () => string): void {
    if (!this.showsProgress) return;
    const now = performance.now();
    if (now - this.#lastLive < liveInterval) return;
    this.#lastLive = now;
    this.#shown = text();
    this.#stderr.write(`\r${this.#shown}\x1b[K`);
  }

  /** Takes the live line away. */
  clear(): void {
    if (this.#shown !== "") this.#stderr.write("\r\x1b[K");
    this.#shown = "";
    this.#lastLive = Number.NEGATIVE_INFINITY;
  }

  /** A line above the live line, which stays. */
  #line(stream: Stream, text: string): void {
    if (stream === this.#stdout && this.#stdoutGone) return;
    const live = this.#shown;
    if (live !== "") this.#stderr.write("\r\x1b[K");
    stream.write(`${text}\n`);
    if (live !== "") this.#stderr.write(live);
  }
}
