import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { ACTIVATION_NAMES, COST_NAMES, INITIALISATION_NAMES } from "../network/index.ts";
import { OPTIMIZER_NAMES, SCHEDULE_NAMES, type TrainingSettings, train } from "./index.ts";

const page = readFileSync(new URL("../../docs/training.md", import.meta.url), "utf8");

it.each([
  ["cost", COST_NAMES],
  ["activation", ACTIVATION_NAMES],
  ["initialisation", INITIALISATION_NAMES],
  ["optimizer", OPTIMIZER_NAMES],
  ["schedule", SCHEDULE_NAMES],
] as const)("docs/training.md has a row for every %s", (_kind, names) => {
  for (const name of names) expect(page).toMatch(new RegExp(`\\n\\|[^|]*\`${name}\``));
});

it("docs/training.md has every setting", () => {
  let known: string[] = [];
  try {
    train(undefined as never, { training: {} } as never, { xyz: 1 } as unknown as TrainingSettings);
  } catch (error) {
    known = /it has (.*)\.$/.exec((error as Error).message)![1]!.split(", ");
  }
  expect(known.length).toBeGreaterThan(15);
  // These are on every page about training.
  const plain = ["epochs", "batchSize", "learningRate", "seed"];
  for (const name of known.filter((name) => !plain.includes(name))) expect(page, name).toContain(`\`${name}\``);
});
