// node bench/doctor/running.mjs: what the running checks of `run()` cost after each epoch, in milliseconds of processor
// time, which other programs on the machine do not change; it counts the compiler's and the collector's threads too.
import { generateDigits } from "../../dist/src/digits/index.js";
import { Watch } from "../../dist/src/doctor/running/watch.js";
import { createNetwork } from "../../dist/src/experiment/index.js";
import { parseExperimentConfig } from "../../dist/src/experiment/parse.js";
import { run } from "../../dist/src/experiment/run.js";

const data = { training: generateDigits({ count: 10_000 }), test: generateDigits({ from: 10_000, count: 1000 }) };
const deep = { hidden: [30, 30, 30, 30], init: "scaled" };
const relu = { activation: "relu", cost: "log-likelihood" };
const RUNS = {
  "the book's network": {},
  "784-400-10, ReLU": { ...relu, hidden: [400], epochs: 8 },
  "five sigmoid layers at the start": { ...deep, learningRate: 0.3 },
  "a slow start, which takes a closer look": { learningRate: 0.0003, epochs: 60 },
  "learning rate 100: speaks at epoch 3": { learningRate: 100 },
};

for (const [name, settings] of Object.entries(RUNS)) {
  const config = parseExperimentConfig({ epochs: 30, ...settings });
  const network = createNetwork(data, config);
  const watch = new Watch({ ...data, network }, []);
  const times = [];
  let said = "";
  for await (const event of run(data, config, { network, doctor: false })) {
    const start = process.cpuUsage();
    const found = await watch.see(event);
    const { user, system } = process.cpuUsage(start);
    if (event.type === "epoch") times.push((user + system) / 1000);
    if (found.length > 0) said = `, says ${found.map(({ finding }) => finding.catalogue).join(" ")}`;
  }
  const [first, ...rest] = times;
  const sorted = rest.toSorted((a, b) => a - b);
  const figures = [first, sorted[sorted.length >> 1], sorted[sorted.length - 1]].map((ms) => ms.toFixed(2));
  console.log(`${name}: first epoch ${figures[0]} ms, then median ${figures[1]}, most ${figures[2]}${said}`);
}
