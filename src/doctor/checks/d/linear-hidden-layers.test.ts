import { bothSides } from "../../../../test/support/check-sides.ts";
import { specified } from "../../../../test/support/doctor-measures.ts";
import { Network } from "../../../network/index.ts";
import { specification } from "../../evidence/specification.ts";
import { linearHiddenLayers } from "./linear-hidden-layers.ts";

const base = Network.create([8, 4, 4, 3]).spec;
const mixed = {
  ...base,
  layers: base.layers.map((layer, i) => (i === 0 ? { ...layer, activation: "linear" as const } : layer)),
};
bothSides(linearHiddenLayers, {
  silentOn: {
    "the book's network": [[specification, specified(Network.create([784, 30, 10]).spec)]],
    "a network of one layer with linear outputs": [
      [specification, specified(Network.create([8, 3], { outputActivation: "linear" }).spec)],
    ],
  },
  firesOn: {
    "linear hidden layers": {
      given: [[specification, specified(Network.create([8, 4, 3], { activation: "linear" }).spec)]],
      confidence: "likely",
      where: "layer 1",
    },
    "one linear layer among others": {
      given: [[specification, specified(mixed)]],
      confidence: "advice",
      where: "layer 1",
    },
  },
});
