/** The public list of `myelin/textbook`: the network of the book, for reading and learning. */
export { NumpyLegacy } from "../core/numpy-legacy.ts";
export { Random } from "../core/random.ts";
export { type Cost, CrossEntropyCost, QuadraticCost, sigmoid, sigmoidPrime } from "./costs.ts";
export { argmax, Network, type NetworkOptions, type Pair, type Randomness, vectorizedResult } from "./network.ts";
export {
  type ActivationFn,
  ConvPoolLayer,
  type ConvPoolOptions,
  FullyConnectedLayer,
  type FullyConnectedOptions,
  type Layer,
  Linear,
  Network3,
  ReLU,
  Sigmoid,
  SoftmaxLayer,
  Tanh,
} from "./network3.ts";
export { type Images, inputs, testPairs, trainingPairs } from "./pairs.ts";
