// Puts a newer Node into bench/.cache/node-24, from its npm package, for the rows that need relaxed SIMD.
//   node bench/fetch-node.mjs [version]
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { arch, platform } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const version = process.argv[2] ?? "24.21.0";
const cache = fileURLToPath(new URL(".cache", import.meta.url));
const target = join(cache, "node-24");
mkdirSync(cache, { recursive: true });
const name = `node-${platform()}-${arch()}`;
const packed = execFileSync("npm", ["pack", `${name}@${version}`, "--silent"], { cwd: cache, encoding: "utf8" });
const archive = packed.trim().split("\n").at(-1);
rmSync(target, { recursive: true, force: true });
mkdirSync(target);
execFileSync("tar", ["xzf", archive, "-C", target, "--strip-components=1"], { cwd: cache });
rmSync(join(cache, archive));
console.log(execFileSync(join(target, "bin/node"), ["--version"], { encoding: "utf8" }).trim());
