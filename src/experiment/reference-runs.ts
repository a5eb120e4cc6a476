import type { Splits } from "../dataset/index.ts";
import { generateDigits } from "../digits/index.ts";
import type { ExperimentConfig } from "./settings.ts";

/** What every machine must end with. Changed only with a reason, which CHANGELOG.md states. */
export interface Golden {
  readonly weightsSha256: string;
  /** Test images read right after the last epoch. */
  readonly correct: number;
}

export interface ReferenceRun {
  readonly name: string;
  /** What is special about it, for people. */
  readonly what: string;
  readonly settings: Partial<ExperimentConfig>;
  /** Of the reference data only so many training and half as many test images: the twins of convolutions take their time. */
  readonly images?: number;
  readonly golden: Golden;
}

/** Images of the built-in digits, version 1, seed 1: the first training digits, and the first test digits. */
const TRAINING = 2000;
const TEST = 500;
const FIRST_TEST_DIGIT = 60_000;

/** SHA-256 of the reference data, over pixels and labels of training, then test. */
export const REFERENCE_DATA_SHA256 = "7002361e91ba984b4cbd1ca2e6783bc892d6ce42953c048006f453360ccd0782";

/** The short piece of the built-in digits on which the reference runs train. */
export function referenceData(): Splits {
  return {
    training: generateDigits({ count: TRAINING }),
    test: generateDigits({ from: FIRST_TEST_DIGIT, count: TEST }),
  };
}

/** The first so many training digits of the reference data, and half as many of its test digits. */
export function fewer({ training, test }: Splits, images: number): Splits {
  return { training: training.slice(0, images), ...(test ? { test: test.slice(0, images / 2) } : {}) };
}

/** Eight runs that together use every family of kernels; seed 1. */
export const REFERENCE_RUNS: readonly ReferenceRun[] = [
  {
    name: "chapter 1",
    what: "[784, 30, 10], sigmoid, quadratic cost",
    settings: { epochs: 3 },
    golden: { weightsSha256: "4f762ad42a14de75077cff07c5ef082731de6f069ab48b9d5fc3af09cc89aef8", correct: 341 },
  },
  {
    name: "cross-entropy",
    what: "[784, 100, 10], cross-entropy, L2",
    settings: { hidden: [100], epochs: 3, learningRate: 0.5, cost: "cross-entropy", init: "scaled", l2: 0.2 },
    golden: { weightsSha256: "2bfc12d31785389e1db81f6d2438549473d03d3089a1631f7f3aa388ff9281e8", correct: 433 },
  },
  {
    name: "adam",
    what: "[784, 64, 10], relu, softmax, Adam, dropout",
    settings: {
      hidden: [64],
      epochs: 3,
      batchSize: 20,
      learningRate: 0.002,
      cost: "log-likelihood",
      activation: "relu",
      init: "he-normal",
      optimizer: "adam",
      dropout: 0.25,
    },
    golden: { weightsSha256: "46c3ed5d3b177a7200f7c6f1358593e714e5799473d45613f3484d9480fbc888", correct: 429 },
  },
  {
    name: "deep tanh",
    what: "[784, 40, 30, 20, 10], tanh, softmax",
    settings: {
      hidden: [40, 30, 20],
      epochs: 3,
      learningRate: 0.05,
      cost: "log-likelihood",
      activation: "tanh",
      init: "glorot-normal",
    },
    golden: { weightsSha256: "1c021ea1a3c8a744d4afcdeb063834cf60c68e98d850dfadf64b70d81fbe87e3", correct: 419 },
  },
  {
    name: "momentum",
    what: "[784, 30, 10], momentum, warm-up, cosine schedule",
    settings: {
      epochs: 3,
      learningRate: 0.1,
      cost: "cross-entropy",
      init: "scaled",
      optimizer: "momentum",
      schedule: "cosine",
      warmupEpochs: 1,
    },
    golden: { weightsSha256: "9b6c327e2528843c9895b70be9c101f7c7fa0ceb54e1d2170d4c8857ef951015", correct: 437 },
  },
  {
    name: "convolutions",
    what: "conv 6 5×5, max-pool, conv 8 5×5, max-pool, dense 30, relu, softmax, L2",
    settings: {
      layers: "conv 6 5x5, max-pool 2, conv 8 5x5, max-pool 2, dense 30",
      epochs: 2,
      learningRate: 0.05,
      cost: "log-likelihood",
      activation: "relu",
      init: "he-normal",
      l2: 0.1,
    },
    images: 100,
    golden: { weightsSha256: "0db0ff3ef3edf6928e9effaae1c242205c282b4fdb30e5acc11aa0e37da044a0", correct: 7 },
  },
  {
    name: "batch norm",
    what: "strides, zeros around, batch norms, average-pool, tanh, softmax, Adam",
    settings: {
      layers: "conv 6 5x5 stride 2, batch-norm, conv 8 3x3 same, batch-norm, average-pool 2, dense 20",
      epochs: 2,
      batchSize: 20,
      learningRate: 0.005,
      cost: "log-likelihood",
      activation: "tanh",
      init: "glorot-normal",
      optimizer: "adam",
    },
    images: 100,
    golden: { weightsSha256: "fd853fdbf448b734e0a2c839095931424417c501b86671b8eedcdba402287068", correct: 22 },
  },
  {
    name: "3×3",
    what: "3×3 convolutions in a row, max pools, dropout, batch norm, leaky relu, softmax, Nesterov",
    settings: {
      layers: "conv 8 3x3, max-pool 2, conv 12 3x3 same, dropout 0.1, conv 12 3x3, max-pool 2, batch-norm",
      epochs: 2,
      batchSize: 16,
      learningRate: 0.02,
      cost: "log-likelihood",
      activation: "leaky-relu",
      init: "he-normal",
      optimizer: "nesterov",
    },
    images: 100,
    golden: { weightsSha256: "9f1ce92de46b8f9896c896edba0c539c2f68138520cc58814a589176d8e5c0b9", correct: 15 },
  },
];
