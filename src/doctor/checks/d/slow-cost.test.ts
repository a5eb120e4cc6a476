import { bothSides } from "../../../../test/support/check-sides.ts";
import { specified } from "../../../../test/support/doctor-measures.ts";
import { Network } from "../../../network/index.ts";
import { specification } from "../../evidence/specification.ts";
import { slowCost } from "./slow-cost.ts";

bothSides(slowCost, {
  silentOn: {
    "cross-entropy": [[specification, specified(Network.create([784, 30, 10], { cost: "cross-entropy" }).spec)]],
    "quadratic cost on linear outputs": [
      [specification, specified(Network.create([784, 10], { outputActivation: "linear" }).spec)],
    ],
  },
  firesOn: {
    "the book's first network, as advice only": {
      given: [[specification, specified(Network.create([784, 30, 10]).spec)]],
      confidence: "advice",
    },
  },
});
