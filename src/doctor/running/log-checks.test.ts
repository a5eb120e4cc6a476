import { bothSides, type Given } from "../../../test/support/check-sides.ts";
import { activityOf, agreementAt, historyOf, stuck } from "../../../test/support/doctor-measures.ts";
import { activity } from "../evidence/activity.ts";
import { answered } from "../evidence/answered.ts";
import { history } from "../evidence/history.ts";
import { movement, type WeightMovement } from "../evidence/movement.ts";
import { progress } from "../evidence/progress.ts";
import { settings } from "../evidence/settings.ts";
import { type Alarm, alarm } from "./alarm.ts";
import { largeInputs } from "./large-inputs.ts";
import { largestInput } from "./largest-input.ts";
import { plainCost } from "./plain-cost.ts";
import { smallSteps } from "./small-steps.ts";
import { wideSteps } from "./wide-steps.ts";

/** Three epochs of two layers that moved so far in the epoch in which they moved most. */
function moved(...most: readonly number[]): readonly WeightMovement[] {
  return most.map((largest, i) => ({
    layer: i + 1,
    epochs: 3,
    total: 1.5 * largest,
    largest,
    smallest: largest / 4,
    slope: 0.1,
    dead: 0,
  }));
}

function wide(slopes: readonly number[], most: readonly number[], inputs = 1): Given {
  const layers = slopes.map((slope) => ({ slope }));
  return [
    [progress, stuck],
    [answered, { training: { agreement: agreementAt(0.125, 32) } }],
    [activity, activityOf(layers, { largestInput: inputs })],
    [movement, moved(...most)],
    [settings, { learningRate: 100 }],
  ];
}

bothSides(wideSteps, {
  silentOn: {
    "layers that let gradients through": wide([0.04, 0.09], [0.3, 3]),
    "a flat layer that has hardly moved: it began so, F11": wide([0.006, 0.09], [0.2, 3]),
    "large inputs, C1": wide([0.0002, 0.001], [2, 3], 255),
  },
  firesOn: {
    "outputs driven to their ends": { given: wide([0.02, 7e-9], [0.3, 3.8]), confidence: "likely" },
    "hidden units driven to their ends": { given: wide([0.001, 0.08], [2.4, 0.3]), confidence: "likely" },
  },
});

function small(loss: readonly number[], most: number, epochs = 30): Given {
  return [
    [progress, stuck],
    [movement, moved(most / 100, most)],
    [history, historyOf({ loss })],
    [settings, { learningRate: 1e-5, epochs }],
    [plainCost, 0.45],
  ];
}

bothSides(smallSteps, {
  silentOn: {
    "weights that will have moved far": small([2.49, 2.48, 2.47], 0.02),
    "so many epochs that they will have moved far": small([2.49, 2.48, 2.47], 7e-5, 10_000),
    "a cost that comes down in time": small([2.2, 2.1, 2.0], 0.002),
    "weights that never move, F3": small([2.49, 2.49, 2.49], 0),
  },
  firesOn: {
    "weights that hardly move, and a cost far from that of the class shares": {
      given: small([2.491, 2.49, 2.489], 7e-5),
      confidence: "likely",
    },
    "the same at the last epoch": { given: small([2.491, 2.49, 2.489], 7e-5, 3), confidence: "likely" },
  },
});

const exploded: Alarm = { exploded: true, flat: false, slow: false, large: false };

bothSides(largeInputs, {
  silentOn: {
    "a cost that explodes with small inputs, F9": [
      [alarm, exploded],
      [largestInput, 2.8],
    ],
    "large inputs and a cost that does not explode": [
      [alarm, { ...exploded, exploded: false }],
      [largestInput, 255],
    ],
  },
  firesOn: {
    "a cost that explodes with bytes": {
      given: [
        [alarm, exploded],
        [largestInput, 255],
      ],
      confidence: "likely",
      where: "network inputs",
    },
  },
});
