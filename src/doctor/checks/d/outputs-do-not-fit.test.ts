import { bothSides } from "../../../../test/support/check-sides.ts";
import { goodScores, historyOf, tenClasses } from "../../../../test/support/doctor-measures.ts";
import { type AnswerCounts, answerCounts } from "../../evidence/answer-counts.ts";
import { classes } from "../../evidence/classes.ts";
import { history } from "../../evidence/history.ts";
import { scores } from "../../evidence/scores.ts";
import { outputsDoNotFit } from "./outputs-do-not-fit.ts";

const answers = (changes: Partial<AnswerCounts>): readonly AnswerCounts[] => [
  {
    split: "test",
    predictions: 1500,
    images: 1500,
    labels: 1500,
    width: 1,
    noClass: 0,
    examples: [],
    fractions: 0,
    classes: 10,
    ...changes,
  },
];
const ten = [classes, tenClasses] as const;
const two = [classes, { ...tenClasses, values: [0, 1] }] as const;

bothSides(outputsDoNotFit, {
  silentOn: {
    "ten outputs with softmax": [ten, [scores, [goodScores]], [answerCounts, answers({ width: 10 })]],
    "class numbers": [ten, [answerCounts, answers({})]],
    "one probability for two classes": [two, [answerCounts, answers({ classes: 2, fractions: 1500 })]],
    "a loss that falls to almost 0": [ten, [history, historyOf({ loss: [2, 0.5, 1e-9, 0] })]],
    "scores before the softmax": [
      ten,
      [
        scores,
        [{ ...goodScores, probabilities: false, lowest: -9, largest: 14, outside: 0.9, atZero: 0.001, atOne: 0.001 }],
      ],
    ],
    "tanh outputs at their ends": [
      ten,
      [scores, [{ ...goodScores, probabilities: false, lowest: -1, outside: 0.9, atZero: 0, atOne: 0.1 }]],
    ],
  },
  firesOn: {
    "one output between 0 and 9": {
      given: [ten, [answerCounts, answers({ fractions: 1400 })]],
      confidence: "fault",
      says: "The network has one output for 10 classes: each of the 1,500 test predictions is one number, and most are no whole number, so no class can be read from it.",
    },
    "a loss that runs to -56 with one output": {
      given: [ten, [history, historyOf({ loss: [-31, -55.97, -56.02] })], [answerCounts, answers({})]],
      confidence: "fault",
      says: "Output layer, cost and labels do not fit together. The loss runs from -31 to -56 in 3 epochs, and no cross-entropy of right targets is below 0: predictions have one number a row where labels have 10 classes, and class numbers above 1 were taken for targets.",
      where: "cost",
    },
    "a negative loss, nothing known of the outputs": {
      given: [ten, [history, historyOf({ loss: [-3.1, -5.2], accuracy: [0.1, 0.1] })]],
      confidence: "likely",
      says: "Output layer, cost and labels do not fit together. The loss runs from -3.1 to -5.2 in 2 epochs, and no cross-entropy of right targets is below 0: targets lie outside 0 to 1 (class numbers instead of one-hot rows), or the sign of the cost is turned.",
    },
    "probabilities where logarithms are meant": {
      given: [ten, [history, historyOf({ loss: [-0.3, -0.8, -0.91], accuracy: [0.4, 0.8, 0.92] })]],
      confidence: "likely",
      says: "The cost gets probabilities where it wants their logarithms. The loss runs from -0.3 to -0.91 in 3 epochs, and no cross-entropy of right targets is below 0: between −1 and 0 it is the mean of −p.",
    },
    "softmax over the rows": {
      given: [ten, [scores, [{ ...goodScores, probabilities: false, columnsTo: 32 }]]],
      confidence: "fault",
      says: "Softmax is taken over the rows of a batch and not over the classes: each of the 10 columns of the 1,000 test scores adds up to 32, 1 a batch, and the rows do not add up to 1.",
      where: "output layer",
    },
    "a sigmoid with the sign turned": {
      given: [
        ten,
        [
          scores,
          [{ ...goodScores, probabilities: false, lowest: -0.39, largest: 1.2, outside: 0.6, atZero: 0.9, atOne: 0.1 }],
        ],
      ],
      confidence: "likely",
      says: "The function of the output layer is no sigmoid: 100.0 % of the test scores pile up at 0 and 1, and yet 60.0 % lie outside 0 to 1 (from -0.39 to 1.2), where 1 / (1 + exp(−z)) never comes.",
    },
  },
});
