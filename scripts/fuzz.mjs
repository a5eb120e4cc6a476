// Fuzzes the readers of files with damaged and made-up files that keep a format's structure.
//
//     npm run fuzz -- --format png --minutes 5 [--seed 1]
//
// Formats: png, jpeg, csv, npz, npy, parquet, idx, gzip. Every file must be read, or refused with an error of kind "input" within the
// limits of time; in Node and with the plain host the verdict is the same. A file that does otherwise is a find: it is written to
// test/finds/<format>/, and test/finds.test.ts replays it from then on.
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { FORMATS, seedsOf } from "./fuzz/formats.mjs";
import { Mutator } from "./fuzz/mutate.mjs";
import { verdictOf } from "./fuzz/verdict.mjs";

const { values } = parseArgs({
  options: {
    format: { type: "string" },
    minutes: { type: "string", default: "1" },
    seed: { type: "string", default: "1" },
  },
});
const format = FORMATS[values.format ?? ""];
if (format === undefined) {
  console.error(`--format: expected one of ${Object.keys(FORMATS).join(", ")}, found "${values.format ?? ""}".`);
  process.exit(2);
}
const root = fileURLToPath(new URL("..", import.meta.url));
const seeds = await seedsOf(values.format);
const mutator = new Mutator(Number(values.seed), format.structure);
const end = performance.now() + Number(values.minutes) * 60_000;
const counts = { tried: 0, read: 0, refused: new Map(), finds: 0, slowest: 0 };

while (performance.now() < end) {
  for (let i = 0; i < 100; i++) {
    const bytes = mutator.next(seeds);
    const { kind, text, milliseconds } = await verdictOf(values.format, bytes);
    counts.tried++;
    counts.slowest = Math.max(counts.slowest, milliseconds);
    if (kind === "read") counts.read++;
    else if (kind === "refused") counts.refused.set(text, (counts.refused.get(text) ?? 0) + 1);
    else keep(bytes, text);
  }
}

const { tried, read, refused, finds, slowest } = counts;
console.log(
  `${values.format}: ${tried} files, seed ${values.seed}: ${read} read, ${tried - read - finds} refused, ${finds} finds; slowest ${slowest.toFixed(0)} ms`,
);
for (const [code, count] of [...refused].sort((a, b) => b[1] - a[1])) console.log(`  ${code} ${count}`);
process.exitCode = finds > 0 ? 1 : 0;

function keep(bytes, text) {
  const name = createHash("sha256").update(bytes).digest("hex").slice(0, 16);
  const folder = join(root, "test", "finds", values.format);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), bytes);
  counts.finds++;
  if (counts.finds <= 20) console.log(`find ${name}: ${text}`);
}
