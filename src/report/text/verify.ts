import type { Verified } from "../../experiment/index.ts";
import { type Canvas, plainStyle } from "./style.ts";

/** Characters of a digest that a table shows; `--json` has all 64. */
const SHOWN = 12;

/** Reference runs down, ways of computing across: which digests are equal; the right ones stand at the end. */
export function verifyTable(results: readonly Verified[], { style = plainStyle }: Canvas): string {
  const runs = [...new Set(results.map(({ run }) => run))];
  const ways = [...new Set(results.map(({ way }) => way))].filter((way) => way !== "");
  const find = (run: string, way: string) => results.find((result) => result.run === run && result.way === way);
  const cells = runs.map((run) => {
    const whole = find(run, "");
    const marks = ways.map((way, i) => mark(find(run, way) ?? (i === 0 ? whole : undefined)));
    const expected = results.find((result) => result.run === run)!.expected.weightsSha256;
    return [run, ...marks, expected.slice(0, SHOWN)];
  });
  const rows = [["", ...ways, "digest"], ...cells];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row, i) => row.map((cell, column) => paint(cell.padEnd(widths[column]!), cell, i, column)).join("   "))
    .map((line) => line.trimEnd())
    .join("\n");

  function paint(padded: string, cell: string, i: number, column: number): string {
    if (i === 0 || column === widths.length - 1) return style.faint(padded);
    if (cell === "equal") return style.good(padded);
    return cell === "DIFFERENT" ? style.bad(padded) : padded;
  }
}

function mark(result: Verified | undefined): string {
  if (result === undefined) return "";
  return result.equal ? "equal" : "DIFFERENT";
}
