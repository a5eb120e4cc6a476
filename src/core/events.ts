import type { Finding } from "./finding.ts";
import type { PictureForm } from "./picture-form.ts";

/** A count of right answers. */
export interface Score {
  readonly correct: number;
  readonly total: number;
  /** Mean cost over the images, where it was asked for. */
  readonly cost?: number;
}

/** How the numbers are computed; stored in the run header. */
export interface EngineDescription {
  readonly kernels: "wasm-simd" | "wasm-relaxed-simd" | "typescript";
  readonly threads: number;
  /** True within the bits contract: same data, settings and seed give the same weights everywhere. */
  readonly bits: boolean;
  /** How the first layer reads its input; chosen once per data set from the share of nonzero pixels. */
  readonly input: "sparse" | "dense";
}

export interface DataDescription {
  readonly name: string;
  readonly training: number;
  readonly validation: number;
  readonly test: number;
  /** SHA-256 over decoded images, then labels, of training, validation and test, in that order. */
  readonly sha256: string;
  /** What the training pictures have in common; missing for tables. */
  readonly pictures?: PictureForm;
}

export interface RunStartEvent {
  readonly type: "run-start";
  /** Version of this event format. */
  readonly format: 1;
  readonly myelin: string;
  readonly data: DataDescription;
  /** The NetworkSpec, as plain JSON. */
  readonly network: unknown;
  readonly parameters: number;
  /** The training settings, as plain JSON. */
  readonly settings: unknown;
  readonly engine: EngineDescription;
  /** Epochs already done when this run resumed; 0 for a fresh one. */
  readonly resumedAfter: number;
}

export interface EpochEvent {
  readonly type: "epoch";
  /** From 1. */
  readonly epoch: number;
  /** Mean over the epoch's mini-batches of the cost before each update. */
  readonly cost: number;
  /** Seconds of shuffling and training; evaluation and saving are not counted. */
  readonly trainingSeconds: number;
  readonly learningRate: number;
  readonly training?: Score;
  readonly validation?: Score;
  readonly test?: Score;
  /** What the running checks look at: per layer, on a fixed set of rows. */
  readonly health?: readonly LayerHealth[];
}

/** State of one layer at the end of an epoch, measured on at most 512 fixed training rows. */
export interface LayerHealth {
  /** From 1. */
  readonly layer: number;
  /** Mean slope of the activation, act'(z). */
  readonly slope: number;
  /** Share of units that answer with slope 0 to every row. */
  readonly dead: number;
  /** ‖ΔW‖ / ‖W‖ over the epoch. */
  readonly updateRatio: number;
  readonly weightNorm: number;
}

/** A point inside an epoch, at most 10 a second, for progress displays. */
export interface ProgressEvent {
  readonly type: "progress";
  readonly epoch: number;
  /** Mini-batches done in this epoch, of how many. */
  readonly step: number;
  readonly steps: number;
  /** Mean cost of the epoch so far. */
  readonly cost: number;
}

export interface CheckpointEvent {
  readonly type: "checkpoint";
  readonly epoch: number;
  readonly step: number;
  readonly best: boolean;
  readonly weightsSha256: string;
}

export interface WarningEvent {
  readonly type: "warning";
  readonly code: string;
  readonly message: string;
}

export interface FindingEvent {
  readonly type: "finding";
  readonly epoch: number;
  readonly finding: Finding;
}

export interface RunEndEvent {
  readonly type: "run-end";
  readonly reason: "finished" | "interrupted" | "stopped-early" | "diverged";
  readonly epochs: number;
  readonly best?: {
    readonly epoch: number;
    readonly correct: number;
    readonly total: number;
    readonly on: "validation" | "test";
  };
  readonly trainingSeconds: number;
  readonly weightsSha256: string;
}

/** What `train` yields. */
export type TrainingEvent = RunStartEvent | ProgressEvent | EpochEvent | CheckpointEvent | WarningEvent | RunEndEvent;

/** What `run` yields: the training events and the findings of the quick and running checks. */
export type RunEvent = TrainingEvent | FindingEvent;
