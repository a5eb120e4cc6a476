export { batchStatistics, referenceAnswers } from "./answers.ts";
export { type Bounded, bounded, ROUNDING, roundings, SLACK } from "./bounded.ts";
export { type ReferenceBatch, type ReferenceGradient, referenceCost, referenceGradient } from "./gradient.ts";
export { dropoutMasks, type MaskOptions, type Masks, networkMasks } from "./masks.ts";
