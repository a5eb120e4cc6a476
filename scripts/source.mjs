// Reads the project's own source: which files there are, and what the parser says about one. Used by the rules in
// test/rules and by scripts/sizes.mjs. The parser is the one inside Vite, so comments and strings cannot fool a rule.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync } from "vite";

export const root = fileURLToPath(new URL("..", import.meta.url));

const SKIPPED = new Set(["node_modules", "dist", "generated", "runs"]);

/**
 * Paths of all `.ts` files below the given folders, relative to the project, sorted, with `/` on every platform.
 *
 * @param {readonly string[]} folders
 * @returns {string[]}
 */
export function sourceFiles(folders) {
  const below = (/** @type {string} */ folder) => {
    let entries;
    try {
      entries = readdirSync(join(root, folder), { withFileTypes: true });
    } catch {
      return []; // a room that does not exist yet
    }
    return entries.flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : below(path);
      return path.endsWith(".ts") ? [path] : [];
    });
  };
  return folders.flatMap(below).sort();
}

/**
 * The files as path → text.
 *
 * @param {readonly string[]} folders
 * @returns {Map<string, string>}
 */
export function readSources(folders) {
  return new Map(sourceFiles(folders).map((path) => [path, readFileSync(join(root, path), "utf8")]));
}

/**
 * The syntax tree (ESTree with TypeScript nodes) and the comments of one file.
 *
 * @param {string} path
 * @param {string} text
 * @returns {{ program: any, comments: readonly { type: string, value: string, start: number, end: number }[] }}
 */
export function parse(path, text) {
  const { program, comments, errors } = parseSync(path, text, { lang: "ts", sourceType: "module" });
  if (errors.length > 0) throw new Error(`${path} cannot be parsed: ${errors[0]?.message}`);
  return { program, comments };
}

/**
 * Calls `visit` for every node, parents first.
 *
 * @param {any} node
 * @param {(node: any, parent: any) => void} visit
 * @param {any} [parent]
 */
export function walk(node, visit, parent) {
  if (Array.isArray(node)) {
    for (const item of node) walk(item, visit, parent);
  } else if (node !== null && typeof node === "object") {
    if (typeof node.type === "string") visit(node, parent);
    for (const value of Object.values(node)) {
      if (value !== null && typeof value === "object")
        walk(value, visit, typeof node.type === "string" ? node : parent);
    }
  }
}

/**
 * Line number, from 1, of a character offset.
 *
 * @param {string} text
 * @param {number} offset
 */
export function lineAt(text, offset) {
  return text.slice(0, offset).split("\n").length;
}

/**
 * Everything a file imports: `import`, `export … from`, `import(…)` and `import("…")` in types.
 *
 * @param {string} path
 * @param {string} text
 * @returns {{ specifier: string, line: number, dynamic: boolean }[]}
 */
export function importsOf(path, text) {
  /** @type {{ specifier: string, line: number, dynamic: boolean }[]} */
  const found = [];
  walk(parse(path, text).program, (node) => {
    const dynamic = node.type === "ImportExpression" || node.type === "TSImportType";
    const source =
      node.type.startsWith("Export") || node.type === "ImportDeclaration" || dynamic ? node.source : undefined;
    if (source) found.push({ specifier: String(source.value ?? "?"), line: lineAt(text, node.start), dynamic });
  });
  return found;
}
