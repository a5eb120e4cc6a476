import type { EpochEvent, RunEndEvent, RunStartEvent } from "../../src/core/events.ts";
import { Network } from "../../src/network/index.ts";
import type { TrainingState } from "../../src/training/state.ts";

/** Events and networks of a run that needs no training: every number follows from the epoch. */
export function fakeStart(resumedAfter = 0): RunStartEvent {
  return {
    type: "run-start",
    format: 1,
    myelin: "0.1.0",
    data: { name: "digits", training: 100, validation: 0, test: 100, sha256: "ab" },
    network: fakeNetwork(0).spec,
    parameters: 8,
    settings: { epochs: 4 },
    engine: { kernels: "wasm-simd", threads: 1, bits: true, input: "dense" },
    resumedAfter,
  };
}

/** Right answers after each epoch, from epoch 1. */
export const FAKE_CORRECT = [50, 80, 70, 80, 90, 60, 65, 99];

export function fakeEpoch(epoch: number): EpochEvent {
  const correct = FAKE_CORRECT[epoch - 1] ?? 0;
  return {
    type: "epoch",
    epoch,
    cost: 1 / epoch,
    trainingSeconds: 0.1,
    learningRate: 3,
    test: { correct, total: 100 },
    health: [{ layer: 1, slope: 0.2, dead: 0, updateRatio: 0.01, weightNorm: 1 }],
  };
}

export function fakeEnd(epochs: number): RunEndEvent {
  return { type: "run-end", reason: "finished", epochs, trainingSeconds: epochs / 10, weightsSha256: "cd" };
}

export function fakeNetwork(epoch: number): Network {
  const network = Network.create([2, 2]);
  network.parameters.forEach((_, i) => {
    network.parameters[i] = epoch + i / 8;
  });
  return network;
}

export function fakeState(epoch: number, step = 0): TrainingState {
  return { format: 1, epoch, step, json: { epoch }, tensors: new Map([["velocity", Float32Array.of(epoch)]]) };
}

export const fakeSnapshot = (epoch: number) => ({ network: fakeNetwork(epoch), state: fakeState(epoch) });
