import type { ReadProblem } from "../input.ts";
import type { Measure } from "./measure.ts";

/** Files that could not be read. */
export const problems: Measure<readonly ReadProblem[]> = {
  name: "problems",
  take: (measuring) => measuring.case.problems,
};
