// The house as data: which room may import which. A room imports only from rooms above it in ORDER, and of those only
// the ones in ALLOWED; of the edges only cli/ imports another (node/). A new arrow is one word here, seen in review.
import { posix } from "node:path";
import { importsOf } from "../../scripts/source.mjs";

/** The rooms of src/ from top to bottom (docs/architecture.md says what each is for). */
export const ORDER = [
  "core",
  "formats",
  "dataset",
  "digits",
  "network",
  "textbook",
  "engine",
  "inference",
  "training",
  "model",
  "runlog",
  "doctor",
  "experiment",
  "report",
  "index",
] as const;

const SHOWN = ORDER.filter((room) => room !== "textbook" && room !== "index");

/** Room → rooms it may import, besides itself. */
export const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  core: [],
  formats: ["core"],
  dataset: ["core", "formats"],
  digits: ["core", "dataset"],
  network: ["core", "dataset"],
  textbook: ["core"],
  engine: ["core", "dataset", "network"],
  inference: ["core", "dataset", "network", "engine"],
  training: ["core", "dataset", "network", "engine", "inference"],
  model: ["core", "formats", "dataset", "digits", "network", "inference", "training"],
  runlog: ["core", "formats"],
  doctor: ["core", "formats", "dataset", "network", "engine", "inference", "training", "model", "runlog"],
  experiment: ["core", "dataset", "digits", "network", "engine", "inference", "training", "runlog", "doctor"],
  report: ["core", "dataset", "network", "inference", "training", "runlog", "doctor", "experiment"],
  index: SHOWN,
  node: [...SHOWN, "index"],
  browser: [...SHOWN, "index"],
  cli: [...SHOWN, "index", "node"],
  lab: [], // public doors only: myelin, myelin/…
};

/** `src/core/errors.ts` → `core`, `src/index.ts` → `index`, `node/files.ts` → `node`. */
export function roomOf(path: string): string {
  const [first = "", second = ""] = path.split("/");
  if (first !== "src") return first;
  return second.endsWith(".ts") ? "index" : second;
}

const isTest = (path: string) => path.endsWith(".test.ts");

/**
 * Every import line that the allow-table forbids, as `file:line what`.
 *
 * Relative imports are judged by room. Packages: `src/` and `browser/` may load one only lazily, by `import()`, and
 * never a `node:` module. Tests may import what they like, but only tests may import `textbook/`, and nothing
 * outside a test imports a test.
 */
export function forbiddenImports(files: ReadonlyMap<string, string>): string[] {
  const problems: string[] = [];
  for (const [path, text] of files) {
    if (isTest(path)) continue;
    for (const { specifier, line, dynamic } of importsOf(path, text)) {
      const problem = specifier.startsWith(".") ? badNeighbour(path, specifier) : badPackage(path, specifier, dynamic);
      if (problem) problems.push(`${path}:${line} ${problem}`);
    }
  }
  return problems;
}

function badNeighbour(path: string, specifier: string): string | undefined {
  const target = posix.join(posix.dirname(path), specifier);
  const [from, to] = [roomOf(path), roomOf(target)];
  if (isTest(target)) return `imports the test ${target}`;
  if (!specifier.endsWith(".ts")) return `imports ${specifier}, which does not end in .ts`;
  if (from === to || ALLOWED[from]?.includes(to)) return undefined;
  return `${from} may not import ${to} (${specifier})`;
}

function badPackage(path: string, specifier: string, dynamic: boolean): string | undefined {
  const room = roomOf(path);
  if (room === "node" || room === "cli") return undefined;
  if (room === "lab") return undefined; // builds with Vite; its own doors are public names
  if (specifier.startsWith("node:")) return `${room} may not import ${specifier}: no Node outside node/ and cli/`;
  return dynamic ? undefined : `${room} may not import the package ${specifier} statically`;
}

/** Circles of imports inside one room, as `a.ts → b.ts → a.ts`, one per circle found; types count too. */
export function circles(files: ReadonlyMap<string, string>): string[] {
  const graph = new Map<string, string[]>();
  for (const [path, text] of files) {
    const targets = importsOf(path, text)
      .filter(({ specifier }) => specifier.startsWith("."))
      .map(({ specifier }) => posix.join(posix.dirname(path), specifier))
      .filter((target) => roomOf(target) === roomOf(path) && files.has(target));
    graph.set(path, targets);
  }
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: string[]) => {
    const at = trail.indexOf(path);
    if (at >= 0) found.push([...trail.slice(at), path].join(" → "));
    if (at >= 0 || done.has(path)) return;
    for (const target of graph.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return found;
}
