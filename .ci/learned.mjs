// node .ci/learned.mjs LOG PERCENT: fails unless an epoch in the printed output got at least PERCENT of the test images
// right ("9,546 / 10,000").
import { readFileSync } from "node:fs";

const [log, percent] = process.argv.slice(2);
const text = readFileSync(log, "utf8");
const scores = [...text.matchAll(/([\d,]+) \/ ([\d,]+)/g)].map(([, right, of]) => number(right) / number(of));
function number(digits) {
  return Number(digits.replaceAll(",", ""));
}
const best = 100 * Math.max(0, ...scores);
console.log(`best of ${scores.length} rows: ${best.toFixed(2)} %`);
process.exit(best >= Number(percent) ? 0 : 1);
