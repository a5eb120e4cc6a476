import { describe, expect, it } from "vitest";
import type { RunEndEvent, RunStartEvent } from "../core/events.ts";
import { wilsonInterval } from "../inference/index.ts";
import { Network } from "../network/index.ts";
import { modelCard } from "./card.ts";

const network = Network.create([4, 3, 2], { classes: ["a|b", "<b>`c`"] });
const start: RunStartEvent = {
  type: "run-start",
  format: 1,
  myelin: "9.9.9",
  data: { name: "my *data*", training: 1200, validation: 0, test: 40, sha256: "d".repeat(64) },
  network: network.spec,
  parameters: 23,
  settings: { seed: 5 },
  engine: { kernels: "wasm-simd", threads: 1, bits: true, input: "dense" },
  resumedAfter: 0,
};
const end: RunEndEvent = {
  type: "run-end",
  reason: "interrupted",
  epochs: 3,
  trainingSeconds: 1,
  weightsSha256: "e".repeat(64),
};
const confusion = Uint32Array.of(18, 2, 0, 20);
const evaluation = {
  correct: 38,
  total: 40,
  cost: 0.1,
  interval: wilsonInterval(38, 40),
  confusion,
  answers: new Uint8Array(40),
};
const facts = { start, end, config: { data: "```x" }, network, epoch: 2, weightsSha256: "f".repeat(64), classes: network.spec.classes!, evaluation }; // biome-ignore format: facts

describe("modelCard", () => {
  const card = modelCard({ ...facts, on: "test" });

  it("says how good it is, with count and interval, and on what", () => {
    expect(card).toContain("**38 of 40** test images are right: **95.00 %** (Wilson 95 % interval 83.50 … 98.62 %).");
    expect(card).toContain("| saved after epoch | 2 of 3, interrupted |");
    expect(card).toContain("| seed | 5 |");
    expect(modelCard({ ...facts, on: "validation" })).toContain("the test images were not looked at for it");
    expect(modelCard({ ...facts, on: "training" })).toContain("this says nothing about images that it has not seen");
  });

  it("puts the weakest class first and keeps the table's order", () => {
    expect(card).toContain("| a&#124;b | 18 | 20 | 90.00 % | 69.9 … 97.2 % |");
    expect(card.indexOf("| a&#124;b | 18 |")).toBeLessThan(card.indexOf("| 20 | 20 |"));
    expect(card).toContain("- a&#124;b read as &#60;b&#62;&#96;c&#96;: 2 of 20");
    expect(card).toContain("| **a&#124;b** | 18 | 2 |\n| **&#60;b&#62;&#96;c&#96;** | 0 | 20 |");
  });

  it("shows names as they are, and its settings stay one block of JSON", () => {
    expect(card).toContain("# Model card: my &#42;data&#42;");
    expect(card.match(/```/g)).toHaveLength(4);
    expect(JSON.parse(card.split("```json\n")[1]!.split("```")[0]!)).toEqual({ data: "```x" });
  });
});
