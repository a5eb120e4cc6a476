import { ACTIVATION_NAMES, type ActivationName } from "../activations/index.ts";
import { oneOf, wholeNumber } from "../checks.ts";
import { type LayerKind, MOST_UNITS, valuesIn } from "./layer-kind.ts";

/**
 * A fully connected layer: a = act(W·x + b), W (units, inputs), b (units). A picture goes in channel by channel, each row by
 * row. In JSON `kind` is left out where every layer of the network is dense.
 */
export interface DenseSpec {
  readonly kind?: "dense";
  readonly units: number;
  readonly activation: ActivationName;
}

export const dense: LayerKind<DenseSpec> = {
  names: ["units", "activation"],
  parse: (json, where) => ({
    units: wholeNumber(json.units, 1, MOST_UNITS, `${where}.units`),
    activation: oneOf(json.activation, ACTIVATION_NAMES, `${where}.activation`),
  }),
  shape({ units }, input) {
    const inputs = valuesIn(input);
    const weights = inputs * units;
    const output = { height: 1, width: 1, channels: units };
    return {
      output,
      weights,
      biases: units,
      statistics: 0,
      fanIn: inputs,
      fanOut: units,
      multiplyAdds: weights,
      before: [0, 0],
    };
  },
  words: ({ units }) => `dense ${units}`,
  form: "dense UNITS [ACTIVATION]",
  read(words) {
    const units = words.number();
    return units === undefined ? undefined : { kind: "dense", units, ...words.activation() };
  },
};
