// The four lists of the hand-written program: images as vectors of 784 numbers, labels as digits.
//
//     --data <name or folder>   default: $MYELIN_DATA, MNIST from the cache or the net, or else the built-in digits
//     --images <n>              use n training images and n/6 test images (default: all, 60,000 and 10,000)
//     --epochs <n>              default 3
import { parseArgs } from "node:util";
import { loadDataset, loadDefaultDataset } from "myelin/node";
import { inputs } from "myelin/textbook";

const { values } = parseArgs({
  options: { data: { type: "string" }, images: { type: "string" }, epochs: { type: "string", default: "3" } },
});
const { name, notice, training, test } = values.data ? await loadDataset(values.data) : await loadDefaultDataset();
if (notice) console.error(notice);
const count = Number(values.images ?? training.count);

/** Two lists that belong together, but do not know it. */
const lists = (dataset) => ({ images: inputs(dataset), labels: [...dataset.labels] });

export const epochs = Number(values.epochs);
export const trainingSet = lists(training.slice(0, count));
export const testSet = lists(test.slice(0, Math.ceil(count / 6)));

console.log(`${name}: ${trainingSet.images.length} training images, ${testSet.images.length} test images`);
