// node test/package/install.mjs FOLDER: packs the package and installs the tarball in the new folder.
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { check, root, run } from "./run.mjs";

const folder = process.argv[2];
mkdirSync(folder, { recursive: true });

const [packed] = JSON.parse(run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], root));
const names = packed.files.map(({ path }) => path);
const wanted = /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|dist\/(src|node|browser|cli)\/.*\.(js|d\.ts))$/;
const surplus = names.filter((name) => !wanted.test(name) || /\.test\.|\/test\//.test(name));
check(surplus.length === 0, `the package should not carry: ${surplus.join(", ")}`);
for (const name of ["README.md", "LICENSE", "CHANGELOG.md", "dist/cli/main.js"])
  check(names.includes(name), `the package should carry ${name}`);

writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "user", private: true, type: "module" }));
run("npm", ["install", "--ignore-scripts", join(folder, packed.filename)], folder);
const installed = readdirSync(join(folder, "node_modules")).filter((name) => !name.startsWith("."));
console.log(
  `${packed.filename}: ${names.length} files, ${packed.size} bytes; installed with it: ${installed.join(", ")}`,
);
