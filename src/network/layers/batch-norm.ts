import { ACTIVATION_NAMES, type ActivationName } from "../activations/index.ts";
import { expected, oneOf, positive } from "../checks.ts";
import { type LayerKind, valuesIn } from "./layer-kind.ts";

/**
 * Batch normalisation: a = act(γ·(x − μ)/√(σ² + ε) + β), a channel (behind a dense layer a unit) at a time.
 *
 * In training μ and σ² are those of the mini-batch; afterwards the running ones, r ← (1 − momentum)·r + momentum·new, whose
 * variance is the unbiased one, as in PyTorch. Ioffe, Szegedy 2015.
 */
export interface BatchNormSpec {
  readonly kind: "batch-norm";
  readonly activation: ActivationName;
  readonly momentum: number;
  readonly epsilon: number;
}

export const BATCH_NORM = { momentum: 0.1, epsilon: 1e-5 };

export const batchNorm: LayerKind<BatchNormSpec> = {
  names: ["activation", "momentum", "epsilon"],
  parse(json, where) {
    const activation = oneOf(json.activation, ACTIVATION_NAMES, `${where}.activation`);
    const momentum = positive(json.momentum, `${where}.momentum`);
    if (momentum > 1) throw expected(`${where}.momentum`, "a number above 0 and at most 1", momentum);
    return { kind: "batch-norm", activation, momentum, epsilon: positive(json.epsilon, `${where}.epsilon`) };
  },
  shape(_, input) {
    const { channels } = input;
    const multiplyAdds = valuesIn(input);
    return {
      output: input,
      weights: channels,
      biases: channels,
      statistics: 2 * channels,
      fanIn: 0,
      fanOut: 0,
      multiplyAdds,
      before: [0, 0],
    };
  },
  words: () => "batch-norm",
  form: "batch-norm [ACTIVATION]",
  read: (words) => ({ kind: "batch-norm", ...words.activation(), ...BATCH_NORM }),
};
