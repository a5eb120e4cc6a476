import { plainStyle, type Style } from "./style.ts";

/** Columns that a text takes in a terminal: wide characters two, combining marks and joiners none. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character.codePointAt(0)!);
  return width;
}

// Coarse ranges of East Asian wide characters and pictographs (Unicode TR 11): enough to keep class names aligned.
const wideRanges = [
  [0x1100, 0x115f],
  [0x2e80, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1faff],
  [0x20000, 0x3fffd],
] as const;

function characterWidth(point: number): number {
  if (point < 0x300) return 1;
  if (point <= 0x36f || (point >= 0x200b && point <= 0x200f) || (point >= 0xfe00 && point <= 0xfe0f)) return 0;
  return wideRanges.some(([from, to]) => point >= from && point <= to) ? 2 : 1;
}

/** `text` with blanks before it, up to `width` columns. */
export function alignRight(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - displayWidth(text))) + text;
}

/** `text` with blanks behind it, up to `width` columns. */
export function alignLeft(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - displayWidth(text)));
}

/** `text` in at most `width` columns; what is cut off leaves an ellipsis. */
export function shorten(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let cut = "";
  let used = 0;
  for (const character of text) {
    used += characterWidth(character.codePointAt(0)!);
    if (used > width - 1) break;
    cut += character;
  }
  return width < 1 ? "" : `${cut}…`;
}

/** Lines of `name  value`, the values in one column, the names faint. Rows without a value are left out. */
export function facts(
  rows: readonly (readonly [name: string, value: string | undefined])[],
  style: Style = plainStyle,
): string {
  const shown = rows.filter(([, value]) => value !== undefined) as [string, string][];
  const width = Math.max(...shown.map(([name]) => displayWidth(name)));
  return shown.map(([name, value]) => `${style.faint(alignLeft(name, width))}   ${value}`).join("\n");
}

/** Breaks words into lines of at most `width` columns; a longer word stands alone. */
export function wrap(text: string, width: number, indent = ""): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && displayWidth(line) + 1 + displayWidth(word) > width - displayWidth(indent)) {
      lines.push(line);
      line = "";
    }
    line = line === "" ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.join(`\n${indent}`);
}
