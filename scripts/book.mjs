// Repeats the runs of the book (examples/book/runs.mjs) on the fast engine, with several seeds, and prints the book's
// figure beside ours. Its random numbers are not the book's: figures agree within the spread of seeds, not to the digit
// (scripts/book-goldens.mjs does that, with the textbook network).
//
//     npm run build && MYELIN_DATA=<folder with MNIST> node scripts/book.mjs [name …] [--seeds 3] [--threads 2] [--write]
//     node scripts/book.mjs --quick     one seed, at most 2 epochs: shows that all of it works; the figures mean nothing
//     node scripts/book.mjs --page      only writes the table again from what was kept
//     node scripts/book.mjs --list
//
// --write keeps what was found in examples/book/results.json and puts the table into docs/book.md. All runs take some
// minutes.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { splitOff } from "myelin";
import { loadDataset, openThreads } from "myelin/node";
import { measure } from "../examples/book/measure.mjs";
import { RUNS } from "../examples/book/runs.mjs";

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const RESULTS = at("examples/book/results.json");
const PAGE = at("docs/book.md");

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: "string", default: "3" },
    threads: { type: "string", default: "2" },
    quick: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
    page: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
  },
});

const names = positionals.length > 0 ? positionals : Object.keys(RUNS);
const unknown = names.find((name) => !Object.hasOwn(RUNS, name));
if (options.list || unknown !== undefined) {
  if (unknown !== undefined) console.error(`There is no run ${unknown}; there are:`);
  console.log(Object.keys(RUNS).join("\n"));
  process.exit(unknown === undefined ? 0 : 2);
}

/** The book's three sets. */
async function bookData() {
  const { training, test } = await loadDataset(process.env.MYELIN_DATA ?? "mnist");
  return { ...splitOff(training, 10_000), test };
}

const isCost = (figure) => figure.endsWith("cost");
const text = (figure, value) => (isCost(figure) ? value.toFixed(4) : `${value.toFixed(2)} %`);

/** Cells of one figure: run, what, the book's, mean of ours, smallest to largest, difference, seeds. */
function cellsOf(name, index, values) {
  const [figure, book] = RUNS[name].figures[index];
  if (!values) return [name, figure, text(figure, book), "not run yet", "", "", ""];
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const spread = `${text(figure, Math.min(...values))} … ${text(figure, Math.max(...values))}`;
  const difference = isCost(figure) ? (mean - book).toFixed(4) : (mean - book).toFixed(2);
  const signed = mean >= book ? `+${difference}` : difference.replace("-", "−");
  return [name, figure, text(figure, book), text(figure, mean), spread, signed, String(values.length)];
}

const HEAD = ["run", "figure", "the book", "ours, mean", "smallest … largest", "difference", "seeds"];

function describe({ hidden, epochs, learningRate, cost, init, l2, images }) {
  const parts = [`[784, ${[...hidden, 10].join(", ")}]`, cost, init, `η ${learningRate}`, `${epochs} epochs`];
  return [...parts, ...(l2 ? [`λ ${l2}`] : []), ...(images ? [`first ${images} images`] : [])].join(", ");
}

/** One line a run, formatted as the project's other JSON. */
function resultsText(results) {
  const list = (values) => `[${values.join(", ")}]`;
  const lines = Object.entries(results).map(
    ([name, { seeds, values }]) => `  "${name}": { "seeds": ${list(seeds)}, "values": ${list(values.map(list))} }`,
  );
  return `{\n${lines.join(",\n")}\n}\n`;
}

/** Puts the table of all runs between the two marks of docs/book.md. */
function writePage(results) {
  const lines = [["run", "what", ...HEAD.slice(1)], HEAD.concat("").map(() => "---")];
  for (const [name, run] of Object.entries(RUNS)) {
    run.figures.forEach((_, i) => {
      const [, ...cells] = cellsOf(name, i, results[name]?.values[i]);
      lines.push([i === 0 ? `\`${name}\`` : "", i === 0 ? describe(run) : "", ...cells]);
    });
  }
  const table = lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
  const page = readFileSync(PAGE, "utf8");
  const [before, after] = [page.split("<!-- table -->")[0], page.split("<!-- end of table -->")[1]];
  writeFileSync(PAGE, `${before}<!-- table -->\n\n${table}\n\n<!-- end of table -->${after}`);
}

const results = JSON.parse(readFileSync(RESULTS, "utf8"));
if (options.page) {
  writePage(results);
  process.exit(0);
}
const data = await bookData();
const threads = await openThreads(Number(options.threads));
const seeds = options.quick ? [1] : Array.from({ length: Number(options.seeds) }, (_, i) => i + 1);
console.log(HEAD.join(" | "));
for (const name of names) {
  const run = RUNS[name];
  const epochs = options.quick ? Math.min(2, run.epochs) : run.epochs;
  const bySeed = [];
  for (const seed of seeds) bySeed.push(await measure(run, data, { seed, epochs, threads }));
  const values = run.figures.map((_, i) => bySeed.map((figures) => figures[i]));
  values.forEach((found, i) => {
    console.log(cellsOf(name, i, found).join(" | "));
  });
  if (!options.write || options.quick) continue;
  results[name] = { seeds, values: values.map((found) => found.map((value) => Number(value.toFixed(4)))) };
  writeFileSync(RESULTS, resultsText(results));
  writePage(results);
}
await threads.close();
