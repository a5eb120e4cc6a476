import { percent, printable } from "../../core/text.ts";
import { alignLeft, alignRight, displayWidth } from "./layout.ts";
import { type Canvas, plainStyle } from "./style.ts";

/** A class and the score that the network gives it. */
export interface Ranked {
  readonly class: string;
  readonly score: number;
}

/** The classes with the highest scores, highest first; of equal ones the first. */
export function ranked(scores: ArrayLike<number>, classes: readonly string[], most = 3): Ranked[] {
  return classes
    .map((name, i) => ({ class: name, score: scores[i]! }))
    .sort((a, b) => b.score - a.score)
    .slice(0, most);
}

/** Scores as lines with bars: `7   98.12 % ████████████████████`. */
export function answerText(answers: readonly Ranked[], canvas: Canvas = {}): string {
  const { unicode = true, style = plainStyle } = canvas;
  const names = answers.map((answer) => printable(answer.class, 30));
  const width = Math.max(...names.map(displayWidth));
  return answers
    .map(({ score }, i) => {
      const bar = (unicode ? "█" : "#").repeat(Math.floor(20 * Math.min(Math.max(score, 0), 1) + 0.5));
      const line = `${alignLeft(names[i]!, width)} ${alignRight(percent(score, 1), 9)} ${bar}`.trimEnd();
      return i === 0 ? style.strong(line) : line;
    })
    .join("\n");
}
