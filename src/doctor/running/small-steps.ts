import type { Check } from "../check.ts";
import { history } from "../evidence/history.ts";
import { movement } from "../evidence/movement.ts";
import { progress } from "../evidence/progress.ts";
import { settings } from "../evidence/settings.ts";
import { type SmallSteps, smallSteps as say } from "../messages/running.ts";
import { REACH } from "./alarm.ts";
import { plainCost } from "./plain-cost.ts";

/**
 * F2 as a log shows it: by arithmetic all epochs together cannot move any layer far, nor bring the cost down to that of an
 * answer which knows only how frequent each class is.
 */
export const smallSteps: Check<SmallSteps> = {
  id: "learning-rate-too-low",
  catalogue: "F2",
  needs: [progress, movement, history, settings, plainCost],
  after: ["A", "B", "C"],
  run(measured) {
    const { learningRate, epochs: all } = measured.of(settings);
    const { loss = [], epochs } = measured.of(history);
    const plain = measured.of(plainCost);
    const [before, last] = loss.slice(-2);
    if (learningRate === undefined || all === undefined || last === undefined) return [];
    const left = Math.max(0, all - epochs[epochs.length - 1]);
    const moved = measured.of(movement).map(({ total, largest }) => total + left * largest);
    const most = moved.reduce((a, b) => Math.max(a, b), 0);
    const atEnd = last - left * Math.max(0, before - last);
    // A layer that never moves at all is another fault, F3.
    if (most >= REACH || most === 0 || atEnd < plain) return [];
    const evidence = { learningRate, epochs: epochs.length, all, moved: most, cost: last, atEnd, plain };
    return [{ confidence: "likely", where: "learning rate", evidence }];
  },
  say,
};
