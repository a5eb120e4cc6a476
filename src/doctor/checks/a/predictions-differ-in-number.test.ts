import { bothSides } from "../../../../test/support/check-sides.ts";
import { answerCounts } from "../../evidence/answer-counts.ts";
import { predictionsDifferInNumber } from "./predictions-differ-in-number.ts";

const counted = (changes: object) => [
  {
    split: "test",
    predictions: 1040,
    images: 1040,
    labels: 1040,
    width: 1,
    noClass: 0,
    examples: [],
    classes: 10,
    ...changes,
  },
];
bothSides(predictionsDifferInNumber, {
  silentOn: {
    "one prediction a label": [[answerCounts, counted({})]],
    "as many as there are images, where the labels are too few (A6 of the data)": [
      [answerCounts, counted({ labels: 1000 })],
    ],
    "a set without labels": [[answerCounts, counted({ labels: 0, predictions: 7 })]],
  },
  firesOn: {
    "a last batch that was dropped": {
      given: [[answerCounts, counted({ predictions: 1000 })]],
      confidence: "fault",
      says: "There are 1,000 predictions for the 1,040 labels of the test set: compared row by row they are cut to the shorter list without a word, and may belong to other rows.",
    },
    "a last batch that was padded": {
      given: [[answerCounts, counted({ predictions: 1056 })]],
      confidence: "fault",
      says: "There are 1,056 predictions for the 1,040 labels of the test set: compared row by row they are cut to the shorter list without a word, and may belong to other rows.",
    },
    "scores that do not fill their rows": {
      given: [[answerCounts, counted({ predictions: 1039.4, width: 10 })]],
      confidence: "fault",
      says: "There are 1039.40 rows of predictions for the 1,040 labels of the test set: compared row by row they are cut to the shorter list without a word, and may belong to other rows.",
    },
  },
});
