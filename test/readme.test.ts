import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { oneEpoch, readmeCode } from "./support/readme.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

it("the README's library code runs and prints its line for each epoch", () => {
  // Inside the project `myelin` is this package, through the same doors that users have.
  const printed = execFileSync(process.execPath, ["--input-type=module", "--eval", oneEpoch(readmeCode())], {
    cwd: root,
    encoding: "utf8",
  });
  expect(printed).toMatch(/^Epoch 1: \d{4,5} \/ 10000\n$/);
});
