// node test/package/train.mjs FOLDER: the installed command trains one epoch; its JSON is kept for the browser's turn.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { check, run } from "./run.mjs";

const folder = process.argv[2];
const args = ["--no-install", "myelin", "train", "--data", "digits", "--epochs", "1", "--json"];
const result = JSON.parse(run("npx", args, folder));
check(result.command === "train", "the JSON names its command");
check(result.epochs.length === 1 && result.epochs[0].epoch === 1, "there is one epoch, number 1");
check(result.epochs[0].test.correct > 5000, `it learns: ${JSON.stringify(result.epochs[0])}`);
check(/^[0-9a-f]{64}$/.test(result.weightsSha256), `the digest has 64 digits: ${result.weightsSha256}`);
writeFileSync(join(folder, "train.json"), JSON.stringify(result));
console.log(`${result.epochs[0].test.correct} / ${result.epochs[0].test.total}, ${result.weightsSha256}`);
