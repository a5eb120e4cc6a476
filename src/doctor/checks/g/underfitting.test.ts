import { bothSides } from "../../../../test/support/check-sides.ts";
import { learned, rising, stuck, untrained } from "../../../../test/support/doctor-measures.ts";
import { history } from "../../evidence/history.ts";
import { progress } from "../../evidence/progress.ts";
import { underfitting } from "./underfitting.ts";

bothSides(underfitting, {
  silentOn: {
    "95 %": [[progress, learned]],
    "a network before training": [[progress, untrained]],
    "data that no simple classifier reads": [
      [progress, { state: "stuck", accuracy: 0.5, majority: 0.5, trained: true }],
    ],
  },
  firesOn: {
    "a network at chance": {
      given: [[progress, stuck]],
      confidence: "likely",
      says: "The network reads 11.0 % of its training images, hardly more than one answer for all (11.2 %); a classifier that knows only the mean image of each class reads 80.7 %. The data are good: the fault is in the network or its training.",
    },
    "a slow network that rises, as advice": {
      given: [[progress, rising]],
      confidence: "advice",
      says: "The network reads 40.0 % of its training images, and was still getting better; a classifier that knows only the mean image of each class reads 80.7 %. The data are good: the fault is in the network or its training.",
    },
    "a standstill below the class means": {
      given: [[progress, { ...learned, state: "behind", accuracy: 0.55 }]],
      confidence: "likely",
      says: "The network reads 55.0 % of its training images; a classifier that knows only the mean image of each class reads 80.7 %. The data are good: the fault is in the network or its training.",
    },
    "one epoch only, as advice": {
      given: [
        [progress, { state: "behind", accuracy: 0.3, majority: 0.11, probe: 0.78, trained: true }],
        [history, { source: "history", epochs: [1], loss: [1.2], diverged: false }],
      ],
      confidence: "advice",
      says: "The network reads 30.0 % of its training images; a classifier that knows only the mean image of each class reads 78.0 %. The data are good: the fault is in the network or its training.",
    },
    "40 % with nothing known of the run, as advice": {
      given: [[progress, { state: "behind", accuracy: 0.4, majority: 0.1, probe: 0.8, trained: true }]],
      confidence: "advice",
      says: "The network reads 40.0 % of its training images; a classifier that knows only the mean image of each class reads 80.0 %. The data are good: the fault is in the network or its training.",
    },
  },
});
