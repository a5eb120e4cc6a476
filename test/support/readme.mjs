import { readFileSync } from "node:fs";

/**
 * The README's first JavaScript block: its library code.
 *
 * @returns {string}
 */
export function readmeCode() {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const code = /^```js\n(.*?)^```$/ms.exec(readme)?.[1];
  if (!code?.includes('from "myelin"')) throw new Error("README.md has no ```js block that imports myelin");
  return code;
}

/**
 * The same code with one epoch instead of the 30 that a reader wants.
 *
 * @param {string} code
 */
export function oneEpoch(code) {
  if (!code.includes("epochs: 30")) throw new Error("the README's code no longer says `epochs: 30`");
  return code.replace("epochs: 30", "epochs: 1");
}
