export {
  COMBINATIONS,
  type Combination,
  type EnsembleEvaluation,
  type EnsembleOptions,
  evaluateEnsemble,
  predictEnsemble,
} from "./ensemble.ts";
export { type Evaluation, evaluate } from "./evaluate.ts";
export { wilsonInterval } from "./interval.ts";
export { predict } from "./predict.ts";
