export {
  checkGradients,
  GRADIENT_TOLERANCE,
  type GradientCheck,
  type GradientCheckOptions,
  type LayerGradientCheck,
} from "./gradient-check.ts";
export { type GradientCheckCase, gradientCheckCases } from "./gradient-check-cases.ts";
export { type LayerCheckCase, layerCheckCases } from "./gradient-check-layers.ts";
export type { TrainingData, TrainOptions } from "./options.ts";
export { needsEpochs, SCHEDULE_NAMES, type ScheduleName } from "./schedule.ts";
export { checkTrainingSettings, OPTIMIZER_NAMES, type OptimizerName, type TrainingSettings } from "./settings.ts";
export type { TrainingState } from "./state.ts";
export { type TrainingRun, train } from "./train.ts";
