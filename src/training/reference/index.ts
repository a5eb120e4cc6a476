export { type Bounded, bounded, ROUNDING, roundings, SLACK } from "./bounded.ts";
export { type ReferenceBatch, type ReferenceGradient, referenceCost, referenceGradient } from "./gradient.ts";
export { dropoutMasks, type MaskOptions, type Masks } from "./masks.ts";
