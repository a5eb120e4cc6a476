// One program of scripts/bits-matrix.mjs: trains the reference runs with the Node that runs it, with 1 to 4 threads and
// with the twins, then with --fast, then chapter 1 on MNIST where there is some; prints one JSON line a result.
import { loadDataset, nodeHost, openThreads } from "../dist/node/index.js";
import {
  checkMachine,
  parseExperimentConfig,
  REFERENCE_RUNS,
  referenceData,
  run,
  verifyReferenceRuns,
  waysFor,
} from "../dist/src/experiment/index.js";

const say = (result) => console.log(JSON.stringify(result));

/** Digest, right test images and kernels of a training. */
async function outcome(data, config, threads) {
  const pool = await openThreads(threads, { steady: true });
  const result = { kernels: "", correct: 0, weightsSha256: "" };
  for await (const event of run(data, config, { threads: pool, host: nodeHost })) {
    if (event.type === "run-start") result.kernels = event.engine.kernels;
    if (event.type === "epoch") result.correct = event.test.correct;
    if (event.type === "run-end") result.weightsSha256 = event.weightsSha256;
  }
  await pool.close();
  return result;
}

for await (const result of verifyReferenceRuns({ ways: waysFor([1, 2, 3, 4], true), openThreads, host: nodeHost }))
  say(result);

// Those that are long enough to learn something.
for (const { name, settings } of REFERENCE_RUNS.filter(({ images }) => images === undefined)) {
  const config = parseExperimentConfig({ ...settings, fast: true });
  try {
    checkMachine(config);
    say({ run: name, way: "fast", ...(await outcome(referenceData(), config, 2)) });
  } catch (error) {
    say({ run: name, way: "fast", refused: error.code, message: error.message });
  }
}

if (process.env.MYELIN_DATA) {
  const data = await loadDataset(process.env.MYELIN_DATA);
  const config = parseExperimentConfig({ epochs: 3 });
  for (const threads of [1, 2]) say({ run: "MNIST", way: "MNIST", ...(await outcome(data, config, threads)) });
}
process.exit(0);
