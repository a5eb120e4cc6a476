import { channelsOf } from "../../core/picture-shape.ts";
import { integer } from "../../core/text.ts";
import type { NetworkSummary } from "../../network/index.ts";
import { alignLeft, alignRight, displayWidth } from "./layout.ts";
import { type Canvas, plainStyle } from "./style.ts";

/** True where a network has layers that its sizes alone do not tell. */
export function hasLayers({ layers }: NetworkSummary): boolean {
  return layers.some(({ layer }) => !layer.startsWith("dense"));
}

/** `85,670 parameters, 1,633,000 multiply-adds an image, log-likelihood cost` */
export function layersLine({ parameters, multiplyAdds }: NetworkSummary, cost: string): string {
  return `${integer(parameters)} parameters, ${integer(multiplyAdds)} multiply-adds an image, ${cost} cost`;
}

/** Layer by layer: what goes out, its activation, parameters and multiply-adds. */
export function layersTable({ input, layers }: NetworkSummary, { style = plainStyle, unicode }: Canvas = {}): string {
  const times = unicode === false ? "x" : "×";
  const shape = (sizes: readonly number[]) => sizes.map(integer).join(times);
  const picture = channelsOf(input) === 1 ? input.slice(0, 2) : input;
  const count = (n: number) => (n === 0 ? "" : integer(n));
  const rows = [
    ["layer", "output", "activation", "parameters", "multiply-adds"],
    ["picture", shape(picture), "", "", ""],
    ...layers.map(({ layer, output, activation, parameters, multiplyAdds }) => [
      unicode === false ? layer.replaceAll("×", "x") : layer,
      shape(output),
      activation === "linear" ? "" : activation,
      count(parameters),
      count(multiplyAdds),
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => displayWidth(row[column]!))));
  const line = (row: readonly string[]) =>
    row.map((cell, column) => (column < 3 ? alignLeft : alignRight)(cell, widths[column]!)).join("   ").trimEnd(); // biome-ignore format: short
  return rows.map((row, i) => (i === 0 ? style.faint(line(row)) : line(row))).join("\n");
}
