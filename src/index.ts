// The public list: what `import … from "myelin"` offers, one name a line.

export { MyelinError } from "./core/errors.ts";
export type { RunEvent, TrainingEvent } from "./core/events.ts";
export type { Host } from "./core/host.ts";
export type { PictureForm } from "./core/picture-form.ts";
export type { PictureInput, PictureTarget, Splits } from "./dataset/index.ts";
export { Dataset, pictureForm, pictureOfRgba, pictureToInput, splitOff } from "./dataset/index.ts";
export { generateDigits } from "./digits/index.ts";
export type { Combination, EnsembleEvaluation, EnsembleOptions, Evaluation } from "./inference/index.ts";
export { evaluate, evaluateEnsemble, predict, predictEnsemble } from "./inference/index.ts";
export type { ExportFormat, ExportOptions } from "./model/index.ts";
export { exportNetwork, networkFromFile } from "./model/index.ts";
export type { HiddenLayer, NetworkOptions, NetworkPlan, NetworkSpec, NetworkSummary } from "./network/index.ts";
export {
  averagePool,
  batchNorm,
  conv,
  dense,
  dropout,
  globalAveragePool,
  maxPool,
  Network,
  summary,
} from "./network/index.ts";
export type {
  GradientCheck,
  GradientCheckOptions,
  TrainingRun,
  TrainingSettings,
  TrainingState,
  TrainOptions,
} from "./training/index.ts";
export { checkGradients, train } from "./training/index.ts";
