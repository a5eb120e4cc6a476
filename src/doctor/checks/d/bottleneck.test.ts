import { bothSides } from "../../../../test/support/check-sides.ts";
import { learned, specified, stuck, trialsOf } from "../../../../test/support/doctor-measures.ts";
import { Network } from "../../../network/index.ts";
import { progress } from "../../evidence/progress.ts";
import { specification } from "../../evidence/specification.ts";
import { trials } from "../../evidence/trials.ts";
import { bottleneck } from "./bottleneck.ts";

const spec = (sizes: number[]) => Network.create(sizes).spec;
bothSides(bottleneck, {
  silentOn: {
    "the book's network": [
      [specification, specified(spec([784, 30, 10]))],
      [progress, stuck],
    ],
    "two hidden units for two classes (XOR)": [
      [specification, specified(spec([2, 2, 2]))],
      [progress, stuck],
    ],
    "a narrow network that has learned": [
      [specification, specified(spec([784, 3, 10]))],
      [progress, learned],
    ],
  },
  firesOn: {
    "one hidden unit": {
      given: [
        [specification, specified(spec([784, 1, 10]))],
        [progress, stuck],
      ],
      confidence: "likely",
      where: "layer 1",
    },
    "one hidden unit, and 30 that learn": {
      given: [
        [specification, specified(spec([784, 1, 10]))],
        [progress, stuck],
        [trials, trialsOf({ lift: 0.1, accuracy: 0.2 }, [{ change: "width", to: "30 units" }])],
      ],
      confidence: "fault",
      where: "layer 1",
    },
  },
});
