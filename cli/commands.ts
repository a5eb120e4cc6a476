import type { Command } from "commander";

/** One command of `myelin`: what the list of commands says, and the file that has its flags and its work. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** Loaded only when this command, or its help, is asked for: `myelin --help` must be quick. */
  load(): Promise<{ define(command: Command): void }>;
}

export const commands: readonly CommandEntry[] = [
  {
    name: "train",
    summary: "train a network and save it",
    load: () => import("./commands/train.ts"),
  },
  {
    name: "evaluate",
    summary: "count what a saved network reads right, and what it confuses",
    load: () => import("./commands/evaluate.ts"),
  },
  {
    name: "predict",
    summary: "ask a saved network about pictures: the three likeliest classes of each",
    load: () => import("./commands/predict.ts"),
  },
  {
    name: "export",
    summary: "write a network for other programs: ONNX, PyTorch, NumPy, TensorFlow.js, a page, a function",
    load: () => import("./commands/export.ts"),
  },
  {
    name: "data",
    summary: "look at a data set: counts, ranges, duplicates, a few pictures",
    load: () => import("./commands/data.ts"),
  },
  {
    name: "check-gradients",
    summary: "prove on this machine that every gradient is right",
    load: () => import("./commands/check-gradients.ts"),
  },
  {
    name: "verify",
    summary: "check that this machine computes the same bits as every other",
    load: () => import("./commands/verify.ts"),
  },
  {
    name: "doctor",
    summary: "say why a network does not learn: from data, runs, predictions, logs",
    load: () => import("./commands/doctor.ts"),
  },
];
