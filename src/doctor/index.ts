// The door `myelin/doctor`.

export type { Finding } from "../core/finding.ts";
export { type DiagnoseOptions, type Diagnosis, diagnose } from "./diagnose.ts";
export type {
  AugmentFunction,
  DoctorInput,
  EvaluateFunction,
  GradientFunction,
  HistoryRow,
  KnownSettings,
  PredictFunction,
  Predictions,
  ReadProblem,
} from "./input.ts";
export { type NamedArray, type Sample, type SampleImages, sampleFromArrays, sampleFromDataset } from "./sample.ts";
