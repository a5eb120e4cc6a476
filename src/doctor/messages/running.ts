import type { Draft, Words } from "../check.ts";
import { figure } from "./figures.ts";

// What only the log of a run that is under way shows: no small trainings prove it, so the fix names the next step.

export interface WideSteps {
  readonly learningRate: number;
  /** From 1. */
  readonly layer: number;
  readonly slope: number;
  /** ‖ΔW‖ / ‖W‖ of the epoch that changed the layer most. */
  readonly moved: number;
  readonly epochs: number;
  /** Of so many training rows that were looked at. */
  readonly correct: number;
  readonly rows: number;
}

export function wideSteps({ evidence }: Draft<WideSteps>): Words {
  const { learningRate, layer, slope, moved, epochs, correct, rows } = evidence;
  return {
    sentence: `The learning rate, ${figure(learningRate)}, is too high. One epoch changed the weights of layer ${layer} by ${percent(moved)} of themselves; its units now sit at their ends (mean slope ${figure(slope)}), where hardly any gradient passes, and after ${epochs} epochs the network reads ${correct} of ${rows} training images, no more than one answer for all of them would.`,
    fix: `Begin again with a tenth of it (${figure(learningRate / 10)}) or less.`,
  };
}

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

export function smallSteps({ evidence }: Draft<SmallSteps>): Words {
  const { learningRate, all, moved, atEnd, plain } = evidence;
  return {
    sentence: `The learning rate, ${figure(learningRate)}, is too low. At this pace all ${all} epochs together change no layer by more than ${percent(moved)} of itself, and end at a cost of about ${figure(atEnd)}, where knowing no more than how frequent each class is costs ${figure(plain)}.`,
    fix: `Begin again with a hundred times as much (${figure(learningRate * 100)}) or more.`,
  };
}

export interface LargeInputs {
  readonly largestInput: number;
}

export function largeInputs({ evidence: { largestInput } }: Draft<LargeInputs>): Words {
  return {
    sentence: `The network gets inputs up to ${figure(largestInput)}; with numbers this large every step is far too wide, and the cost explodes.`,
    fix: `Divide the inputs by ${figure(largestInput)} before they enter the network (the setting divideBy), in training and in use.`,
  };
}

/** 3.81 → "381 %", 0.00204 → "0.204 %". */
function percent(x: number): string {
  return `${figure(100 * x)} %`;
}
