// Every kernel on volumes against its naive twin: the plain builds bit for bit over the whole memory, the relaxed builds within
// a computed tolerance; over every kernel size, stride, padding, channel count, tile and batch of test/support/conv-cases.ts.
import { describe, expect, it } from "vitest";
import { hasRelaxedSimd, type KernelBuild, loadKernels, makeMemory } from "../src/engine/binary.ts";
import { type MemoryViews, viewsOf } from "../src/engine/memory-views.ts";
import { convTwins } from "../src/engine/twins/conv-index.ts";
import { CASES, type ConvCase, type ConvKernelName, type ConvLayout, convLayout } from "./support/conv-cases.ts";
import { CONV_FAMILIES, type ConvFamily, fillConvCase } from "./support/conv-families.ts";
import { numberPool } from "./support/kernel-cases.ts";

const BYTES = 16 * 65_536;
/** 2⁻²³, the distance from 1 to the next float32. */
const EPSILON = 2 ** -23;

const expected = viewsOf(makeMemory(BYTES, false).buffer);
const reference = convTwins(expected);
const NAMES = Object.keys(reference) as ConvKernelName[];

interface Found {
  readonly views: MemoryViews;
  readonly kernels: ReturnType<typeof convTwins>;
}

async function found(build: KernelBuild, shared: boolean): Promise<Found> {
  const memory = makeMemory(BYTES, shared);
  return { views: viewsOf(memory.buffer), kernels: await loadKernels(build, memory) };
}

interface Compared {
  readonly family: ConvFamily;
  readonly name: ConvKernelName;
  readonly layout: ConvLayout;
  readonly c: ConvCase;
  readonly views: MemoryViews;
}

function called({ name, layout, c, views }: Compared, i: number): string {
  const [buffer, start] = Object.entries(layout.at).findLast(([, start]) => start <= 4 * i)!;
  const place = `${buffer}[${i - start / 4}]`;
  return `${name} ${JSON.stringify(c)}: ${place} is ${views.f32[i]}, the twin's ${expected.f32[i]}`;
}

function equalBits(compared: Compared): void {
  const { layout, views } = compared;
  for (let i = 0; i < layout.bytes / 4; i++) if (expected.u32[i] !== views.u32[i]) expect.fail(called(compared, i));
}

/** As in kernels.test.ts: n terms of size at most 2·2 in n roundings, stretched at most sixfold by activation and slope. */
function near(compared: Compared): void {
  const { family, layout, c, views } = compared;
  const terms = family.terms(c);
  const tolerance = 6 * ((terms + 2) * EPSILON * 4 * (terms + 1) + 4 * EPSILON);
  for (let i = 0; i < layout.bytes / 4; i++) {
    if (expected.u32[i] !== views.u32[i] && !(Math.abs(expected.f32[i]! - views.f32[i]!) <= tolerance))
      expect.fail(`${called(compared, i)}, tolerance ${tolerance}`);
  }
}

/** Two of five activations a case: they differ in one call behind the sums. */
function turnsOf(names: readonly ConvKernelName[], i: number): readonly ConvKernelName[] {
  return names.length < 5 ? names : names.filter((_, a) => (i + a) % 5 < 2);
}

/** Twin and kernel on equal memories over all cases. @returns how many cases each kernel ran */
function sweep(wild: boolean, { views, kernels }: Found, check: (compared: Compared) => void): Map<string, number> {
  const pool = numberPool(BYTES / 2, wild);
  const ran = new Map<string, number>();
  for (const family of CONV_FAMILIES) {
    for (const [i, c] of CASES.filter(family.takes).entries()) {
      const layout = convLayout(c);
      for (const name of turnsOf(family.names, i)) {
        const cases = (ran.get(name) ?? 0) + 1;
        fillConvCase(expected, layout, c, pool, cases);
        views.u8.set(expected.u8.subarray(0, layout.bytes));
        family.call(reference, name, layout, c);
        family.call(kernels, name, layout, c);
        // Scratch is the kernel's own: a twin needs none.
        for (const { u8 } of [expected, views]) u8.fill(0, layout.at.scratch, layout.at.behind);
        check({ family, name, layout, c, views });
        ran.set(name, cases);
      }
    }
  }
  return ran;
}

function expectAllRan(ran: ReadonlyMap<string, number>): void {
  expect([...ran.keys()].sort()).toEqual([...NAMES].sort());
  expect(Math.min(...ran.values())).toBeGreaterThanOrEqual(8);
  expect(ran.get("f32_conv_weight_gradient")).toBe(CASES.length);
  expect([...ran.values()].reduce((a, b) => a + b)).toBeGreaterThan(3000);
}

describe.each([false, true])("shared memory %s", (shared) => {
  it("the plain build equals the twins bit for bit", async () => {
    expectAllRan(sweep(true, await found("plain", shared), equalBits));
  });

  it.skipIf(!hasRelaxedSimd())("the relaxed build is within a computed tolerance (needs relaxed SIMD)", async () => {
    expectAllRan(sweep(false, await found("relaxed", shared), near));
  });
});
