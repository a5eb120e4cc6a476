import { expect, it } from "vitest";
import { conv, Network } from "../../network/index.ts";
import { drawFilters } from "./filters.ts";

/** Three filters of 2×2 over `channels` channels, whose first layer's weights are these. */
function network(weights: readonly number[], channels = 1): Network {
  const made = Network.create({ input: [6, 6, channels], layers: [conv(3, 2)], outputs: 4 });
  const { weights: from, biases } = made.layers[0]!;
  expect(biases - from).toBe(weights.length);
  made.parameters.set(weights, from);
  return made;
}
const WEIGHTS = [1, -1, 0, 0.5, 0, 0, 0, 0, -0.5, 0.25, 0.7, -2];

it("draws each filter, negative weights light and positive ones full, on one scale", () => {
  // The largest is 2: of −1 … 1 in five shades, 1 is 0.5 (▓), −1 is −0.5 (░), 0.5 is 0.25 (▓), 0.25 is 0.125 (▒).
  expect(drawFilters(network(WEIGHTS))).toBe(["▓▓░░   ▒▒▒▒   ░░▒▒", "▒▒▓▓   ▒▒▒▒   ▓▓", "1      2      3"].join("\n"));
  expect(drawFilters(network(WEIGHTS), { unicode: false })).toBe(
    ["**..   ::::   ..::", "::**   ::::   **", "1      2      3"].join("\n"),
  );
});

it("what does not fit the columns starts a new band, and later bands are left out", () => {
  const bands = drawFilters(network(WEIGHTS), { columns: 11 }).split("\n\n");
  expect(bands.map((band) => band.split("\n").at(-1))).toEqual(["1      2", "3"]);
  expect(drawFilters(network(WEIGHTS), { columns: 3 }, 1).split("\n").at(-1)).toBe("1");
});

it("of colours the mean counts", () => {
  const twice = [0, 4, 8].flatMap((f) => [0, 1, 2].flatMap((c) => WEIGHTS.slice(f, f + 4).map((w) => w + c - 1)));
  expect(drawFilters(network(twice, 3))).toBe(drawFilters(network(WEIGHTS)));
});

it("draws nothing for a dense first layer, for filters of one pixel; weights that are all 0 are grey", () => {
  expect(drawFilters(Network.create([36, 5, 4]))).toBe("");
  expect(drawFilters(Network.create({ input: [6, 6], layers: [conv(3, 1)], outputs: 4 }))).toBe("");
  expect(drawFilters(network(new Array(12).fill(0))).split("\n")[0]).toBe("▒▒▒▒   ▒▒▒▒   ▒▒▒▒");
});
