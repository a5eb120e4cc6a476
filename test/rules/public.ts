// What a door shows to its users: the list of names, and whether each of them is explained where it is declared.
import { posix } from "node:path";
import { lineAt, parse } from "../../scripts/source.mjs";

/** Lines that fit one screen. */
export const SCREEN = 60;

type Files = ReadonlyMap<string, string>;
// biome-ignore lint/suspicious/noExplicitAny: nodes of a syntax tree
type Node = any;

interface Declaration {
  readonly path: string;
  readonly node: Node;
}

const DOCUMENTED = new Set(["FunctionDeclaration", "ClassDeclaration", "TSDeclareFunction"]);

/** Functions and classes of the door at `path` that have no doc comment, as `file:line name`. */
export function undocumented(files: Files, path: string): string[] {
  const problems: string[] = [];
  for (const [name, found] of exportsOf(files, path)) {
    const text = files.get(found.path) ?? "";
    if (isFunctionOrClass(found.node) && !hasDocComment(found.path, text, found.node.start))
      problems.push(`${found.path}:${lineAt(text, found.node.start)} ${name}`);
  }
  return problems;
}

/** Every name that the file exports, with the statement that declares it; names from packages are left out. */
export function exportsOf(files: Files, path: string): Map<string, Declaration> {
  const text = files.get(path);
  if (text === undefined) throw new Error(`${path} is not there`);
  const found = new Map<string, Declaration>();
  const { body } = parse(path, text).program;
  for (const node of body) {
    const from = node.source && posix.join(posix.dirname(path), node.source.value);
    if (node.type === "ExportAllDeclaration" && from) {
      for (const [name, declaration] of exportsOf(files, from)) found.set(name, declaration);
    } else if (node.type === "ExportNamedDeclaration" && node.declaration) {
      // Of overloads the first carries the comment.
      for (const name of declaredNames(node.declaration)) if (!found.has(name)) found.set(name, { path, node });
    } else if (node.type === "ExportNamedDeclaration") {
      for (const { local, exported } of node.specifiers) {
        const declaration = from ? exportsOf(files, from).get(local.name) : localDeclaration(body, path, local.name);
        if (!declaration) throw new Error(`${path} exports ${local.name}, which is not found`);
        found.set(exported.name, declaration);
      }
    }
  }
  return found;
}

function declaredNames(declaration: Node): string[] {
  if (declaration.type === "VariableDeclaration") return declaration.declarations.map((d: Node) => d.id.name);
  return [declaration.id.name];
}

function localDeclaration(body: readonly Node[], path: string, name: string): Declaration | undefined {
  const node = body.find(
    (n: Node) =>
      n.type.endsWith("Declaration") && !n.source && !n.type.startsWith("Export") && declaredNames(n).includes(name),
  );
  return node && { path, node };
}

function isFunctionOrClass(node: Node): boolean {
  const declaration = node.declaration ?? node;
  if (declaration.type !== "VariableDeclaration") return DOCUMENTED.has(declaration.type);
  return declaration.declarations.some((d: Node) => d.init?.type === "ArrowFunctionExpression");
}

/** True when a doc comment ends right before `start`. */
function hasDocComment(path: string, text: string, start: number): boolean {
  const { comments } = parse(path, text);
  return comments.some(
    ({ type, value, end }) =>
      type === "Block" && value.startsWith("*") && end <= start && text.slice(end, start).trim() === "",
  );
}
