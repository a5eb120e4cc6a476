import type { Check, Draft, Words } from "../check.ts";
import { history } from "../evidence/history.ts";
import { movement } from "../evidence/movement.ts";
import { progress } from "../evidence/progress.ts";
import { settings } from "../evidence/settings.ts";
import { figure, percent } from "../words.ts";
import { REACH } from "./alarm.ts";
import { plainCost } from "./plain-cost.ts";

export interface SmallSteps {
  readonly learningRate: number;
  readonly epochs: number;
  /** Epochs that were asked for. */
  readonly all: number;
  /** Sum of ‖ΔW‖ / ‖W‖ over all of them, in the layer that moves most, if they go on like this. */
  readonly moved: number;
  readonly cost: number;
  readonly atEnd: number;
  /** Cost of an answer that knows only the class shares. */
  readonly plain: number;
}

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

function say({ evidence }: Draft<SmallSteps>): Words {
  const { learningRate, all, moved, atEnd, plain } = evidence;
  return {
    sentence: `The learning rate, ${figure(learningRate)}, is too low. At this pace all ${all} epochs together change no layer by more than ${percent(moved)} of itself, and end at a cost of about ${figure(atEnd)}, where knowing no more than how frequent each class is costs ${figure(plain)}.`,
    fix: `Begin again with a hundred times as much (${figure(learningRate * 100)}) or more.`,
  };
}
