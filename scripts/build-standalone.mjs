// Bundles what exported pages and functions are made of into texts: src/model/generated/standalone.ts.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The bundles: the name of the text, its entry, and what its code leaves behind as `Myelin`. */
const BUNDLES = [
  ["RUNTIME", "src/model/standalone/index.ts"],
  ["PAGE", "browser/model-page.ts"],
];

/** @param {string} root folder of the project */
export async function buildStandalone(root) {
  const { build } = await import("vite");
  const texts = [];
  for (const [name, entry] of BUNDLES) {
    const made = await build({
      configFile: false,
      logLevel: "silent",
      root,
      build: {
        write: false,
        target: "es2020",
        minify: true,
        lib: { entry: join(root, entry), formats: ["iife"], name: "Myelin", fileName: name },
      },
    });
    const [output] = [made].flat();
    texts.push(`export const ${name} =\n  ${JSON.stringify(output.output[0].code.trim())};\n`);
  }
  const folder = join(root, "src/model/generated");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "standalone.ts"), `// Made by scripts/build-standalone.mjs.\n${texts.join("")}`);
}
