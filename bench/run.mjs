// Measures Myelin and its peers: every program in a process of its own, one after the other, round after round.
//   node bench/run.mjs [--only chapter1,process/help] [--rounds 5] [--data folder] [--epochs n] [--full] [--node file]
//                      [--out file.json] [--list]
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { findNewNode, findPython, load, machine, tell } from "./lib/machine.mjs";
import { lastJson, measure } from "./lib/measure.mjs";
import { programs } from "./lib/programs.mjs";
import { goals, table } from "./lib/report.mjs";
import { median, spread } from "./lib/statistics.mjs";

const bench = fileURLToPath(new URL(".", import.meta.url));
const { values: options } = parseArgs({
  options: {
    only: { type: "string" },
    rounds: { type: "string", default: "3" },
    data: { type: "string" },
    epochs: { type: "string" },
    full: { type: "boolean", default: false },
    node: { type: "string" },
    out: { type: "string" },
    list: { type: "boolean", default: false },
  },
});

const data = resolve(options.data ?? process.env.MYELIN_DATA ?? join(bench, "../../shared/mnist"));
const context = {
  data,
  python: findPython(),
  node: { file: process.execPath, version: process.version.slice(1) },
  newNode: trimmed(findNewNode(options.node, join(bench, ".cache"))),
  epochs: options.epochs && Number(options.epochs),
  full: options.full,
};
const only = options.only?.split(",");
const rows = programs(context).filter((row) => !only || only.some((word) => row.id.startsWith(word)));

if (options.list) {
  for (const row of rows) console.log(`${row.id.padEnd(26)}${row.title}${row.missing ? `  (${row.missing})` : ""}`);
  process.exit(0);
}
if (!existsSync(join(data, "train-images-idx3-ubyte.gz"))) {
  console.error(`${data} has no train-images-idx3-ubyte.gz: name the folder with the four MNIST .gz files by --data.`);
  process.exit(3);
}

const before = { time: new Date().toISOString(), load: load() };
if (before.load[0] > 0.3) console.error(`The load average is ${before.load[0]}: something else is running.`);

const rounds = Number(options.rounds);
for (let round = 1; round <= rounds; round++) {
  for (const row of rows) if (row.command && !row.failed) await once(row, round);
}
for (const row of rows) conclude(row);
for (const row of rows) if (row.standIn) deriveStandIn(row);
for (const row of rows) if (row.out) rmSync(row.out, { recursive: true, force: true });

const judged = goals(rows);
const result = {
  what: "Myelin and its peers, interleaved; medians over the rounds of each process's median epoch",
  command: ["node", "bench/run.mjs", ...process.argv.slice(2)].join(" "),
  commit: tell("git", ["rev-parse", "--short", "HEAD"], { cwd: bench }),
  machine: machine(),
  versions: {
    node: context.node.version,
    newNode: context.newNode?.version,
    ...context.python?.modules,
    gcc: tell("gcc", ["-dumpfullversion"]),
  },
  before,
  after: { time: new Date().toISOString(), load: load() },
  rounds,
  rows: rows.map(({ command, out: _, ...row }) => ({ ...row, command: command && words(command) })),
  goals: judged.judged,
};
const file = options.out ?? join(bench, "results", `${before.time.slice(0, 16).replace(":", "")}.json`);
mkdirSync(dirname(file), { recursive: true });
// Where the folders of this machine are is nobody's business, and makes two results differ for nothing.
const neutral = JSON.stringify(result, null, 1)
  .replaceAll(data, "$MYELIN_DATA")
  .replaceAll(resolve(bench, ".."), ".")
  .replaceAll(tmpdir(), "$TMPDIR");
writeFileSync(file, `${neutral}\n`);
const { cpu, cores } = result.machine;
console.log(`${cpu}, ${cores} cores; load ${before.load[0]} before, ${result.after.load[0]} after; ${rounds} rounds`);
console.log(table(rows));
console.log(judged.lines);
console.log(`\n${file}`);

/** Runs a row's program once more and keeps what it said. */
async function once(row, round) {
  row.runs ??= [];
  for (let i = 0; i < (row.repeat ?? 1); i++) {
    const company = row.busy ? spawn(process.execPath, ["-e", "for (;;);"], { stdio: "ignore" }) : undefined;
    const run = await measure(row.command);
    company?.kill();
    const answer = row.id === "process/help" ? {} : lastJson(run.stdout);
    if (run.code !== 0 || answer === undefined) {
      const said = run.stderr
        .trim()
        .split("\n")
        .filter((line) => line.trim());
      row.failed = `failed (${run.code}): ${said.find((line) => /error/i.test(line)) ?? said.at(-1) ?? "no JSON line"}`;
      console.error(`${row.id}: ${row.failed}`);
      return;
    }
    row.runs.push({
      round,
      wallSeconds: run.wallSeconds,
      peakMegabytes: run.peakMegabytes,
      cpuSeconds: run.cpuSeconds,
      ...picked(answer),
    });
    console.error(`${round}/${rounds}  ${row.id}  ${run.wallSeconds.toFixed(2)} s`);
  }
}

/** The part of an answer line that is kept; our own `train --json` object is brought into the peers' form. */
function picked(answer) {
  if (answer.command !== "train") {
    const { peer: _, ...rest } = answer;
    return rest;
  }
  const { epochs, engine, seconds, weightsSha256 } = answer;
  const secondsPerEpoch = epochs.map((epoch) => epoch.trainingSeconds);
  return { secondsPerEpoch, correct: epochs.at(-1).test?.correct, engine, seconds, weightsSha256 };
}

/** Medians and spread of a row over its rounds. */
function conclude(row) {
  const runs = row.runs ?? [];
  if (runs.length === 0) return;
  const last = runs.at(-1);
  row.version = last.version;
  row.part = last.part;
  row.correct = last.correct;
  if (row.kind === "gflops") {
    const names = Object.keys(last).filter((name) => /gflops/i.test(name));
    const nested = Object.keys(last.shapes ?? {});
    row.values = Object.fromEntries([
      ...names.map((name) => [name, spread(runs.map((run) => run[name]))]),
      ...nested.map((name) => [name, spread(runs.map((run) => run.shapes[name]))]),
    ]);
    return;
  }
  if (row.kind === "process") row.figure = spread(runs.map((run) => run.wallSeconds));
  else row.figure = spread(runs.map((run) => median(run.secondsPerEpoch)));
  if (last.overheadPercent !== undefined) row.overheadPercent = spread(runs.map((run) => run.overheadPercent));
  if (last.peakMegabytes) row.peakMegabytes = spread(runs.map((run) => run.peakMegabytes));
  if (last.seconds) {
    row.load = spread(runs.map((run) => run.seconds.load));
    row.training = spread(runs.map((run) => run.seconds.training));
  }
}

/** A program that cannot be had here: NumPy batched of this run, times the ratio of an earlier run that had both. */
function deriveStandIn(row) {
  const base = rows.find((other) => other.id === row.standIn.of)?.figure;
  if (!base) row.missing = `stand-in for it needs ${row.standIn.of} in the same run`;
  else
    row.figure = {
      median: base.median * row.standIn.ratio,
      min: base.min * row.standIn.ratio,
      max: base.max * row.standIn.ratio,
      n: base.n,
    };
}

function words({ file, args }) {
  const root = join(bench, "..");
  return [file, ...args].map((word) => word.replace(`${root}/`, "").replace(root, ".")).join(" ");
}

function trimmed(node) {
  return node && { file: node.file, version: node.version.slice(1) };
}
