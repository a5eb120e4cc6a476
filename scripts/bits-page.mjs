// The page of scripts/bits-matrix.mjs: the reference runs in a browser.
import { browserHost, openThreads } from "../dist/browser/index.js";
import { verifyReferenceRuns, waysFor } from "../dist/src/experiment/index.js";

async function run() {
  const results = [];
  for await (const result of verifyReferenceRuns({ ways: waysFor([1, 2, 3, 4], true), openThreads, host: browserHost }))
    results.push(result);
  return { isolated: globalThis.crossOriginIsolated, results };
}
run().then(
  (result) => {
    globalThis.outcome = result;
  },
  (error) => {
    globalThis.outcome = { error: String(error?.stack ?? error) };
  },
);
