import { expect, it } from "vitest";
import { viewsOf } from "../memory-views.ts";
import { penalty } from "./optimizer.ts";

// Kernel and twin are compared bit for bit elsewhere; a mistake that both make shows only against numbers from outside.
it("the l1 penalty pulls weights towards 0 from both sides and leaves those at 0 alone", () => {
  const views = viewsOf(new ArrayBuffer(64));
  views.f32.set([2, 0, -0, -4], 0);
  views.f32.set([1, 1, -1, 8], 4);
  penalty(views)(0, 16, 4, 0.5, 0.25, 0.125);
  // clip·g + l2·w ± l1: 0.5 + 0.5 + 0.125, then 0.5, then −0.5, then 4 − 1 − 0.125
  expect([...views.f32.subarray(4, 8)]).toEqual([1.125, 0.5, -0.5, 2.875]);
});
