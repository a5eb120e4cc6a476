// Documents agree with the code: every path that the architecture page names is there, every room is on it, and links lead
// somewhere.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../../scripts/source.mjs";

const read = (name: string) => readFileSync(join(root, name), "utf8");
const PAGES = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"].concat(
  readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
);

/** Names in backquotes that look like paths of this project. */
function pathsIn(text: string): string[] {
  const names = [...text.matchAll(/`([^`\s]+)`/g)].map(([, name = ""]) => name);
  return names.filter((name) => /^(src|kernels|node|browser|cli|test|scripts|docs|bench|examples|\.ci)\//.test(name));
}

/** Targets of Markdown links to files, relative to the page. */
function linksIn(text: string): string[] {
  return [...text.matchAll(/\]\(([^)#\s]+)\)/g)].map(([, to = ""]) => to).filter((to) => !/^[a-z]+:/.test(to));
}

/** Names without a file or folder; `<name>` and `*` stand for any, and what the build generates need not be there. */
const missing = (names: readonly string[], folder = "") =>
  names
    .map((name) => name.replace(/\/[^/]*[<*].*$/, ""))
    .filter((name) => !name.includes("/generated") && !existsSync(join(root, folder, name)));

describe("documents agree with the code", () => {
  it.each(PAGES)("%s names only files that are there", (page) => {
    expect(missing(pathsIn(read(page)))).toEqual([]);
    expect(missing(linksIn(read(page)), dirname(page))).toEqual([]);
  });

  it("docs/architecture.md has every room", () => {
    const rooms = readdirSync(join(root, "src"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const page = read("docs/architecture.md");
    for (const { name } of rooms) expect(page).toContain(`\`src/${name}/\``);
  });

  it("docs/architecture.md begins each room with a file of it", () => {
    const rows = [...read("docs/architecture.md").matchAll(/^\| `([a-z]+\/(?:[a-z]+\/)?)` *\|[^|]*\| ([^|]*)\|$/gm)];
    expect(rows.length).toBeGreaterThan(10);
    for (const [, room = "", begin = ""] of rows)
      for (const [, file = ""] of begin.matchAll(/`([^`]+)`/g)) expect(missing([room + file])).toEqual([]);
  });
});

describe("the rule of documents", () => {
  it("refuses a path and a link that lead nowhere", () => {
    expect(missing(pathsIn("see `src/core/nowhere.ts` and `src/core/errors.ts`"))).toEqual(["src/core/nowhere.ts"]);
    expect(missing(linksIn("[a](nowhere.md) [b](README.md) [c](https://example.org)"))).toEqual(["nowhere.md"]);
  });
});
