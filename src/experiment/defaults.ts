import type { InitialisationName } from "../network/schemes.ts";
import type { Given } from "./setting.ts";

/** The book's thirty units, where no other layers are given. */
export function defaultHidden({ layers }: Given): readonly number[] | undefined {
  return layers === undefined ? [30] : undefined;
}

/**
 * A step size that learns with the other settings: 3 in chapter 1 of the book, 0.5 with the costs of chapter 3, 0.1 where
 * the hidden layers are not sigmoid; a tenth of it with momentum, which adds up about ten steps; 0.001 where the
 * optimizer divides by the size of the gradient.
 */
export function defaultLearningRate({ optimizer = "sgd", cost = "quadratic", activation = "sigmoid" }: Given): number {
  if (optimizer === "rmsprop" || optimizer === "adam" || optimizer === "adamw") return 0.001;
  const momentum = optimizer !== "sgd";
  if (activation !== "sigmoid") return momentum ? 0.01 : 0.1;
  if (cost !== "quadratic") return momentum ? 0.05 : 0.5;
  return momentum ? 0.3 : 3;
}

/** First weights that the activation of the hidden layers can learn from; for sigmoid those of chapter 1. */
export function defaultInit({ activation = "sigmoid" }: Given): InitialisationName {
  if (activation === "relu" || activation === "leaky-relu") return "he-normal";
  return activation === "sigmoid" ? "gaussian" : "glorot-normal";
}
