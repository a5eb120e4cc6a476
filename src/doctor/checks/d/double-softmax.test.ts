import { bothSides } from "../../../../test/support/check-sides.ts";
import { goodScores } from "../../../../test/support/doctor-measures.ts";
import { scores } from "../../evidence/scores.ts";
import { doubleSoftmax } from "./double-softmax.ts";

bothSides(doubleSoftmax, {
  silentOn: {
    "sure probabilities": [[scores, [goodScores]]],
    "unsure probabilities below the bound": [[scores, [{ ...goodScores, largest: 0.2 }]]],
  },
  firesOn: {
    "probabilities that a second softmax has flattened": {
      given: [[scores, [{ ...goodScores, largest: 0.2319, twice: true }]]],
      confidence: "fault",
      where: "output layer",
    },
  },
});
