// node test/package/readme.mjs FOLDER: the README's library code, run against the installed package.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { oneEpoch, readmeCode } from "../support/readme.mjs";
import { check, run } from "./run.mjs";

const folder = process.argv[2];
writeFileSync(join(folder, "readme.js"), oneEpoch(readmeCode()));
const printed = run(process.execPath, ["readme.js"], folder);
check(/^Epoch 1: \d{4,5} \/ 10000\n$/.test(printed), `it prints one line an epoch: ${JSON.stringify(printed)}`);
console.log(printed);
