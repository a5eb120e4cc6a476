// Makes the faults and the healthy controls, runs the doctor and its rivals' rules on them, and counts.
//   node bench/doctor/run.mjs [--small] [--seeds n] [--data digits,mnist] [--only 1,C8] [--sweep] [--rows n] [--write]
// --small: one seed of small digits, for CI; exit 1 on a false alarm, a wrong accusation, or a fault that expected.json lists as
// detected and that is missed now. --write renews the table in docs/doctor.md (and, with --small, expected.json).
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { diagnose } from "../../dist/src/doctor/index.js";
import { controls } from "./lib/controls.mjs";
import { baseData, mnistFolder } from "./lib/data.mjs";
import { dataFaults, sweeps } from "./lib/data-faults.mjs";
import { defaults } from "./lib/recipes.mjs";
import { ourRow, rivalRows, totals } from "./lib/score.mjs";
import { doctorInput, subjectOf } from "./lib/subject.mjs";
import { strengthTable, table, writeSection } from "./lib/table.mjs";
import { trainingFaults } from "./lib/training-faults.mjs";

const { values: options } = parseArgs({
  options: {
    small: { type: "boolean", default: false },
    seeds: { type: "string" },
    data: { type: "string" },
    only: { type: "string" },
    sweep: { type: "boolean", default: false },
    rows: { type: "string" },
    write: { type: "boolean", default: false },
  },
});
/** Seeds that are swept: strengths are many, and each is a training. */
const SWEPT = 2;
const seeds = Number(options.seeds ?? (options.small ? 1 : 5));
const training = Number(options.rows ?? (options.small ? 1200 : 6000));
// About 20,000 images are enough for the book's network to learn; fewer rows are seen more often.
defaults.epochs = Math.max(5, Math.min(15, Math.round(30_000 / training)));
const size = { training, test: Math.max(500, Math.round(training / 4)) };
const sources = options.data?.split(",") ?? (options.small || !mnistFolder() ? ["digits"] : ["mnist", "digits"]);
const only = options.only?.split(",");
const EXPECTED = new URL("expected.json", import.meta.url);

const rows = [];
for (const source of sources) {
  for (let seed = 1; seed <= seeds; seed++) await oneSeed(source, seed);
}
await plainChecks();
report();

async function oneSeed(source, seed) {
  const base = baseData(source, seed, size);
  const cases = [...dataFaults(base, seed), ...trainingFaults(base, seed), ...controls(base, seed)];
  if (options.sweep && seed <= SWEPT) cases.push(...sweeps(base, seed));
  for (const one of cases) {
    if (only && !only.includes(one.id)) continue;
    const start = performance.now();
    const subject = subjectOf(one, seed);
    const made = performance.now();
    const row = {
      source,
      seed,
      id: one.id,
      title: one.title,
      truth: one.truth,
      healthy: one.truth.length === 0,
      strength: one.strength,
    };
    row.ours = await ourRow(subject);
    row.rivals = options.small ? {} : rivalRows(subject);
    rows.push(row);
    tell(row, subject, [made - start, performance.now() - made]);
  }
}

function tell({ source, seed, id, title, truth, healthy, ours }, subject, spent) {
  const mark = healthy
    ? ours.falseAlarm
      ? "FALSE ALARM"
      : "silent"
    : ours.wrong
      ? "WRONG"
      : ours.first
        ? "first"
        : ours.three
          ? "in three"
          : ours.detected
            ? "detected"
            : "missed";
  const last = subject.history?.at(-1);
  const score = last ? ` (training ${last.training.accuracy.toFixed(2)}, test ${last.test.accuracy.toFixed(2)})` : "";
  console.error(
    `${source} ${seed} ${id.padEnd(7)} ${mark.padEnd(11)} ${title}${score}: ${truth.join("/") || "healthy"}; said ${ours.said.join(", ") || "nothing"} [${spent.map((ms) => Math.round(ms)).join(" + ")} ms]`,
  );
}

/** The same input gives the same verdict; what cannot be judged is not called healthy. */
async function plainChecks() {
  if (only) return;
  const [one] = dataFaults(baseData("digits", 1, { training: 500, test: 200 }), 1);
  const input = doctorInput(subjectOf(one, 1));
  const said = async () => JSON.stringify({ ...(await diagnose(input)), seconds: 0 });
  const [once, again] = [await said(), await said()];
  if (once !== again) fail("the same input got two different verdicts");
  const { labels, ...unlabelled } = input.training;
  for (const partial of [{}, { training: input.training }, { training: { ...unlabelled, labels: [] } }]) {
    const { verdict } = await diagnose(partial);
    if (verdict === "healthy" && !partial.training?.labels.length) fail("data without labels were called healthy");
  }
}

function fail(sentence) {
  console.error(`FAILED: ${sentence}.`);
  process.exitCode = 1;
}

function report() {
  const plain = rows.filter(({ strength }) => strength === undefined);
  const sections = [...new Set(plain.map(({ source }) => source))].map((source) => [
    source,
    plain.filter((row) => row.source === source),
  ]);
  const text = [...sections.map(([source, some]) => table(source, some, size)), strengthTable(rows)]
    .filter(Boolean)
    .join("\n\n");
  console.log(text);
  const ours = totals(plain.map(({ healthy, ours: row }) => ({ healthy, row })));
  if (ours.falseAlarms > 0) fail(`${ours.falseAlarms} false alarms on ${ours.controls} healthy controls`);
  if (ours.wrong > 0) fail(`${ours.wrong} wrong accusations`);
  if (options.small && !only) compareWithExpected(plain);
  if (options.write && !options.small) writeSection(text, process.argv.slice(2));
}

function compareWithExpected(plain) {
  const detected = plain.filter(({ healthy, ours }) => !healthy && ours.detected).map(({ id }) => id);
  if (options.write) writeFileSync(EXPECTED, `${JSON.stringify({ detected }, null, 2)}\n`);
  const before = existsSync(EXPECTED) ? JSON.parse(readFileSync(EXPECTED, "utf8")).detected : [];
  const missed = before.filter((id) => !detected.includes(id));
  if (missed.length > 0) fail(`faults that were detected are missed now: ${missed.join(", ")}`);
  const fresh = detected.filter((id) => !before.includes(id));
  if (fresh.length > 0)
    console.error(
      `Detected and not in expected.json yet (node bench/doctor/run.mjs --small --write): ${fresh.join(", ")}.`,
    );
}
