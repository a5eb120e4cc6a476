import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { FORMATS, seedsOf } from "../scripts/fuzz/formats.mjs";
import { Mutator } from "../scripts/fuzz/mutate.mjs";
import { verdictOf } from "../scripts/fuzz/verdict.mjs";

const folder = fileURLToPath(new URL("./finds/", import.meta.url));

// What the fuzzer found is tried again, and a few hundred fresh files of every format.
describe.each(Object.keys(FORMATS))("%s", (format) => {
  const finds = existsSync(`${folder}${format}`) ? readdirSync(`${folder}${format}`) : [];
  it(`is read or refused: ${finds.length} finds`, async () => {
    for (const name of finds) {
      const bytes = new Uint8Array(readFileSync(`${folder}${format}/${name}`));
      expect((await verdictOf(format, bytes)).kind, name).not.toBe("find");
    }
  });

  it("is read or refused: fresh files, the same for the same seed", async () => {
    const seeds = await seedsOf(format);
    const [one, two] = [1, 1].map((seed) => new Mutator(seed, FORMATS[format as keyof typeof FORMATS].structure));
    for (let i = 0; i < 200; i++) {
      const bytes = one!.next(seeds);
      expect(two!.next(seeds)).toEqual(bytes);
      const { kind, text } = await verdictOf(format, bytes);
      expect(`${kind} ${kind === "find" ? text : ""}`).not.toMatch(/^find/);
    }
  });
});

it("a find is a find: what throws anything else, or differs between hosts", async () => {
  const { FORMATS: formats } = await import("../scripts/fuzz/formats.mjs");
  const bad = { read: async () => Promise.reject(new TypeError("oops")), structure: undefined, hosts: false };
  Object.assign(formats, { bad });
  expect(await verdictOf("bad", new Uint8Array(0))).toMatchObject({ kind: "find", text: "TypeError: oops" });
});
