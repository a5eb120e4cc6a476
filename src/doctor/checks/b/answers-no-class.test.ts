import { bothSides } from "../../../../test/support/check-sides.ts";
import { answerCounts } from "../../evidence/answer-counts.ts";
import { answersNoClass } from "./answers-no-class.ts";

const counted = (changes: object) => [
  {
    split: "test",
    predictions: 1000,
    images: 1000,
    labels: 1000,
    width: 1,
    noClass: 0,
    examples: [],
    classes: 10,
    ...changes,
  },
];
bothSides(answersNoClass, {
  silentOn: {
    "class numbers": [[answerCounts, counted({})]],
    "a class that the data have no example of, answered a few times": [
      [answerCounts, counted({ noClass: 8, examples: [10] })],
    ],
    "a stray answer in a small set": [[answerCounts, counted({ predictions: 50, noClass: 1, examples: [10] })]],
  },
  firesOn: {
    "classes numbered from 1": {
      given: [[answerCounts, counted({ noClass: 100, examples: [10] })]],
      confidence: "likely",
      says: "100 of 1,000 test predictions are numbers that no label has (10): whatever the network meant, they count as wrong.",
    },
    "twelve scores for ten classes": {
      given: [[answerCounts, counted({ width: 12, noClass: 130 })]],
      confidence: "likely",
      says: "130 of 1,000 test predictions have their largest score in a column that no label stands for: there are 12 scores a row and 10 classes.",
    },
    "numbers that are no classes at all": {
      given: [[answerCounts, counted({ noClass: 990, examples: [0.31, 0.77] })]],
      confidence: "fault",
      says: "990 of 1,000 test predictions are numbers that no label has (0.31, 0.77): whatever the network meant, they count as wrong.",
    },
    "nothing but NaN": {
      given: [[answerCounts, counted({ noClass: 1000 })]],
      confidence: "fault",
      says: "1,000 of 1,000 test predictions are numbers that no label has: whatever the network meant, they count as wrong.",
    },
  },
});
