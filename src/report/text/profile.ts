import { integer, percent, printable } from "../../core/text.ts";
import type { Profile } from "../../dataset/index.ts";
import { alignLeft, alignRight, displayWidth } from "./layout.ts";
import { type Canvas, pageColumns, plainStyle } from "./style.ts";

/** A split and its figures. */
export type ProfiledSplit = readonly [role: string, profile: Profile];

const longestBar = 24;

/**
 * The figures of a data set as a table, a column for each split; behind each class a bar as long as its share of the
 * first split, the longest class at full length.
 */
export function profileTable(
  splits: readonly ProfiledSplit[],
  classes: readonly string[],
  canvas: Canvas = {},
): string {
  const { columns = pageColumns, unicode = true, style = plainStyle } = canvas;
  const rows = [
    ["images", ...splits.map(([, { count }]) => integer(count))],
    ...classes.map((name, i) => [
      printable(name, 20),
      ...splits.map(([, { classCounts }]) => integer(classCounts[i]!)),
    ]),
    ["pixel values", ...splits.map(([, { lowest, highest }]) => `${value(lowest)} … ${value(highest)}`)],
    ["not zero", ...splits.map(([, { nonzero }]) => percent(nonzero, 1))],
    ["always the same", ...splits.map(([, { constantPixels }]) => pixels(constantPixels))],
    ["duplicates", ...splits.map(([, figures]) => duplicates(figures))],
  ];
  const head = Math.max(...rows.map(([name]) => displayWidth(name!)));
  const widths = splits.map(([role], i) =>
    Math.max(displayWidth(role), ...rows.map((row) => displayWidth(row[i + 1]!))),
  );
  const used = head + widths.reduce((sum, width) => sum + width + 3, 0) + 3;
  const counts = splits[0]?.[1].classCounts ?? [];
  const bars = classes.map((_, i) =>
    bar(counts[i]!, Math.max(...counts), Math.min(longestBar, columns - used), unicode),
  );
  const line = (cells: readonly string[]) => cells.map((cell, i) => `   ${alignRight(cell, widths[i]!)}`).join("");
  const title = style.faint(`${" ".repeat(head)}${line(splits.map(([role]) => role))}`);
  const lines = rows.map(([name, ...cells], i) => {
    const tail = bars[i - 1] ? `   ${style.faint(bars[i - 1]!)}` : "";
    return `${style.faint(alignLeft(name!, head))}${line(cells)}${tail}`.trimEnd();
  });
  return [title, ...lines].join("\n");
}

function bar(count: number, largest: number, room: number, unicode: boolean): string {
  if (room < 4 || largest === 0) return "";
  return (unicode ? "▆" : "#").repeat(Math.floor((count / largest) * room + 0.5));
}

function pixels(count: number): string {
  return `${integer(count)} ${count === 1 ? "pixel" : "pixels"}`;
}

function duplicates({ duplicates, contradictions }: Profile): string {
  if (contradictions === 0) return integer(duplicates);
  return `${integer(duplicates)}, ${integer(contradictions)} with another label`;
}

/** A pixel value: bytes as they are, numbers of a table with few digits. */
function value(number: number): string {
  return Number.isInteger(number) ? integer(number) : String(Number(number.toPrecision(4)));
}
