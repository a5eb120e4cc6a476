import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/source.mjs";

/** The source files behind the doors that package.json opens, for example `src/index.ts`. */
export function doors(): string[] {
  const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const built = Object.values(exports as Record<string, string | { default: string }>)
    .map((door) => (typeof door === "string" ? door : door.default))
    .filter((path) => path.startsWith("./dist/"));
  return built.map((path) => path.replace("./dist/", "").replace(/\.js$/, ".ts"));
}
