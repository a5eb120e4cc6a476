// Trains one run of runs.mjs on the fast engine and gives its figures: what a reader would write for one of them.
import { evaluate, Network, train } from "myelin";

/** Parts of a figure's name: `best test`, `second training cost`. */
function partsOf(name) {
  const [when, set, cost] = name.split(" ");
  return { when, set, cost: cost !== undefined };
}

/** ½·(λ/n)·Σw²: the part of the book's costs that our scores leave out. */
function penalty(network, l2, images) {
  let squares = 0;
  for (let layer = 1; layer < network.sizes.length; layer++) for (const w of network.weights(layer)) squares += w * w;
  return (0.5 * l2 * squares) / images;
}

/**
 * @param run a row of RUNS
 * @param data training (all of them), validation and test images
 * @param options seed; epochs to train less than the row says; threads
 * @returns figures in percent (or costs), in the order of `run.figures`
 */
export async function measure(run, data, { seed, epochs = run.epochs, threads }) {
  const training = run.images === undefined ? data.training : data.training.slice(0, run.images);
  const network = Network.create([training.size, ...run.hidden, training.classes.length], {
    seed,
    cost: run.cost,
    initialisation: run.init,
    divideBy: 256,
    inputShape: training.shape,
  });
  const figures = run.figures.map(([name]) => partsOf(name));
  const watched = new Set(figures.filter(({ when }) => when !== "last").map(({ set }) => set));
  const sets = {
    training,
    ...(watched.has("validation") ? { validation: data.validation } : {}),
    ...(watched.has("test") ? { test: data.test } : {}),
  };
  const settings = {
    epochs,
    batchSize: 10,
    learningRate: run.learningRate,
    ...(run.l2 === undefined ? {} : { l2: run.l2 }),
    ...(watched.has("training") ? { monitorTraining: true, monitorCost: true } : {}),
  };
  const history = [];
  for await (const event of train(network, sets, settings, threads ? { threads } : {})) {
    if (event.type !== "epoch") continue;
    const cost = event.training?.cost;
    history.push({ ...event, penalised: cost && cost + penalty(network, run.l2 ?? 0, training.count) });
  }
  const found = [];
  for (const figure of figures) found.push(await figureOf(figure, history, network, { ...data, training }));
  return found;
}

async function figureOf({ when, set, cost }, history, network, data) {
  if (when === "last") {
    const { correct, total } = await evaluate(network, data[set]);
    return (100 * correct) / total;
  }
  const values = history.map((event) => (cost ? event.penalised : (100 * event[set].correct) / event[set].total));
  return { best: Math.max(...values), first: values[0], second: values[1] }[when];
}
