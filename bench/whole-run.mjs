// Where the seconds of a whole run go, training and everything else: a profile of the process of `myelin train`, each sample
// counted for the outermost part that it belongs to.
//   node bench/whole-run.mjs [--data folder] [--epochs 30] [--threads 1] [--runs 3] [--functions 20]
// Medians over the runs; with --functions the functions of the first run that take longest.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    data: { type: "string" },
    epochs: { type: "string", default: "30" },
    threads: { type: "string", default: "1" },
    runs: { type: "string", default: "3" },
    functions: { type: "string", default: "0" },
  },
});

/** Parts of a run, by what a stack passes through from the outside in: the first frame that fits one. Files as in dist/. */
const PARTS = [
  ["quick checks of the doctor", /src\/doctor\/(?!running)/],
  ["running checks of the doctor", /src\/doctor\/running/],
  [
    "reading the data",
    /node\/(load-dataset|idx-folder|known-data|cache|host)|src\/(dataset\/(dataset|labels|decode)|formats)/,
  ],
  ["training", /engine\/engine\.js (train|beginEpoch|fold)$/],
  ["evaluations", /engine\/(engine\.js (evaluate|#run)|runner\.js #evaluate)$/],
  ["opening the engine", /engine\/(engine\.js open|fill)/],
  ["first weights", /network\/(initialise|network\.js create)/],
  ["health", /training\/health\.js/],
  ["hash of the data", /dataset\/splits\.js splitsSha256/],
  [
    "saving",
    /node\/(run-folder|append-file|atomic|file-system|lock|run-files)|run\.js (state|#takeParameters)|src\/model/,
  ],
  ["text", /(src\/report|cli)\/.*(view|text|terminal)/],
  ["loading modules", /^node:internal\/(modules|vm)/],
  ["starting Node", /^node:internal\/(bootstrap|process|main)/],
];
const OUTSIDE = { "(idle)": "waiting", "(garbage collector)": "collecting garbage", "(program)": "the runtime itself" };

/** Milliseconds by part of one profile. */
function partsOf({ nodes, samples, timeDeltas }) {
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const frames = new Map(nodes.map((node) => [node.id, node.callFrame]));
  const partOf = new Map();
  const part = (id) => {
    if (partOf.has(id)) return partOf.get(id);
    const { functionName, url } = frames.get(id);
    const above = parents.has(id) ? part(parents.get(id)) : undefined;
    const name = `${url} ${functionName}`;
    const own = PARTS.find(([, pattern]) => pattern.test(name))?.[0];
    partOf.set(id, above ?? own ?? OUTSIDE[functionName]);
    return partOf.get(id);
  };
  const sums = new Map();
  const functions = new Map();
  samples.forEach((id, i) => {
    const name = part(id) ?? "everything else";
    const milliseconds = timeDeltas[i] / 1000;
    sums.set(name, (sums.get(name) ?? 0) + milliseconds);
    const { functionName, url, lineNumber } = frames.get(id);
    const key = `${name}: ${functionName} ${url.split("/").slice(-2).join("/")}:${lineNumber + 1}`;
    functions.set(key, (functions.get(key) ?? 0) + milliseconds);
  });
  return { sums, functions };
}

const main = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));
const data = values.data ?? process.env.MYELIN_DATA;

function measure() {
  const folder = mkdtempSync(join(tmpdir(), "myelin-whole-run-"));
  try {
    const profiling = ["--cpu-prof", "--cpu-prof-interval", "200", "--cpu-prof-dir", folder];
    const flags = ["--epochs", values.epochs, "--threads", values.threads, "--out", join(folder, "run"), "--json"];
    const found = spawnSync(
      process.execPath,
      [...profiling, main, "train", ...(data ? ["--data", data] : []), ...flags],
      { encoding: "utf8" },
    );
    if (found.status !== 0) throw new Error(found.stderr);
    const profiles = readdirSync(folder).filter((name) => name.endsWith(".cpuprofile"));
    const isMain = ({ nodes }) => nodes.some(({ callFrame }) => callFrame.url.endsWith("dist/cli/main.js"));
    const profile = profiles.map((name) => JSON.parse(readFileSync(join(folder, name), "utf8"))).find(isMain);
    return { ...partsOf(profile), seconds: JSON.parse(found.stdout).seconds };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const runs = Array.from({ length: Number(values.runs) }, measure);
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const names = [...new Set(runs.flatMap(({ sums }) => [...sums.keys()]))];
const table = names
  .map((name) => [name, median(runs.map(({ sums }) => sums.get(name) ?? 0))])
  .sort((a, b) => b[1] - a[1]);
for (const [name, milliseconds] of table) console.log(`${(milliseconds / 1000).toFixed(3).padStart(7)} s  ${name}`);
const outside = median(runs.map(({ seconds }) => seconds.total - seconds.training));
console.log(
  `\n${outside.toFixed(3).padStart(7)} s  outside training, as train --json tells: ${JSON.stringify(runs.map(({ seconds }) => seconds))}`,
);
for (const [name, milliseconds] of [...runs[0].functions]
  .sort((a, b) => b[1] - a[1])
  .slice(0, Number(values.functions)))
  console.log(`${milliseconds.toFixed(1).padStart(8)} ms  ${name}`);
