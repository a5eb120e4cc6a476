// Prints how long files and functions are, room by room: a report for people who review, never a failure.
// Run: node scripts/sizes.mjs
import { pathToFileURL } from "node:url";
import { lineAt, parse, readSources, walk } from "./source.mjs";

const FILE_LIMIT = 400;
const FUNCTION_LIMIT = 60;
const FUNCTIONS = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"]);

/**
 * Lines of one file and of each function in it (an arrow function without a block counts too). Kernels are
 * AssemblyScript, whose decorators the parser refuses: only their lines are counted.
 *
 * @param {string} path
 * @param {string} text
 */
export function measure(path, text) {
  const functions = [];
  const lines = text.trimEnd().split("\n").length;
  if (path.startsWith("kernels/")) return { path, lines, functions };
  walk(parse(path, text).program, (node, parent) => {
    if (!FUNCTIONS.has(node.type) || !node.body) return;
    const line = lineAt(text, node.start);
    const name = node.id?.name ?? parent?.id?.name ?? parent?.key?.name ?? "(anonymous)";
    functions.push({ name, line, lines: lineAt(text, node.end) - line + 1 });
  });
  return { path, lines, functions };
}

const roomOf = (path) => (path.startsWith("src/") ? path.split("/").slice(0, 2).join("/") : path.split("/")[0]);

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted.length === 0 ? 0 : sorted[(sorted.length - 1) >> 1];
}

function table(measured) {
  const rooms = new Map();
  for (const file of measured) rooms.set(roomOf(file.path), [...(rooms.get(roomOf(file.path)) ?? []), file]);
  const rows = [["room", "files", "lines", "median file", "longest file", "median function", "longest function"]];
  for (const [room, files] of rooms) {
    const functions = files.flatMap((file) => file.functions.map((f) => f.lines));
    const lines = files.map((file) => file.lines);
    const total = lines.reduce((sum, n) => sum + n, 0);
    rows.push([
      room,
      files.length,
      total,
      median(lines),
      Math.max(...lines),
      median(functions),
      Math.max(0, ...functions),
    ]);
  }
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  const line = (row) =>
    row.map((cell, i) => (i === 0 ? String(cell).padEnd(widths[i]) : String(cell).padStart(widths[i])));
  return rows.map((row) => line(row).join("  ")).join("\n");
}

function overLimit(measured) {
  const lines = [];
  for (const file of measured) {
    if (file.lines > FILE_LIMIT) lines.push(`${file.path}: ${file.lines} lines`);
    for (const f of file.functions)
      if (f.lines > FUNCTION_LIMIT) lines.push(`${file.path}:${f.line} ${f.name}: ${f.lines} lines`);
  }
  return lines;
}

function report() {
  const sources = readSources(["src", "node", "browser", "cli", "lab", "kernels"]);
  const code = [...sources].filter(([path]) => !path.endsWith(".test.ts") && !path.endsWith(".d.ts"));
  const measured = code.map(([path, text]) => measure(path, text));
  console.log(`${table(measured)}\n`);
  const kept = measured.filter((file) => !file.path.startsWith("kernels/"));
  const over = overLimit(kept);
  console.log(
    `Over ${FILE_LIMIT} lines a file or ${FUNCTION_LIMIT} lines a function (kernels excepted): ${over.length}`,
  );
  for (const line of over) console.log(`  ${line}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) report();
