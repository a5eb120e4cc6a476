import type { EpochEvent, Score } from "../../core/events.ts";
import { integer, percent, seconds } from "../../core/text.ts";
import { alignRight } from "./layout.ts";
import { plainStyle, type Style } from "./style.ts";

/** What a row needs to know of the run around it. */
export interface EpochContext {
  /** Epochs of the whole run; sets the width of the number. */
  readonly epochs: number;
  /** The score of the epoch before, for the change. */
  readonly before?: Score | undefined;
  readonly style?: Style;
}

/** The score that people watch: of the test set, else of the validation set. */
export function watchedScore(event: EpochEvent): Score | undefined {
  return event.test ?? event.validation;
}

/**
 * One row an epoch, in the spirit of the book's `Epoch 0: 9129 / 10000`, counted from 1:
 *
 *     Epoch  2:  9,243 / 10,000   92.43 %    +155   cost 0.0621    0.10 s
 *
 * The count is that of `watchedScore`; other scores that there are stand at the end.
 */
export function epochRow(event: EpochEvent, context: EpochContext): string {
  const { epochs, before, style = plainStyle } = context;
  const score = watchedScore(event);
  const head = `Epoch ${alignRight(integer(event.epoch), integer(epochs).length)}:`;
  const time = alignRight(epochSeconds(event.trainingSeconds), 7);
  const tail = style.faint(`   cost ${cost(event.cost)}   ${time}${otherScores(event, score)}`);
  if (score === undefined) return head + tail;
  const total = integer(score.total);
  const count = `${alignRight(integer(score.correct), total.length)} / ${total}`;
  const share = style.strong(alignRight(percent(score.correct, score.total), 9));
  return `${head} ${count} ${share} ${change(score, before, total.length, style)}${tail}`;
}

/** `   test cost 0.2213   validation 92.61 %, cost 0.2301   training 93.40 %`: what the row does not say already. */
function otherScores(event: EpochEvent, watched: Score | undefined): string {
  const roles = ["test", "validation", "training"] as const;
  const texts = roles.map((role) => {
    const score = event[role];
    if (score === undefined) return "";
    const words = [
      ...(score === watched ? [] : [percent(score.correct, score.total)]),
      ...(score.cost === undefined ? [] : [`cost ${cost(score.cost)}`]),
    ];
    return words.length === 0 ? "" : `   ${role} ${words.join(", ")}`;
  });
  return texts.join("");
}

/** How many more were right than the epoch before; blank in the first row. */
function change(score: Score, before: Score | undefined, digits: number, style: Style): string {
  const width = digits + 2;
  if (before === undefined) return " ".repeat(width);
  const more = score.correct - before.correct;
  if (more === 0) return style.faint(alignRight("=", width));
  const text = alignRight(`${more > 0 ? "+" : "−"}${integer(Math.abs(more))}`, width);
  return more > 0 ? style.good(text) : style.bad(text);
}

/** Always in the same form up to a minute, so that the column can be compared by eye. */
function epochSeconds(s: number): string {
  return s < 59.995 ? `${s.toFixed(2)} s` : seconds(s);
}

/** A cost with four significant places after the point: `0.0621`; small ones as `6.2e-5`. */
export function cost(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value !== 0 && value < 0.001) return value.toExponential(1);
  return value.toFixed(value < 100 ? 4 : 1);
}
