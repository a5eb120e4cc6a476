// Which mathematics src/ may use: engines differ in the last bit of everything else, and the bits contract forbids that.
import { lineAt, parse, walk } from "../../scripts/source.mjs";

/** Exact in every engine: IEEE 754 demands it, or the result is an integer. */
export const ALLOWED_MATH: ReadonlySet<string> = new Set(
  "abs ceil clz32 floor fround imul max min sign sqrt trunc".split(" "),
);

/** Files the rule is for: src/ without the textbook and without tests. */
export function isBound(path: string): boolean {
  return path.startsWith("src/") && !path.startsWith("src/textbook/") && !path.endsWith(".test.ts");
}

/** Every forbidden use of `Math` and every `**`, as `file:line what`. */
export function forbiddenMathematics(path: string, text: string): string[] {
  const problems: string[] = [];
  const { program } = parse(path, text);
  const report = (node: { start: number }, what: string) =>
    problems.push(`${path}:${lineAt(text, node.start)} ${what}`);
  walk(program, (node, parent) => {
    if (node.operator === "**" || node.operator === "**=") report(node, `uses ${node.operator}`);
    if (!isMath(node, parent)) return;
    const whole = node.type === "Identifier" ? parent : undefined;
    if (whole?.type !== "MemberExpression" || whole.object !== node) report(node, "uses Math as a value");
    else if (whole.computed) report(whole, "reads Math[…]");
    else if (!ALLOWED_MATH.has(whole.property.name)) report(whole, `uses Math.${whole.property.name}`);
  });
  return problems;
}

/** `Math` as a name, also as a property (`globalThis.Math`, `globalThis["Math"]`). */
function isMath(node: { type: string; name?: string; value?: unknown }, parent: { type: string } | undefined): boolean {
  if (node.type === "Identifier") return node.name === "Math";
  return node.type === "Literal" && node.value === "Math" && parent?.type === "MemberExpression";
}
