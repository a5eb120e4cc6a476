import { type Dirent, readdirSync, realpathSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { fileError } from "./files.ts";

/** More folders below each other than anybody's data have. */
const MOST_DEPTH = 16;

/**
 * The files of a folder and the folders below it, as paths with `/`. Only plain files count; links are followed where they
 * stay inside the folder, never in a circle.
 *
 * @throws MyelinError FILE_READ.
 */
export function listFolder(folder: string): string[] {
  const root = real(folder);
  const paths: string[] = [];
  const seen = new Set<string>([root]);
  const visit = (path: string, prefix: string, depth: number) => {
    for (const entry of entriesOf(path)) {
      const kind = kindOf(entry, path, root, seen);
      if (kind === "file") paths.push(prefix + entry.name);
      else if (kind === "folder" && depth < MOST_DEPTH)
        visit(join(path, entry.name), `${prefix}${entry.name}/`, depth + 1);
    }
  };
  visit(folder, "", 0);
  return paths;
}

function entriesOf(path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    throw fileError("read", path, error);
  }
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    throw fileError("read", path, error);
  }
}

function kindOf(entry: Dirent, path: string, root: string, seen: Set<string>): "file" | "folder" | undefined {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "folder";
  if (!entry.isSymbolicLink()) return undefined;
  try {
    const target = realpathSync(join(path, entry.name));
    if (!target.startsWith(root + sep) || seen.has(target)) return undefined;
    const stat = statSync(target);
    if (stat.isDirectory()) seen.add(target);
    return stat.isFile() ? "file" : stat.isDirectory() ? "folder" : undefined;
  } catch {
    // A link to nowhere is no file.
    return undefined;
  }
}
