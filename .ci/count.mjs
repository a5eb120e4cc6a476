// node .ci/count.mjs REPORT STATUS: prints "passed failed skipped" from Vitest's JSON report. A run that failed without
// a failed test (a file that cannot be loaded, an error outside a test, no report) counts as one failure.
import { readFileSync } from "node:fs";

const [report = "", status = "1"] = process.argv.slice(2);
let counts = { passed: 0, failed: 0, skipped: 0 };
try {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(readFileSync(report, "utf8"));
  counts = { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + (numTodoTests ?? 0) };
} catch {
  counts.failed = 1;
}
if (counts.failed === 0 && (status !== "0" || counts.passed === 0)) counts.failed = 1;
console.log(`${counts.passed} ${counts.failed} ${counts.skipped}`);
