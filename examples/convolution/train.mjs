// A network with convolutions, made, shown, trained and saved by a program. Run: node examples/convolution/train.mjs
//
//     --data <name or folder>   default: $MYELIN_DATA, MNIST from the cache or the net, or else the built-in digits
//     --images <n>              use n training images and n/6 test images (default: all)
//     --epochs <n>              default 3
//     --out <file>              where the network is saved
import { parseArgs } from "node:util";
import { conv, dense, maxPool, Network, summary, train } from "myelin";
import { defaultThreads, loadDataset, loadDefaultDataset, openThreads, saveNetwork } from "myelin/node";

const { values } = parseArgs({
  options: {
    data: { type: "string" },
    images: { type: "string" },
    epochs: { type: "string", default: "3" },
    out: { type: "string" },
  },
});
const { notice, training, test } = values.data ? await loadDataset(values.data) : await loadDefaultDataset();
if (notice) console.error(notice);
const count = Number(values.images ?? training.count);
const data = { training: training.slice(0, count), test: test.slice(0, Math.ceil(count / 6)) };

const network = Network.create({
  input: training.shape,
  layers: [conv(20, 5), maxPool(2), conv(40, 5), maxPool(2), dense(100)],
  classes: training.classes,
  activation: "relu",
  cost: "log-likelihood",
  initialisation: "he-normal",
});
for (const { layer, output, parameters } of summary(network).layers)
  console.log(`${layer.padEnd(12)} → ${output.join(" × ").padEnd(12)} ${parameters} parameters`);

const threads = await openThreads(defaultThreads(network.sizes));
const steps = { optimizer: "nesterov", learningRate: 0.01, schedule: "one-cycle" };
const settings = { ...steps, epochs: Number(values.epochs), batchSize: 10 };
for await (const event of train(network, data, settings, { threads }))
  if (event.type === "epoch") console.log(`Epoch ${event.epoch}: ${event.test.correct} / ${event.test.total}`);
await threads.close();
if (values.out) await saveNetwork(values.out, network);
