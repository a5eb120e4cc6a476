// node test/package/types.mjs FOLDER: a strict TypeScript user of every door, with Node's types and with the DOM's; the
// package's own .d.ts files are checked too.
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "./run.mjs";

const folder = process.argv[2];
const strict = { noEmit: true, strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, target: "ES2023" };
const node = { module: "NodeNext", lib: ["ES2023"], types: ["node"], typeRoots: [join(root, "node_modules/@types")] };
const page = { module: "ESNext", moduleResolution: "Bundler", lib: ["ES2023", "DOM", "DOM.Iterable"], types: [] };

for (const [name, options] of Object.entries({ node, page })) {
  copyFileSync(join(root, `test/package/types-${name}.ts.txt`), join(folder, `types-${name}.ts`));
  const config = { compilerOptions: { ...strict, ...options }, files: [`types-${name}.ts`] };
  writeFileSync(join(folder, `tsconfig.${name}.json`), JSON.stringify(config));
  run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", `tsconfig.${name}.json`], folder);
}
