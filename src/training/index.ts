export { checkTrainingSettings, type TrainingSettings } from "./settings.ts";
export type { TrainingState } from "./state.ts";
export { type TrainingData, type TrainingRun, type TrainOptions, train } from "./train.ts";
