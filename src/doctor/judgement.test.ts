import { expect, it } from "vitest";
import type { Confidence } from "../core/finding.ts";
import { judge, type Unjudged } from "./judgement.ts";

const found = (id: string, catalogue: string, confidence: Confidence, explains: string[] = []): Unjudged => ({
  finding: { id, catalogue, confidence, where: id, sentence: "S.", evidence: {}, fix: "F." },
  explains,
});
const causes = (...all: Unjudged[]) => judge(all).map(({ id, primary, explainedBy }) => [id, primary, explainedBy]);

it("the cause comes first, what it explains is marked", () => {
  const cause = found("cause", "F1", "fault", ["effect"]);
  expect(causes(found("effect", "A1", "fault"), cause)).toEqual([
    ["cause", true, undefined],
    ["effect", false, "cause"],
  ]);
});

it("of two that explain each other the surer is the cause, then the one of the earlier stage, then the first by name", () => {
  const pair = (a: Unjudged, b: Unjudged) => [causes(a, b), causes(b, a)];
  const likely = found("x", "D7", "likely", ["y"]);
  for (const other of [found("y", "F9", "fault", ["x"]), found("y", "C2", "likely", ["x"])])
    for (const order of pair(likely, other)) expect(order[0]).toEqual(["y", true, undefined]);
  for (const order of pair(likely, found("y", "D2", "likely", ["x"]))) expect(order[0]).toEqual(["x", true, undefined]);
});

it("advice explains nothing", () => {
  expect(causes(found("tip", "A1", "advice", ["fault"]), found("fault", "H1", "likely"))[0]).toEqual([
    "fault",
    true,
    undefined,
  ]);
});
