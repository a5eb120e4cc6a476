export { type Evaluation, evaluate } from "./evaluate.ts";
export { wilsonInterval } from "./interval.ts";
export { predict } from "./predict.ts";
