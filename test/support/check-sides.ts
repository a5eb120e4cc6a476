// The test of one check on measured values: what it is silent on, and what it fires on.
import { describe, expect, it } from "vitest";
import type { Confidence } from "../../src/core/finding.ts";
import { type Check, measured } from "../../src/doctor/check.ts";
import type { Measure } from "../../src/doctor/evidence/measure.ts";

/** Measured values, as a check would get them. */
export type Given = readonly (readonly [Measure<unknown>, unknown])[];

export interface Fires {
  readonly given: Given;
  readonly confidence: Confidence;
  readonly where?: string;
  /** The whole sentence, with its numbers. */
  readonly says?: string;
}

export interface Sides {
  readonly silentOn: Readonly<Record<string, Given>>;
  readonly firesOn: Readonly<Record<string, Fires>>;
}

/**
 * The two lists of a check. What fires must do so with this confidence, a finding of plain JSON, and words in which every
 * number is a number.
 */
export function bothSides(check: Check, { silentOn, firesOn }: Sides): void {
  describe(`${check.id} (${check.catalogue})`, () => {
    it("has cases on both sides", () => {
      expect(Object.keys(silentOn).length).toBeGreaterThan(0);
      expect(Object.keys(firesOn).length).toBeGreaterThan(0);
    });

    it.each(Object.entries(silentOn))("is silent on %s", (_, given) => {
      expect(check.run(measured(...given))).toEqual([]);
    });

    it.each(Object.entries(firesOn))("fires on %s", (_, { given, confidence, where, says }) => {
      const drafts = check.run(measured(...given));
      expect(drafts.map((draft) => draft.confidence)).toContain(confidence);
      if (where !== undefined) expect(drafts.map((draft) => draft.where)).toContain(where);
      if (says !== undefined) expect(drafts.map((draft) => check.say(draft).sentence)).toContain(says);
      for (const draft of drafts) {
        expect(JSON.parse(JSON.stringify(draft))).toEqual(draft);
        const { sentence, fix } = check.say(draft);
        for (const text of [sentence, fix]) {
          expect(text).toMatch(/^[A-Z0-9].*[.]$/s);
          expect(text).not.toMatch(/NaN[^ e]|undefined|null|\[object| {2}/);
        }
      }
    });
  });
}
