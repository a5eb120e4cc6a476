// The test of one check: what it is silent on, and what it fires on.
import { describe, expect, it } from "vitest";
import type { Finding } from "../../src/core/finding.ts";
import type { Check } from "../../src/doctor/check.ts";
import { diagnose } from "../../src/doctor/diagnose.ts";
import type { DoctorInput } from "../../src/doctor/input.ts";

type Input = () => DoctorInput;

export interface TwoSided {
  readonly silentOn: Readonly<Record<string, Input>>;
  /** With what the finding must say. */
  readonly firesOn: Readonly<Record<string, readonly [Input, Readonly<Record<string, unknown>>]>>;
  /** What the check cannot judge, with the reason: listed as not checked, never as passed. */
  readonly notCheckedOn?: Readonly<Record<string, readonly [Input, reason: string]>>;
}

/** Runs the check alone on both lists; a healthy list without a case, or a sick one, is no test. */
export function twoSided(check: Check, { silentOn, firesOn, notCheckedOn = {} }: TwoSided): void {
  describe(check.id, () => {
    it("has cases on both sides", () => {
      expect(Object.keys(silentOn).length).toBeGreaterThan(0);
      expect(Object.keys(firesOn).length).toBeGreaterThan(0);
    });

    it.each(Object.entries(silentOn))("is silent on %s", async (_what, input) => {
      const { findings, checked } = await diagnose(input(), { checks: [check] });
      expect(findings).toEqual([]);
      expect(checked).toEqual([check.id]);
    });

    it.each(Object.entries(firesOn))("fires on %s", async (_what, [input, expected]) => {
      const { findings } = await diagnose(input(), { checks: [check] });
      expect(findings[0]).toMatchObject({ id: check.id, catalogue: check.catalogue, ...expected });
      expectWords(findings[0] as Finding);
    });

    it.each(Object.entries(notCheckedOn))("cannot judge %s", async (_what, [input, reason]) => {
      const { findings, checked, notChecked } = await diagnose(input(), { checks: [check] });
      expect(findings).toEqual([]);
      expect(checked).toEqual([]);
      expect(notChecked).toEqual([{ id: check.id, reason }]);
    });
  });
}

/** One to three sentences, a fix, nothing unfilled. */
function expectWords({ sentence, fix }: Finding): void {
  for (const text of [sentence, fix]) {
    expect(text).toMatch(/^[A-Z0-9].*[.…)]$/s);
    expect(text).not.toMatch(/undefined|NaN %|\[object|null/);
  }
  expect(sentence.split(/[.!?] (?=[A-Z])/).length).toBeLessThanOrEqual(4);
}
