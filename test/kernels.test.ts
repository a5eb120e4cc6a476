// Every kernel of the table against its naive twin: the plain builds bit for bit over the whole memory, the relaxed builds
// within a computed tolerance; over the sizes at which loops, lanes and tiles begin and end.
import { describe, expect, it } from "vitest";
import { hasRelaxedSimd, type KernelBuild, loadKernels, makeMemory } from "../src/engine/binary.ts";
import type { Kernels } from "../src/engine/kernel-table.ts";
import { type MemoryViews, viewsOf } from "../src/engine/memory-views.ts";
import { convTwins } from "../src/engine/twins/conv-index.ts";
import { twins } from "../src/engine/twins/index.ts";
import {
  bufferAt,
  FAMILIES,
  type Family,
  fillCase,
  type KernelName,
  type Layout,
  layoutOf,
  numberPool,
  type Sizes,
  sizesOf,
} from "./support/kernel-cases.ts";

const BYTES = 4 * 65_536;
/** 2⁻²³, the distance from 1 to the next float32. */
const EPSILON = 2 ** -23;

const expected = viewsOf(makeMemory(BYTES, false).buffer);
const reference = twins(expected);
/** Kernels on volumes are swept by their own sizes. */
const VOLUMES = Object.keys(convTwins(expected));
const NAMES = (Object.keys(reference) as KernelName[]).filter((name) => !VOLUMES.includes(name));

async function found(build: KernelBuild, shared: boolean) {
  const memory = makeMemory(BYTES, shared);
  return { views: viewsOf(memory.buffer), kernels: await loadKernels(build, memory) };
}
type Found = Awaited<ReturnType<typeof found>>;

/** Runs twin and kernel over all sizes on equal memories; `check` compares. @returns how many cases ran */
function sweep(family: Family, name: KernelName, wild: boolean, { views, kernels }: Found, check: Check): number {
  const pool = numberPool(BYTES / 2, wild);
  let cases = 0;
  for (const sizes of sizesOf(family)) {
    const layout = layoutOf(sizes);
    fillCase(expected, layout, sizes, pool, cases + 1);
    views.u8.set(expected.u8.subarray(0, layout.bytes));
    const results = [family.call(reference, name, layout, sizes), family.call(kernels, name, layout, sizes)] as const;
    // Scratch and barrier are the kernel's own: a twin needs none.
    for (const { u8 } of [expected, views]) u8.fill(0, layout.scratch, layout.behind);
    check({ family, name, layout, sizes, views, results });
    cases++;
  }
  return cases;
}

interface Case {
  readonly family: Family;
  readonly name: KernelName;
  readonly layout: Layout;
  readonly sizes: Sizes;
  readonly views: MemoryViews;
  readonly results: readonly [number | undefined, number | undefined];
}
type Check = (c: Case) => void;

const called = ({ name, sizes }: Case) => `${name} ${JSON.stringify(sizes)}`;

function equalBits(c: Case): void {
  const { layout, views, results } = c;
  if (!Object.is(results[0], results[1])) expect.fail(`${called(c)} returned ${results[1]}, its twin ${results[0]}`);
  for (let i = 0; i < layout.bytes / 4; i++) {
    if (expected.u32[i] !== views.u32[i])
      expect.fail(`${called(c)}: ${bufferAt(layout, 4 * i)} is ${views.f32[i]}, the twin's ${expected.f32[i]}`);
  }
}

/**
 * n terms of size at most 2·2 and their partial sums differ by at most n roundings, each of them relative to the sum of sizes;
 * activations and slopes stretch that by at most 6 (d·a·(1 − a) with |a| ≤ 2) and add their own errors (at most 2⁻²¹).
 */
function near(c: Case): void {
  const { family, layout, sizes, views, results } = c;
  const terms = family.terms(sizes);
  const tolerance = 6 * ((terms + 2) * EPSILON * 4 * (terms + 1) + 4 * EPSILON);
  const rows = Math.max(1, sizes.batch) * Math.max(1, sizes.units);
  if (results[0] !== undefined && Math.abs(results[0] - results[1]!) > tolerance * rows)
    expect.fail(`${called(c)} returned ${results[1]}, its twin ${results[0]}, tolerance ${tolerance * rows}`);
  for (let i = 0; i < layout.bytes / 4; i++) {
    if (expected.u32[i] !== views.u32[i] && !(Math.abs(expected.f32[i]! - views.f32[i]!) <= tolerance))
      expect.fail(`${called(c)}: ${bufferAt(layout, 4 * i)} is ${views.f32[i]}, not ${expected.f32[i]} ± ${tolerance}`);
  }
}

/** @returns cases by kernel */
function sweepAll(wild: boolean, build: Found, check: Check): Map<KernelName, number> {
  const ran = new Map<KernelName, number>();
  for (const family of FAMILIES)
    for (const name of family.names) ran.set(name, sweep(family, name, wild, build, check));
  return ran;
}

/** Every kernel of the table, at each of its sizes: batch × (inputs, units, panel ranges). */
function expectAllRan(ran: ReadonlyMap<KernelName, number>): void {
  expect([...ran.keys()].sort()).toEqual([...NAMES].sort());
  const swept = [...ran].filter(([name]) => name !== "barrier_wait" && name !== "await_change");
  const least = Math.min(...swept.map(([, cases]) => cases));
  expect(least).toBeGreaterThanOrEqual(54);
  expect(ran.get("f32_affine_dense_sigmoid_p16")).toBe(1020);
  expect([...ran.values()].reduce((a, b) => a + b)).toBeGreaterThan(19_000);
}

it("the table of twins and the WebAssembly exports have the same names", async () => {
  const { kernels } = await found("plain", false);
  expect(Object.keys(kernels).filter((name) => name !== "memory").sort()).toEqual(Object.keys(reference).sort()); // biome-ignore format: one line
  for (const name of Object.keys(reference) as (keyof Kernels)[]) expect(kernels[name], name).not.toBe(reference[name]);
});

describe.each([false, true])("shared memory %s", (shared) => {
  it("the plain build equals the twins bit for bit", async () => {
    expectAllRan(sweepAll(true, await found("plain", shared), equalBits));
  });

  it.skipIf(!hasRelaxedSimd())("the relaxed build is within a computed tolerance (needs relaxed SIMD)", async () => {
    expectAllRan(sweepAll(false, await found("relaxed", shared), near));
  });
});
